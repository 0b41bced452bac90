import { describe, expect, test } from 'vitest';
import { DomainError } from '../../../src/domain-error.ts';
import { roadTimes } from '../../../src/network/roads/road-times.ts';
import { type AsciiRoads, asciiRoads } from './support/ascii-roads.ts';

type Place = string | [string, number, number];

/** Seconds from each origin to each site, or null: rows are origins. */
async function times(roads: AsciiRoads, origins: Place[], sites: Place[], limitSeconds = 3600, threads = 0) {
  const { entries, originSnapM, siteSnapM } = await roadTimes({
    graph: roads.graph,
    origins: roads.points(...origins),
    sites: roads.points(...sites),
    limitSeconds,
    threads,
  });
  const table: (number | null)[][] = origins.map(() => sites.map(() => null));
  for (let i = 0; i < entries.count; i++) table[entries.origin[i]][entries.site[i]] = entries.seconds[i];
  return { table, originSnapM, siteSnapM, entries };
}

const TOWN = `
a-----b-----c
|     |     |
|     |     |
d>>>>>e<<<<<f
`;

describe('times by road', () => {
  test('add up along the shortest path', async () => {
    const roads = await asciiRoads(TOWN);
    const { table } = await times(roads, ['a', 'b', 'c', 'd', 'e', 'f'], ['a', 'e']);
    expect(table.map((row) => row[0])).toEqual([0, 60, 120, 30, 90, 150]);
    expect(table.map((row) => row[1])).toEqual([90, 30, 90, 60, 0, 60]);
  });

  test('run from the resident to the site: a one-way road counts in its direction only', async () => {
    const roads = await asciiRoads(`
a>>>>>b
^     v
c<<<<<d
`);
    expect((await times(roads, ['b'], ['a'])).table).toEqual([[20 + 60 + 20]]);
    expect((await times(roads, ['a'], ['b'])).table).toEqual([[60]]);
  });

  test('on one edge are the part between, whichever way', async () => {
    const roads = await asciiRoads('a---------b');
    const { table } = await times(
      roads,
      [
        ['a', 2, 0],
        ['a', 7, 0],
        ['a', 4, 0],
      ],
      [['a', 4, 0]],
    );
    expect(table).toEqual([[20], [30], [0]]);
  });

  test('on one one-way edge go round when the site lies behind', async () => {
    const roads = await asciiRoads(`
a>>>>>>>>>b
^         v
c<<<<<<<<<d
`);
    const { table } = await times(
      roads,
      [
        ['a', 2, 0],
        ['a', 7, 0],
      ],
      [['a', 4, 0]],
    );
    // 3 steps to b, 2 down, 10 back, 2 up, 4 to the site.
    expect(table).toEqual([[20], [(3 + 2 + 10 + 2 + 4) * 10]]);
  });

  test('at the end of a one-way street may use the other roads of the junction', async () => {
    const roads = await asciiRoads(`
a>>>>b>>>>c
     |
     d----e
`);
    expect((await times(roads, ['d'], ['b'])).table).toEqual([[20]]);
    expect((await times(roads, ['b'], ['e'])).table).toEqual([[70]]);
  });

  test('keep what is exactly at the limit and drop the second beyond', async () => {
    const roads = await asciiRoads('a------b');
    expect((await times(roads, ['a'], ['b'], 70)).table).toEqual([[70]]);
    expect((await times(roads, ['a'], ['b'], 69)).table).toEqual([[null]]);
  });

  test('cost the access legs at both ends at 25 km/h, and say how far they are', async () => {
    const roads = await asciiRoads('a---------b');
    const { table, originSnapM, siteSnapM } = await times(roads, [['a', 2, 5]], [['a', 8, -2]]);
    // 500 m and 200 m at 25 km/h are 72 s and 28.8 s; 600 m of road are 60 s.
    expect(table).toEqual([[161]]);
    expect(originSnapM[0]).toBeCloseTo(500, 0);
    expect(siteSnapM[0]).toBeCloseTo(200, 0);
  });

  test('are none for a point farther from roads than the maximum, however near the others are', async () => {
    const roads = await asciiRoads('a---------b');
    const { table, originSnapM } = await times(roads, [['a', 0, 51], 'a', ['a', 0, 49]], ['b']);
    expect(table[0]).toEqual([null]);
    expect(originSnapM[0]).toBeNaN();
    expect(table[1]).toEqual([100]);
    expect(table[2][0]).toBeGreaterThan(100);
  });

  test('are none to a site that no road leads to, and its distance says why', async () => {
    // Sixty steps are six kilometres; the island's own road is too short to be a network.
    const roads = await asciiRoads(`a---------b${' '.repeat(60)}x---y`);
    const { table, siteSnapM } = await times(roads, ['a', 'x'], ['y', 'b']);
    expect(table).toEqual([
      [null, 100],
      [null, null],
    ]);
    expect(siteSnapM[0]).toBeNaN();
    expect(siteSnapM[1]).toBeLessThan(0.1);
  });

  test('are those of its own network on an island that has one, and none across', async () => {
    // The island: 20 km of road and more.
    const roads = await asciiRoads(`
a${'-'.repeat(250)}b${' '.repeat(60)}x${'-'.repeat(220)}y
`);
    const { table } = await times(roads, ['a', 'x'], ['b', 'y']);
    expect(table).toEqual([
      [251 * 10, null],
      [null, 221 * 10],
    ]);
  });

  test('have access legs at the speed that is asked for, or none', async () => {
    const roads = await asciiRoads('a---------b');
    const at = async (accessSpeedKmh: number) =>
      (
        await roadTimes({
          graph: roads.graph,
          origins: roads.points(['a', 2, 5]),
          sites: roads.points(['a', 8, -2]),
          limitSeconds: 3600,
          threads: 0,
          accessSpeedKmh,
        })
      ).entries.seconds[0];
    expect(await at(36)).toBe(50 + 60 + 20);
    expect(await at(Number.POSITIVE_INFINITY)).toBe(60);
  });

  test('pass no bollard, and wait two seconds at a signal', async () => {
    const roads = await asciiRoads(`
e--a--#--b--f
   |     |
   c--*--d
`);
    expect((await times(roads, ['a', 'e'], ['b'])).table).toEqual([[20 + 60 + 2 + 20], [30 + 102]]);
  });

  test('never cross the water to another land mass', async () => {
    const roads = await asciiRoads('a---------b');
    const input = {
      graph: roads.graph,
      origins: roads.points(['a', 0, 9], ['a', 0, 1]),
      sites: roads.points('b'),
      limitSeconds: 3600,
      threads: 0,
    };
    const south = roads.at('a', 0, 5).lat;
    const { originSnapM } = await roadTimes({ ...input, massAt: (_, lat) => (lat < south ? 1 : 0) });
    expect(originSnapM[0]).toBeNaN();
    expect(originSnapM[1]).toBeCloseTo(100, 0);
  });

  test('are the same on worker threads, in site order', async () => {
    const roads = await asciiRoads(TOWN);
    const places: Place[] = ['a', 'b', 'c', 'd', 'e', 'f'];
    const alone = await times(roads, places, places);
    const threaded = await times(roads, places, places, 3600, 2);
    expect(threaded.table).toEqual(alone.table);
    expect([...threaded.entries.site]).toEqual([...threaded.entries.site].toSorted((a, b) => a - b));
  });

  test('of no site, or for no origin, are empty', async () => {
    const roads = await asciiRoads(TOWN);
    expect((await times(roads, ['a'], [])).entries.count).toBe(0);
    expect((await times(roads, [], ['a'])).entries.count).toBe(0);
  });

  test('refuse a limit that whole seconds of 16 bits cannot hold', async () => {
    const roads = await asciiRoads(TOWN);
    await expect(times(roads, ['a'], ['b'], 65_535)).rejects.toThrow(DomainError);
    await expect(times(roads, ['a'], ['b'], 0.5)).rejects.toMatchObject({ code: 'invalid-parameter' });
  });

  test('stop when they are interrupted', async () => {
    const roads = await asciiRoads(TOWN);
    const input = {
      graph: roads.graph,
      origins: roads.points('a'),
      sites: roads.points('b'),
      limitSeconds: 60,
    };
    for (const threads of [0, 1]) {
      await expect(roadTimes({ ...input, threads, signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'interrupted',
      });
    }
  });
});
