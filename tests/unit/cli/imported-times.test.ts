import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ImportedTimes, importTimes } from '../../../src/cli/load/imported-times.ts';
import type { PopulatedOrigins } from '../../../src/cli/load/origins.ts';
import { silentProgress } from '../../../src/cli/progress.ts';
import type { DatasetId } from '../../../src/sources/files/catalogue.ts';
import type { LocatedFile } from '../../../src/sources/files/locate.ts';
import type { ReadReport } from '../../../src/sources/files/read-report.ts';
import { communeFacts, factsOf, type Merger } from './support/invented-facts.ts';

/**
 * Four communes in a row, 0.25 degrees (20 km) apart: a to d. Their centres stand at 45 degrees north; cells and sites
 * stand where a test says, by default at the centres.
 */
const [a, b, c, d] = ['96001', '96002', '96003', '96004'];
const CODES = [a, b, c, d];
const lonOf = (code: string) => 5 + 0.25 * CODES.indexOf(code);

interface Cell {
  /** Communes that share the cell. */
  communes: string[];
  lon?: number;
}

interface World {
  matrix: string;
  points?: string;
  /** Default: one a commune. */
  cells?: Cell[];
  /** Default: one in c, one in d. */
  sites?: { commune: string; lon?: number }[];
  mergers?: Merger[];
  signal?: AbortSignal;
}

interface Outcome {
  imported: ImportedTimes;
  reports: Map<string, ReadReport>;
  /** `row>site` → seconds. */
  times: Record<string, number>;
}

async function importInto(world: World): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-imported-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const located = new Map<DatasetId, LocatedFile>();
  const put = async (dataset: DatasetId, name: string, text: string) => {
    await writeFile(join(folder, name), text);
    located.set(dataset, { dataset, path: join(folder, name) } as LocatedFile);
  };
  await put('travel-time-matrix', 'matrix', world.matrix);
  if (world.points !== undefined) await put('travel-time-points', 'points', world.points);
  const cells = world.cells ?? CODES.map((code) => ({ communes: [code] }));
  const sites = world.sites ?? [{ commune: c }, { commune: d }];
  const reports: ReadReport[] = [];
  const imported = await importTimes({
    files: { located, reports },
    facts: factsOf(
      CODES.map((code) => communeFacts(code, { centre: [lonOf(code), 45] })),
      world.mergers,
    ),
    populated: populated(cells),
    communes: CODES,
    sites: sites.map(({ commune, lon = lonOf(commune) }, index) => ({ index, commune, lon, lat: 45 })),
    limitSeconds: 3600,
    progress: silentProgress,
    signal: world.signal ?? new AbortController().signal,
  });
  if (!imported) throw new Error('no matrix');
  const { origin, site, seconds, count } = imported.entries;
  const times: Record<string, number> = {};
  for (let i = 0; i < count; i++) times[`${origin[i]}>${site[i]}`] = seconds[i];
  return { imported, reports: new Map(reports.map((report) => [report.dataset, report])), times };
}

function populated(cells: readonly Cell[]): PopulatedOrigins {
  const atoms = cells.flatMap(({ communes }, origin) => communes.map((code) => ({ origin, code })));
  const columns = {
    origin: Uint32Array.from(atoms, ({ origin }) => origin),
    residents: new Uint32Array(atoms.length).fill(10),
    commune: Uint32Array.from(atoms, ({ code }) => CODES.indexOf(code)),
    canton: new Int32Array(atoms.length),
  };
  return {
    points: {
      lon: Float64Array.from(cells, ({ communes, lon }) => lon ?? lonOf(communes[0])),
      lat: new Float64Array(cells.length).fill(45),
      cell: BigUint64Array.from(cells, (_, i) => BigInt(i)),
    },
    atoms: columns,
    qpvAtoms: { ...columns, origin: columns.origin.subarray(0, 0), commune: columns.commune.subarray(0, 0) },
    cells: cells.length,
    withoutSquare: 0,
    samples: 0,
  };
}

/** A square of the four communes, 1200 s from each to the next. */
const square = (cell: (from: number, to: number) => number | string = (i, j) => 1200 * Math.abs(i - j)) =>
  [`id,${CODES}`, ...CODES.map((code, i) => [code, ...CODES.map((_, j) => cell(i, j))].join())].join('\n');

async function refusal(world: World): Promise<string> {
  const error = await importInto(world).catch((cause) => cause);
  return `${error.code}: ${error.message}`;
}

const flags = ({ reports }: Outcome, dataset: DatasetId = 'travel-time-matrix') =>
  (reports.get(dataset)?.issues ?? []).map(({ row, value, reason }) => [row, value, reason]);

describe('places that are communes', () => {
  test('the time from place to place stands for all who are counted in the commune', async () => {
    const { imported, times } = await importInto({
      matrix: square(),
      cells: [{ communes: [a], lon: 5.1 }, { communes: [b] }],
    });
    expect(times).toEqual({ '0>0': 2400, '0>1': 3600, '1>0': 1200, '1>1': 2400 });
    expect([...imported.isImported]).toEqual([1, 1]);
    expect(imported.facts).toMatchObject({
      by: 'commune',
      originPlaces: 2,
      destinationPlaces: 2,
      longestSeconds: 3600,
    });
    // 0.1 degrees of longitude at 45 degrees north are 7.86 km; the other half lives at the point.
    expect(imported.facts.meanPointKm).toBeCloseTo(3.93, 2);
  });

  test('a cell that two communes share becomes a row for each', async () => {
    const { imported, times } = await importInto({
      matrix: square(),
      cells: [{ communes: [a, b] }, { communes: [b] }],
    });
    const { points, atoms } = imported.populated;
    expect([...atoms.origin]).toEqual([0, 2, 1]);
    expect([...points.cell]).toEqual([0n, 1n, 0n]);
    expect([times['0>0'], times['2>0'], times['1>0']]).toEqual([2400, 1200, 1200]);
  });

  test('a zero within the place decides nothing, a time above zero does', async () => {
    const zero = await importInto({ matrix: square() });
    expect([zero.imported.decides(2, 0), zero.imported.decides(2, 1)]).toEqual([false, true]);
    expect(zero.times).not.toHaveProperty('2>0');
    const own = await importInto({ matrix: square((i, j) => (i === j ? 240 : 1200 * Math.abs(i - j))) });
    expect(own.imported.decides(2, 0)).toBe(true);
    expect(own.times['2>0']).toBe(240);
  });

  test('a pair without a time has none; a row or a column of holes is as if it were not there', async () => {
    const { imported, times } = await importInto({
      matrix: square((i, j) => (i === 0 && j === 3 ? 'NA' : i === 1 ? '' : 1200 * Math.abs(i - j))),
    });
    expect(imported.decides(0, 1)).toBe(true);
    expect(times).not.toHaveProperty('0>1');
    expect([...imported.isImported]).toEqual([1, 0, 1, 1]);
    expect([imported.decides(1, 0), imported.decides(1, 1)]).toEqual([false, false]);
    const hollow = await importInto({
      matrix: square((i, j) => (j === 3 && i !== 3 ? '' : 1200 * Math.abs(i - j))),
    });
    expect([hollow.imported.decides(0, 0), hollow.imported.decides(0, 1)]).toEqual([true, false]);
  });

  test('a place that the matrix does not name keeps its times', async () => {
    const { imported, times } = await importInto({ matrix: `origin,destination,seconds\n${a},${c},1500\n` });
    expect([...imported.isImported]).toEqual([1, 0, 0, 0]);
    expect([imported.decides(0, 0), imported.decides(0, 1), imported.decides(1, 0)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(times).toEqual({ '0>0': 1500 });
  });

  test('seconds are rounded up, and stop at the limit', async () => {
    const rows = [
      [a, c, '1800'],
      [a, d, '1800.2'],
      [b, c, '3600'],
      [b, d, '3600.1'],
    ];
    const matrix = `origin,destination,seconds\n${rows.map((row) => row.join()).join('\n')}`;
    const { imported, times } = await importInto({ matrix });
    expect(times).toEqual({ '0>0': 1800, '0>1': 1801, '1>0': 3600 });
    expect(imported.decides(1, 1)).toBe(true);
    expect(imported.facts.longestSeconds).toBe(3600.1);
  });

  test('a former code is the commune of today; of two, the nearest where points say where they are', async () => {
    const mergers: Merger[] = [['96011', '2019-01-01', a]];
    const matrix = `id,${c},${d}\n96011,1500,2500\n${a},1600,2600\n`;
    const alone = await importInto({ matrix: `id,${c},${d}\n96011,1500,2500\n`, mergers });
    expect(alone.times).toEqual({ '0>0': 1500, '0>1': 2500 });
    expect((await importInto({ matrix, mergers })).times['0>0']).toBe(1600);
    const points = `id,lon,lat\n96011,5.05,45\n${a},5,45\n`;
    const cells = [
      { communes: [a], lon: 5.04 },
      { communes: [a], lon: 5.01 },
    ];
    const { times } = await importInto({ matrix, mergers, points, cells });
    expect([times['0>0'], times['1>0']]).toEqual([1500, 1600]);
  });

  test('codes without their leading zero are read as such', async () => {
    const mergers: Merger[] = [['01004', '2019-01-01', d]];
    const points = 'id,lon,lat\n1004,5.75,45\n';
    const outcome = await importInto({ matrix: `id,${c},01004\n${a},1500,2500\n`, points, mergers });
    expect(outcome.times).toEqual({ '0>0': 1500, '0>1': 2500 });
    expect(flags(outcome, 'travel-time-points')).toEqual([]);
  });
});

describe('places that are points', () => {
  const points = 'id,lon,lat\nwest,5.02,45\neast,5.77,45\nspare,5.5,45\n';
  const matrix = 'id,east,west\nwest,2000,0\neast,0,2100\n';

  test('hold what is nearest to them within 5 km', async () => {
    const { imported, times, reports } = await importInto({ matrix, points });
    expect(imported.facts).toMatchObject({ by: 'point', originPlaces: 1, destinationPlaces: 1 });
    expect(times).toEqual({ '0>1': 2000 });
    // Those of the east have the site in their own place: the matrix has no word on them.
    expect([...imported.isImported]).toEqual([1, 0, 0, 0]);
    expect(imported.decides(0, 0)).toBe(false);
    const [unused] = reports.get('travel-time-points')?.issues ?? [];
    expect(unused).toMatchObject({
      value: 'spare',
      reason: '1 points that no id of the matrix names: not used',
    });
  });

  test('an id without a point is told, and not used', async () => {
    const outcome = await importInto({ matrix: `${matrix}north,5,6\n`, points });
    expect(flags(outcome)).toEqual([[4, 'north', 'no point says where it is: its times are not used']]);
  });

  test('row numbers that look like commune codes are none', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => 96001 + i);
    const lines = ids.map((id) => `${id},1500`);
    const outcome = `id,x,y\n${lines.map((line) => `${line},1`).join('\n')}`;
    expect(await refusal({ matrix: outcome })).toMatch(
      /^source-schema: .*found none among 30 origins \(96001, 96002, 96003…\)/,
    );
  });

  test("OSRM's locations are places by themselves, and have the ids of points near them", async () => {
    const at = (...lon: number[]) => lon.map((x) => ({ location: [x, 45.001] }));
    const json = JSON.stringify({
      code: 'Ok',
      durations: [
        [1500, 2500],
        [null, 1300],
      ],
      sources: at(5.001, 5.251),
      destinations: at(5.501, 5.751),
    });
    const own = await importInto({ matrix: json });
    expect(own.imported.facts.by).toBe('point');
    expect(own.times).toEqual({ '0>0': 1500, '0>1': 2500, '1>1': 1300 });
    const codes = `id,lon,lat\n${CODES.map((code) => `${code},${lonOf(code)},45`).join('\n')}`;
    const cells = [
      { communes: [a], lon: 5.12 },
      { communes: [b], lon: 5.13 },
    ];
    const named = await importInto({ matrix: json, points: codes, cells });
    expect(named.imported.facts.by).toBe('commune');
    expect(named.times).toEqual({ '0>0': 1500, '0>1': 2500, '1>1': 1300 });
  });
});

describe('files that are not what they should be', () => {
  test('minutes are refused, with the speed that they would mean', async () => {
    expect(await refusal({ matrix: square((i, j) => 20 * Math.abs(i - j)) })).toMatch(
      /^source-schema: .*matrix: expected seconds by car, found times that mean 35\d\d km\/h .*are they minutes/,
    );
  });

  test('metres, or times on foot, are flagged', async () => {
    const outcome = await importInto({ matrix: square((i, j) => 20_000 * Math.abs(i - j)) });
    expect(flags(outcome)).toEqual([
      [null, expect.stringMatching(/^4 km\/h/), 'slow for a car: are these metres, or times on foot?'],
    ]);
  });

  test('no time at all over a distance is a hole, and flagged', async () => {
    const outcome = await importInto({ matrix: square((i, j) => (i === 0 ? 0 : 1200 * Math.abs(i - j))) });
    expect([...outcome.imported.isImported]).toEqual([0, 1, 1, 1]);
    expect(flags(outcome)).toEqual([
      [2, '0', 'no time at all over 39 km: read as no route'],
      [2, '0', 'no time at all over 59 km: read as no route'],
    ]);
  });

  test('two times of one pair: the shorter counts, and both rows are told', async () => {
    const outcome = await importInto({
      matrix: `origin,destination,seconds\n${a},${c},1500\n${b},${c},900\n${a},${c},1700\n${a},${c},1500\n`,
    });
    expect(Math.min(...outcome.imported.entries.seconds.subarray(0, 4))).toBe(900);
    expect(flags(outcome)).toEqual([
      [4, '1700 s', `${a} to ${c} has 1500 s in row 2: the shorter time counts`],
      [4, '1500 s', `${a} to ${c} has 1700 s in row 4: the shorter time counts`],
    ]);
  });

  test('a square that ends too soon is told', async () => {
    const outcome = await importInto({ matrix: square().split('\n').slice(0, 3).join('\n') });
    expect(flags(outcome)).toEqual([
      [null, c, '2 of 4 places have a column and no row: is the file cut short?'],
    ]);
  });

  test('an unknown commune among known ones, once for row and column', async () => {
    const ids = [...CODES, '96099', ...Array.from({ length: 8 }, (_, i) => `9602${i}`)];
    const mergers = ids.slice(5).map((id): Merger => [id, '2015-01-01', a]);
    const matrix = [
      `id,${ids}`,
      ...ids.map((id, i) => [id, ...ids.map((_, j) => 1200 * Math.abs(i - j))].join()),
    ];
    const outcome = await importInto({ matrix: matrix.join('\n'), mergers });
    expect(flags(outcome)).toEqual([[6, '96099', 'the COG knows no such commune: its times are not used']]);
  });

  test('a point far off its commune is told', async () => {
    const outcome = await importInto({ matrix: square(), points: `id,lon,lat\n${a},45,5\n` });
    expect(flags(outcome, 'travel-time-points')).toEqual([
      [null, '45, 5', expect.stringMatching(new RegExp(`^${a}: \\d{4} km from the centre of the commune`))],
    ]);
  });

  test('a matrix of elsewhere, or to nowhere with a site, is refused', async () => {
    const nobody = { matrix: square(), cells: [{ communes: [a] }], sites: [{ commune: d }] };
    expect((await importInto(nobody)).imported.entries.count).toBe(1);
    const pair = `origin,destination,seconds\n${a},${b},1200\n`;
    expect(await refusal({ matrix: pair })).toMatch(
      /^source-schema: .*found none among 1 destinations \(96002\) for 2 sites/,
    );
    expect(await refusal({ matrix: pair, cells: [{ communes: [c] }] })).toMatch(
      /found none among 1 origins \(96001\)/,
    );
  });

  test('one that holds nothing but holes is refused', async () => {
    expect(await refusal({ matrix: square(() => 'NA') })).toMatch(/to places with sites, found none$/);
  });

  test('without any site nothing is missed', async () => {
    const { imported } = await importInto({ matrix: square(), sites: [] });
    expect(imported.entries.count).toBe(0);
    expect([...imported.isImported]).toEqual([0, 0, 0, 0]);
  });

  test('an interruption ends the reading', async () => {
    await expect(importInto({ matrix: square(), signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
