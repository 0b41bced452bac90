/**
 * A matrix computed elsewhere as the provider of an edition: OSRM's times between the communes of Isère, held against
 * a computation of the test's own from the raw file. MAILLAGE_MIRROR names the files' folder.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { runMaillage } from '../../scripts/bench/run-maillage.ts';
import { storedEditions } from '../../src/api/stored-editions.ts';
import { coverage } from '../../src/coverage/coverage.ts';
import type { EditionData } from '../../src/coverage/edition-data.ts';
import type { EditionMeta } from '../../src/publish/edition-meta.ts';
import { ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile } from '../../src/sources/files/source-file.ts';
import { readFranceServices } from '../../src/sources/france-services.ts';
import { openEngine } from '../../src/store/engine.ts';

const mirror = process.env.MAILLAGE_MIRROR ?? '';
if (!mirror)
  console.warn('SKIPPED: the imported matrix of Isère (set MAILLAGE_MIRROR to the folder of the files)');

const MINUTES = [20, 30] as const;
const MATRIX = ['--matrix', join(mirror, 'reference/osrm-isere-durations.csv.gz')];
const POINTS = ['--matrix-points', join(mirror, 'reference/isere-communes.geojson')];

interface Loaded {
  data: EditionData;
  meta: EditionMeta;
}

async function loadIsere(more: readonly string[]): Promise<Loaded> {
  const home = await mkdtemp(join(tmpdir(), 'maillage-isere-'));
  try {
    const { code, stderr } = await runMaillage(
      ['load', '--offline', '--territory', '38', ...more],
      home,
      mirror,
    );
    if (code !== 0) throw new Error(`the load ended with code ${code}:\n${stderr}`);
    const engine = await openEngine({ databaseUrl: null, home, doing: 'test' });
    try {
      const edition = await storedEditions(engine.db).current();
      if (!edition) throw new Error('nothing is current after a load');
      return { data: edition.data, meta: edition.meta };
    } finally {
      await engine.close();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** The rows of a packed CSV, read without the program's readers. */
async function cellsOf(path: string, separator: string): Promise<string[][]> {
  const text = gunzipSync(await readFile(join(mirror, path))).toString('utf8');
  return text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(separator).map((cell) => cell.replaceAll('"', '')));
}

/** Commune → legal residents, of Isère. */
async function legalResidents(): Promise<Map<string, number>> {
  const [heading, ...rows] = await cellsOf('territories/populations-legales-2023.csv.gz', ';');
  const at = (name: string) => heading.indexOf(name);
  const all = rows.map((cells) => [cells[at('COM')], Number(cells[at('PMUN')])] as const);
  return new Map(all.filter(([commune]) => /^38\d{3}$/.test(commune)));
}

/** Communes of Isère that the list of sites gives a principal site. */
async function communesWithSite(): Promise<Set<string>> {
  const file = await openSourceFile(join(mirror, 'sites/liste-fs-20240801.csv'));
  const rows = await Array.fromAsync(readFranceServices(file, new ReportBuilder('real', file.name)));
  const principal = rows.filter(({ type, statedCommune }) => type === 'principal' && statedCommune);
  return new Set(principal.map((row) => row.statedCommune!).filter((commune) => commune.startsWith('38')));
}

/** Commune → seconds of the raw matrix to the nearest of these communes. */
async function secondsTo(communes: ReadonlySet<string>): Promise<Map<string, number>> {
  const [heading, ...rows] = await cellsOf('reference/osrm-isere-durations.csv.gz', ',');
  return new Map(
    rows.map(([origin, ...cells]) => {
      const times = cells.filter((_, i) => communes.has(heading[i + 1])).map(Number);
      return [origin, Math.min(...times)];
    }),
  );
}

/** Commune → residents within the minutes of a principal site of Isère, by the edition's own times. */
function coveredInIsere({ sites, matrix, atoms, levels }: EditionData, minutes: number): Map<string, number> {
  const counts = sites.map(({ type, departement }) => type === 'principal' && departement === '38');
  const covered = new Map<string, number>();
  for (let atom = 0; atom < atoms.count; atom++) {
    const row = atoms.origin[atom];
    let within = false;
    for (let i = matrix.rowStart[row]; i < matrix.rowStart[row + 1]; i++) {
      within ||= counts[matrix.site[i]] && matrix.seconds[i] <= 60 * minutes;
    }
    const commune = levels.commune.codes[atoms.territory.commune[atom]];
    covered.set(commune, (covered.get(commune) ?? 0) + (within ? atoms.residents[atom] : 0));
  }
  return covered;
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(2)} %`);
const shareWithin = ({ data }: Loaded, thresholdMinutes: number) =>
  coverage(data, { level: 'france', within: [], thresholdMinutes, rule: 'principal' }).total.share;

describe.skipIf(!mirror)("Isère by OSRM's times between its communes", () => {
  let imported: Loaded;
  let legal: Map<string, number>;
  let served: Set<string>;
  let seconds: Map<string, number>;
  beforeAll(async () => {
    imported = await loadIsere([...MATRIX, ...POINTS]);
    legal = await legalResidents();
    served = await communesWithSite();
    seconds = await secondsTo(served);
  });

  it.each(MINUTES)('covers within %i minutes whom the raw matrix covers, commune by commune', (minutes) => {
    const covered = coveredInIsere(imported.data, minutes);
    expect([...covered.keys()].sort()).toEqual([...legal.keys()].sort());
    const total = sum(legal.values());
    let expected = 0;
    let beyondInside = 0;
    for (const [commune, residents] of legal) {
      const within = seconds.get(commune)! <= 60 * minutes ? residents : 0;
      expected += within;
      // In its own commune a resident has the time to the site itself, not the matrix's zero.
      if (served.has(commune)) beyondInside += within - covered.get(commune)!;
      else expect(covered.get(commune), commune).toBe(within);
    }
    const found = sum(covered.values());
    console.log(
      `Isère within ${minutes} min: ${percent(found / total)} (${found} of ${total}); raw matrix ${percent(expected / total)}; ` +
        `${beyondInside} residents are farther from the site of their own commune`,
    );
    expect(found).toBe(expected - beyondInside);
    expect(beyondInside / total).toBeGreaterThanOrEqual(0);
    expect(beyondInside / total).toBeLessThan(0.005);
  });

  it('says where its times come from', () => {
    const { method, sources } = imported.meta;
    const { road, friction, none, imported: share } = method.providers;
    console.log(`nearest site by an imported time ${percent(share!)}, by the estimate ${percent(friction)}`);
    expect([road, none]).toEqual([0, 0]);
    expect(share! + friction).toBeCloseTo(1, 9);
    expect(share).toBeGreaterThan(0.6);
    expect(method.speed_profile).toContain('times between 512 places of residents');
    console.log(method.notes.join('\n'));
    const matrix = sources.find((source) => source.dataset === 'travel-time-matrix');
    expect(matrix).toMatchObject({ obtained: 'file', licence: expect.stringContaining('ODbL') });
  });

  describe('beside the estimate', () => {
    let estimated: Loaded;
    beforeAll(async () => {
      estimated = await loadIsere([]);
    });

    it('differs by a few points, with the sites around Isère too', () => {
      for (const minutes of MINUTES) {
        const [ours, theirs] = [shareWithin(imported, minutes), shareWithin(estimated, minutes)];
        const own = [...coveredInIsere(estimated.data, minutes).values()];
        console.log(
          `Isère within ${minutes} min, sites around it too: imported ${percent(ours)}, estimate ${percent(theirs)}; ` +
            `sites of Isère only: estimate ${percent(sum(own) / sum(legal.values()))}`,
        );
        expect(Math.abs(ours! - theirs!)).toBeLessThan(0.03);
      }
    });
  });
});
