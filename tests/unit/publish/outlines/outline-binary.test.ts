import { describe, expect, it } from 'vitest';
import { encodeColumns } from '../../../../src/grid/columns-binary.ts';
import { decodeOutlines, encodeOutlines } from '../../../../src/publish/outlines/outline-binary.ts';
import { outlineSetOf } from '../../../../src/publish/outlines/outline-set.ts';
import { outlineSetOfWkb } from '../../../../src/publish/outlines/outline-wkb.ts';
import { outlinesOfMap, place, simplified } from './ascii-outlines.ts';

const refused = expect.objectContaining({
  code: 'binary-format',
  message: expect.stringMatching(/^outlines: /),
});

describe('packed outlines', () => {
  it('come back as they were, long steps too', () => {
    for (const set of simplified(outlinesOfMap('AAA..C', 'A.AB..', 'AAA..C'), [2500])) {
      expect(decodeOutlines(encodeOutlines(set))).toEqual(set);
    }
    const far = [
      [-180, -90],
      [180, -90],
      [180, 90],
      [-180, -90],
    ];
    const world = outlineSetOf(new Map([['é', { type: 'Polygon', coordinates: [far] }]]));
    expect(decodeOutlines(encodeOutlines(world))).toEqual(world);
    const none = outlineSetOf(new Map());
    expect(decodeOutlines(encodeOutlines(none))).toEqual(none);
  });

  it('are refused by name when any byte is damaged, when cut short, and when they are something else', () => {
    const bytes = encodeOutlines(simplified(outlinesOfMap('AB'), [])[0]);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] ^= 0x10;
      expect(() => decodeOutlines(damaged), `byte ${at}`).toThrow(refused);
    }
    expect(() => decodeOutlines(bytes.subarray(0, bytes.length - 1))).toThrow(refused);
    expect(() => decodeOutlines(encodeColumns('origins', 1, { numbers: {}, columns: {} }))).toThrow(refused);
  });
});

describe('well-known binary', () => {
  it('is read as PostGIS writes it, and wound as RFC 7946 asks', () => {
    const clockwise = [place(0, 0), place(0, 1), place(1, 1), place(1, 0), place(0, 0)];
    const hole = [place(0.2, 0.2), place(0.4, 0.2), place(0.4, 0.4), place(0.2, 0.2)];
    const polygons = [[clockwise, hole], [hole.toReversed()]];
    const set = outlineSetOfWkb([
      { code: 'A', wkb: wkbOf(polygons) },
      { code: 'B', wkb: wkbOf([]) },
    ]);
    const expected = outlineSetOf(new Map([['A', { type: 'MultiPolygon', coordinates: polygons }]]));
    expect(set.codes).toEqual(['A', 'B']);
    expect(set.points).toEqual(expected.points);
    expect([...set.polygonStart]).toEqual([0, 2, 2]);
    expect(set.bounds.subarray(0, 4)).toEqual(expected.bounds);
    expect(() =>
      outlineSetOfWkb([{ code: 'A', wkb: Buffer.from([1, 1, 0, 0, 0]).toString('base64') }]),
    ).toThrow('A: expected a polygon in well-known binary, found type 1');
  });
});

function wkbOf(polygons: number[][][][]): string {
  const parts: Buffer[] = [];
  const header = (type: number, count: number) => {
    const bytes = Buffer.alloc(9);
    bytes.writeUInt8(1, 0);
    bytes.writeUInt32LE(type, 1);
    bytes.writeUInt32LE(count, 5);
    parts.push(bytes);
  };
  header(6, polygons.length);
  for (const rings of polygons) {
    header(3, rings.length);
    for (const ring of rings) {
      const count = Buffer.alloc(4);
      count.writeUInt32LE(ring.length);
      parts.push(count, Buffer.from(Float64Array.from(ring.flat()).buffer));
    }
  }
  return Buffer.concat(parts).toString('base64');
}
