import { describe, expect, it } from 'vitest';
import { type Point, signedAreaM2 } from '../../../scripts/sample/plane.ts';
import { drawSample } from '../../../scripts/sample/sample.ts';

const { territory } = drawSample();
const islet = territory.islet;

function segments(ring: readonly Point[]): [Point, Point][] {
  return ring.map((from, i) => [from, ring[(i + 1) % ring.length]]);
}

function side([ax, ay]: Point, [bx, by]: Point, [px, py]: Point): number {
  return (bx - ax) * (py - ay) - (by - ay) * (px - ax);
}

function cross([a, b]: [Point, Point], [c, d]: [Point, Point]): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function areaM2(outline: Point[][][]): number {
  return outline.flat().reduce((sum, ring) => sum + signedAreaM2(ring), 0);
}

describe('the outlines of the sample', () => {
  const rings = territory.communes.flatMap(({ outline }) => outline.flat());

  it('share every border exactly: no gap and no overlap', () => {
    const directed = new Map<string, number>();
    for (const ring of rings)
      for (const [from, to] of segments(ring)) {
        const key = `${from} ${to}`;
        directed.set(key, (directed.get(key) ?? 0) + 1);
      }
    expect([...directed.values()].every((count) => count === 1)).toBe(true);
    const shared = [...directed.keys()].filter((key) => directed.has(key.split(' ').reverse().join(' ')));
    const coast = directed.size - shared.length;
    expect(shared.length).toBeGreaterThan(5000);
    // The coast is long, and still a small part of all borders.
    expect(coast).toBeLessThan(directed.size / 4);
  });

  it('never cross themselves', () => {
    const crossing = rings.filter((ring) => {
      const all = segments(ring);
      return all.some((one, i) => all.some((other, j) => j > i + 1 && cross(one, other)));
    });
    expect(crossing).toEqual([]);
  });

  it('cover 4,000 to 5,000 km², and the cantons all of it but the islet', () => {
    const communes = territory.communes.reduce((sum, { outline }) => sum + areaM2(outline), 0);
    const cantons = territory.cantons.reduce((sum, { outline }) => sum + areaM2(outline), 0);
    expect(communes).toBeGreaterThan(4e9);
    expect(communes).toBeLessThan(5e9);
    expect(cantons + signedAreaM2(islet)).toBeCloseTo(communes, -1);
  });
});
