import { beforeAll, describe, expect, test } from 'vitest';
import { decodeRoadGraph, encodeRoadGraph } from '../../../src/network/roads/road-graph-file.ts';
import { asciiRoads, type Sign } from './support/ascii-roads.ts';

describe('the binary form of a graph', () => {
  let bytes: Uint8Array;
  const map = `
a--b>>c--d
|  |  |
e--f--g   #--x
`;
  const signs: Sign[] = ['no_u_turn a e f b'];
  beforeAll(async () => {
    bytes = encodeRoadGraph((await asciiRoads(map, undefined, signs)).graph);
  });

  test('reads back as it was', async () => {
    const { graph } = await asciiRoads(map, undefined, signs);
    expect([...graph.copyOf]).toHaveLength(1);
    expect(decodeRoadGraph(bytes, 'roads.bin')).toEqual(graph);
    expect(encodeRoadGraph(decodeRoadGraph(bytes, 'roads.bin'))).toEqual(bytes);
  });

  test('reads from the middle of a larger buffer', async () => {
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decodeRoadGraph(larger.subarray(3), 'roads.bin').edgeCount).toBeGreaterThan(0);
  });

  test('refuses another version, and says which', () => {
    const other = bytes.slice();
    other[4] = 99;
    expect(() => decodeRoadGraph(other, 'roads.bin')).toThrow(
      /roads\.bin: expected .*version 3, found version 99/,
    );
  });

  test.each([1, 2])('refuses a graph of version %i, which knew less of turns', (version) => {
    const old = bytes.slice();
    old[4] = version;
    expect(() => decodeRoadGraph(old, 'roads.bin')).toThrow(
      expect.objectContaining({
        code: 'binary-format',
        message: expect.stringContaining(`found version ${version}`),
      }),
    );
  });

  test('refuses every cut, and bytes that are something else', () => {
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => decodeRoadGraph(bytes.subarray(0, length), 'roads.bin')).toThrow(/roads\.bin: expected/);
    }
    expect(() => decodeRoadGraph(new Uint8Array(200), 'roads.bin')).toThrow(/a road graph/);
  });

  test('refuses any damaged byte', () => {
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] ^= 0x10;
      expect(() => decodeRoadGraph(damaged, 'roads.bin')).toThrow(
        expect.objectContaining({ code: 'binary-format' }),
      );
    }
  });
});
