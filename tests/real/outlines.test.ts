/**
 * Outlines simplified from the official files: valid, without overlaps, and how far off. MAILLAGE_MIRROR names the
 * files' folder; the whole country with MAILLAGE_TEST_FRANCE=1.
 */
import { join } from 'node:path';
import type { MultiPolygon, Polygon } from 'geojson';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergedOutlines } from '../../src/publish/outlines/merge-outlines.ts';
import { type OutlineSet, outlineSetOf, outlineText } from '../../src/publish/outlines/outline-set.ts';
import { sharedBorders } from '../../src/publish/outlines/shared-borders.ts';
import { borderSimplifier } from '../../src/publish/outlines/simplify-borders.ts';
import { readCantons } from '../../src/sources/cantons.ts';
import { readContours } from '../../src/sources/contours.ts';
import { ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile } from '../../src/sources/files/source-file.ts';
import { openTestStore, type TestStore } from '../integration/support/test-store.ts';
import { complaintsAbout, totalDoubleArea } from '../support/outline-checks.ts';

const mirror = process.env.MAILLAGE_MIRROR ?? '';
const france = mirror !== '' && process.env.MAILLAGE_TEST_FRANCE === '1';
if (!mirror) console.warn('SKIPPED: outlines of the official files (set MAILLAGE_MIRROR to their folder)');
else if (!france) console.warn('SKIPPED: outlines of the whole country (set MAILLAGE_TEST_FRANCE=1)');

const TOLERANCES_M = [0, 100, 500, 2500] as const;
const GAP_WIDTH_M = 300;

type Outlines = Map<string, Polygon | MultiPolygon>;

async function communesOf(departements: readonly string[] | null): Promise<Outlines> {
  const outlines: Outlines = new Map();
  const file = await openSourceFile(join(mirror, 'territories/communes-2025.geojson.gz'));
  for await (const row of readContours(file, new ReportBuilder('commune-outlines', file.name))) {
    if (departements === null || departements.includes(row.departement)) outlines.set(row.code, row.geometry);
  }
  return outlines;
}

async function cantons(): Promise<Outlines> {
  const outlines: Outlines = new Map();
  const file = await openSourceFile(join(mirror, 'territories/cantons-2018.geojson.gz'));
  for await (const row of readCantons(file, new ReportBuilder('canton-outlines', file.name)))
    outlines.set(row.code, row.geometry);
  return outlines;
}

/** Square degrees are near enough for shares of an area. */
function areaOf(set: OutlineSet, territory: number): number {
  const { polygonStart, ringStart, pointStart, points } = set;
  let area = 0;
  for (let ring = ringStart[polygonStart[territory]]; ring < ringStart[polygonStart[territory + 1]]; ring++) {
    const [x0, y0] = [points[2 * pointStart[ring]], points[2 * pointStart[ring] + 1]];
    for (let i = pointStart[ring]; i + 1 < pointStart[ring + 1]; i++) {
      area +=
        (points[2 * i] - x0) * (points[2 * i + 3] - y0) - (points[2 * i + 2] - x0) * (points[2 * i + 1] - y0);
    }
  }
  return area / 2;
}

/** Outlines of the territories and of all of them together at each tolerance; says what it took and how far off. */
function simplify(
  name: string,
  given: Outlines,
): { each: OutlineSet; all: OutlineSet; medianError: number }[] {
  const source = outlineSetOf(given);
  const startedAt = performance.now();
  const borders = sharedBorders(source, GAP_WIDTH_M);
  console.log(
    `${name}: ${JSON.stringify(borders.findings)} (${Math.round(performance.now() - startedAt)} ms)`,
  );
  const coarser = borderSimplifier(borders);
  let loaded: OutlineSet | undefined;
  return TOLERANCES_M.map((toleranceM) => {
    const from = performance.now();
    const at = toleranceM === 0 ? borders : coarser(toleranceM);
    const each = mergedOutlines(at, source.codes, Int32Array.from(source.codes.keys()));
    const all = mergedOutlines(at, ['FR'], new Int32Array(source.codes.length));
    const took = performance.now() - from;
    loaded ??= each;
    const errors = each.codes
      .map((_, t) => Math.abs(areaOf(each, t) / areaOf(loaded!, t) - 1))
      .sort((a, b) => a - b);
    const share = (part: number) => errors[Math.floor(part * (errors.length - 1))];
    const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
    console.log(
      `${name} at ${toleranceM} m: ${each.points.length / 2} points, area off by ${percent(share(0.5))} in the median, ` +
        `${percent(share(0.9))} for nine in ten, ${percent(share(1))} at most (${Math.round(took)} ms)`,
    );
    return { each, all, medianError: share(0.5) };
  });
}

/** @param ringsFromM the rings of a country take the checker a minute at each fine step: looked at from here on */
function expectPartition(name: string, given: Outlines, ringsFromM = 0): void {
  const steps = simplify(name, given);
  for (const [step, { each, all }] of steps.entries()) {
    expect(each.codes).toEqual([...given.keys()].sort());
    if (TOLERANCES_M[step] >= ringsFromM) expect(complaintsAbout(each)).toEqual([]);
    expect(totalDoubleArea(all)).toBe(totalDoubleArea(each));
  }
  const errors = steps.map(({ medianError }) => medianError);
  expect(errors).toEqual(errors.toSorted((a, b) => a - b));
  expect(errors[1]).toBeLessThan(0.005);
  expect(errors[2]).toBeLessThan(0.05);
}

describe.skipIf(!mirror)('outlines of the official files', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store?.drop());

  // The Vendée and the Allier hold communes drawn coarser than their neighbours, the Finistère islands.
  it('of the communes of three départements divide the ground, and are valid to PostGIS', async () => {
    const given = await communesOf(['85', '03', '29']);
    expectPartition('communes of 85, 03, 29', given);
    await store.use(async ({ db }) => {
      for (const { each } of simplify('again', given)) {
        const texts = each.codes.map((_, index) => outlineText(each, index));
        const { rows } = await sql<{ invalid: number }>`
          select count(*)::int as invalid from unnest(${texts}::text[]) as text
          where not st_isvalid(st_geomfromgeojson(text))`.execute(db);
        expect(rows[0].invalid).toBe(0);
      }
    });
  });

  it('of the 2,054 cantons divide the ground', async () => {
    expectPartition('cantons', await cantons());
  });

  it.skipIf(!france)('of the 34,875 communes divide the ground', async () => {
    expectPartition('communes of France', await communesOf(null), 2500);
  });
});
