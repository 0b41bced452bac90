import type { Polygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { type OutlineSet, outlineSetOf } from '../../../../src/publish/outlines/outline-set.ts';
import { complaintsAbout, holdersOf, ringsOf, totalDoubleArea } from '../../../support/outline-checks.ts';
import { outlinesOfMap, place, simplified } from './ascii-outlines.ts';

const polygon = (...ring: Position[]): Polygon => ({ type: 'Polygon', coordinates: [[...ring, ring[0]]] });

/** Rings of each territory: exteriors and holes. */
function counts(set: OutlineSet): Record<string, string> {
  return Object.fromEntries(
    set.codes.map((code, territory) => {
      const rings = ringsOf(set, territory);
      const holes = rings.filter(({ isHole }) => isHole).length;
      return [code, `${rings.length - holes} + ${holes}`];
    }),
  );
}

describe('borders that neighbours share', () => {
  it('lose what is smaller than the tolerance on both sides alike', () => {
    // A and B meet along teeth 55 m deep every 111 m; at 100 m a straight line is left, at 20 m every tooth.
    const teeth = Array.from({ length: 9 }, (_, i) => place(1 + (i % 2) * 0.07, 0.1 + i * 0.1));
    const outlines = outlineSetOf(
      new Map([
        ['A', polygon(place(0, 0), place(1, 0), ...teeth, place(1, 1), place(0, 1))],
        ['B', polygon(place(1, 0), place(2, 0), place(2, 1), place(1, 1), ...teeth.toReversed())],
      ]),
    );
    const [loaded, fine, coarse] = simplified(outlines, [20, 100]);
    expect(loaded.points.length / 2).toBe(2 * 14);
    expect(fine.points).toEqual(loaded.points);
    for (const set of [loaded, fine, coarse]) {
      expect(complaintsAbout(set)).toEqual([]);
      expect(totalDoubleArea(set)).toBe(2n * 20_000n * 10_000n);
    }
    expect(coarse.points.length / 2).toBeLessThanOrEqual(12);
  });

  it('keep what lies in the way: a bay with an island in it stays a bay', () => {
    // The bay is 412 m wide and 556 m deep; the island in it is 41 m wide, and all the ground that B has.
    const outlines = outlineSetOf(
      new Map([
        [
          'A',
          polygon(
            place(0, 0),
            place(3, 0),
            place(3, 1),
            place(1.75, 1),
            place(1.5, 0.5),
            place(1.25, 1),
            place(0, 1),
          ),
        ],
        ['B', polygon(place(1.48, 0.85), place(1.53, 0.85), place(1.5, 0.9))],
      ]),
    );
    const [, coarse] = simplified(outlines, [500]);
    expect(complaintsAbout(coarse)).toEqual([]);
    expect(coarse.codes).toEqual(['A', 'B']);
    const inB = place(1.5, 0.87).map((degrees) => Math.round(degrees * 1e6));
    expect(holdersOf(coarse, inB[0], inB[1])).toEqual(['B']);
    const [withoutIsland] = simplified(
      outlineSetOf(new Map([['A', outlinesGeometry(outlines)]])),
      [500],
    ).slice(1);
    expect(ringsOf(withoutIsland, 0)[0].points).toHaveLength(5);
  });

  it('never fall together: two long borders between the same places stay two', () => {
    const lens = outlineSetOf(
      new Map([
        ['A', polygon(place(0, 0), place(4, 0), place(4, 1), place(2, 1.02), place(0, 1))],
        ['B', polygon(place(0, 1), place(2, 1.02), place(4, 1), place(2, 1.05))],
        ['C', polygon(place(0, 1), place(2, 1.05), place(4, 1), place(4, 2), place(0, 2))],
      ]),
    );
    const [, coarse] = simplified(lens, [2500]);
    expect(counts(coarse)).toEqual({ A: '1 + 0', B: '1 + 0', C: '1 + 0' });
    expect(complaintsAbout(coarse)).toEqual([]);
  });
});

describe('islands, lakes and enclaves', () => {
  it('a lake below the tolerance is filled, one above it stays', () => {
    const [loaded, small, large] = simplified(outlinesOfMap('AAAA', 'A..A', 'AAAA'), [500, 2500]);
    expect([loaded, small, large].map((set) => counts(set).A)).toEqual(['1 + 1', '1 + 1', '1 + 0']);
  });

  it('an island below the tolerance goes, if its territory has more', () => {
    const [, small, large] = simplified(outlinesOfMap('AAA..', '....B', 'AAA..', 'AAA.A'), [500, 2500]);
    expect(counts(small)).toEqual({ A: '3 + 0', B: '1 + 0' });
    expect(counts(large)).toEqual({ A: '1 + 0', B: '1 + 0' });
    expect(complaintsAbout(large)).toEqual([]);
  });

  it('an enclave keeps its ground, and its hole in what surrounds it', () => {
    for (const set of simplified(outlinesOfMap('AAA', 'ABA', 'AAA'), [100, 500, 2500])) {
      expect(counts(set)).toEqual({ A: '1 + 1', B: '1 + 0' });
      expect(complaintsAbout(set)).toEqual([]);
    }
  });

  it('an exclave below the tolerance goes to what surrounds it', () => {
    const [loaded, , large] = simplified(outlinesOfMap('BBAAAA', 'BBABAA', 'BBAAAA'), [500, 2500]);
    expect(counts(loaded)).toEqual({ A: '1 + 1', B: '2 + 0' });
    expect(counts(large)).toEqual({ A: '1 + 0', B: '1 + 0' });
    expect(complaintsAbout(large)).toEqual([]);
  });

  it('what lies in a lake that is filled goes with it, or stays cut out', () => {
    const rows = ['AAAAAAA', 'A.....A', 'A.BBB.A', 'A.B.B.A', 'A.BBB.A', 'A.....A', 'AAAAAAA'];
    const [, , filled] = simplified(outlinesOfMap(...rows), [500, 5000]);
    expect(counts(filled)).toEqual({ A: '1 + 1', B: '1 + 0' });
    expect(complaintsAbout(filled)).toEqual([]);
  });
});

describe('polygons of a territory', () => {
  it('that touch at a corner are two, and a hole that touches the border is a hole', () => {
    expect(counts(simplified(outlinesOfMap('AB', 'BA'), [])[0])).toEqual({ A: '2 + 0', B: '2 + 0' });
    const [touching] = simplified(outlinesOfMap('.AAA', 'ABAA', 'AAAA'), []);
    expect(counts(touching)).toEqual({ A: '1 + 1', B: '1 + 0' });
    expect(complaintsAbout(touching)).toEqual([]);
  });

  it('come largest first', () => {
    const [set] = simplified(outlinesOfMap('A.AAA'), []);
    const [first, second] = ringsOf(set, 0);
    expect(first.points[0][0]).toBeGreaterThan(second.points[0][0]);
  });
});

function outlinesGeometry(set: OutlineSet): Polygon {
  return { type: 'Polygon', coordinates: [ringsOf(set, 0)[0].points.map(([x, y]) => [x / 1e6, y / 1e6])] };
}
