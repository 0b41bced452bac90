import type { MultiPolygon } from 'geojson';
import type { TerritoryRef } from '../../coverage/within.ts';
import { DomainError } from '../../domain-error.ts';
import { encodeAtoms } from '../../grid/atoms-binary.ts';
import { encodeMatrix } from '../../grid/matrix-binary.ts';
import { encodeOrigins } from '../../grid/origins-binary.ts';
import type { SpeedProfile } from '../../network/roads/car-profile.ts';
import { writeArtifact } from '../../store/edition/artifacts.ts';
import { writeImportReports } from '../../store/edition/import-reports.ts';
import { readScopeCommunes, readScopeQpv, readScopeResidents } from '../../store/edition/read-scope.ts';
import { writeFormerNames, writeLineage, writePostcodes } from '../../store/edition/write-lineage.ts';
import { abandonEdition, publishEdition, type StagedEdition, stageEdition } from '../../store/editions.ts';
import type { EngineOptions } from '../../store/engine.ts';
import { ofSurroundings } from '../../store/surroundings.ts';
import type { Progress } from '../progress.ts';
import type { Facts } from './commune-facts.ts';
import { buildGround } from './ground.ts';
import { importTimes } from './imported-times.ts';
import { collectLandCells } from './land-cells.ts';
import { formerCommunes } from './lineage.ts';
import { buildOrigins, type PopulatedOrigins } from './origins.ts';
import { storeOutlines } from './outlines.ts';
import { loadPopulation } from './population.ts';
import { type LoadSummary, publishedFacts } from './published-facts.ts';
import { readTables } from './read-tables.ts';
import { readRoads } from './roads.ts';
import { type OutlineSummary, resolveScope, type Scope } from './scope.ts';
import { loadSites } from './sites.ts';
import type { SourceFiles } from './source-files.ts';
import { loadCantons, loadCommunes, loadDivisions, loadQpv, summariseOutlines } from './territories.ts';
import { computeTravelTimes, LIMIT_SECONDS, type TravelTimes } from './travel-times.ts';

export interface LoadOptions {
  /** What to load; empty: all that the outlines hold. */
  territory: readonly TerritoryRef[];
  /** The same as asked for, for the edition's record. */
  territoryCodes: string[];
  files: SourceFiles;
  /** Invented data: said wherever it shows. */
  fictional: boolean;
  gridResolution: number;
  profile: SpeedProfile;
  /** Where graphs of roads are kept. */
  cacheDir: string;
  engine: EngineOptions;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * Reads the files, fills a new edition aside, computes its travel-time grid, and makes it the current one in one
 * transaction. Whatever goes wrong before that, the edition that was current stays so.
 * @throws DomainError of the readers and the store; interrupted
 */
export async function loadEdition(options: LoadOptions): Promise<LoadSummary> {
  const { files, progress, signal } = options;
  const tables = progress.step('Codes, populations, zonings');
  const facts = await readTables(files);
  const outlines = await summariseOutlines(files);
  const scope = resolveScope(options.territory, facts, outlines);
  tables.done(`${facts.communes.size} communes, ${scope.inScope.size} in the territory`);

  const staged = await stageEdition(options.engine, options.territoryCodes, options.fictional).catch(
    (error) => {
      throw ofSurroundings(error);
    },
  );
  try {
    const summary = await fillEdition(options, staged, facts, outlines, scope);
    signal.throwIfAborted();
    await publishEdition(staged, publishedFacts(options, summary));
    return summary;
  } catch (error) {
    await abandonEdition(staged).catch(() => undefined);
    throw signal.aborted
      ? new DomainError('interrupted', 'the load was interrupted; nothing was changed')
      : ofSurroundings(error);
  } finally {
    await staged.engine.close();
  }
}

async function fillEdition(
  options: LoadOptions,
  staged: StagedEdition,
  facts: Facts,
  outlines: ReadonlyMap<string, OutlineSummary>,
  scope: Scope,
): Promise<LoadSummary> {
  const { files, progress, signal, gridResolution } = options;
  const { engine } = staged;
  const land = collectLandCells(gridResolution);
  const steps = [
    () => loadCommunes(files, engine, facts, scope, land, progress),
    () => loadCantons(files, engine, scope, facts, progress),
    () => loadQpv(files, engine, scope, facts, progress),
    () => loadDivisions(engine, facts, scope, outlines, options.fictional ? 'Territoire fictif' : 'France'),
    () => writeLineage(engine, formerCommunes(facts)),
    () => writeFormerNames(engine, facts.formerNames),
    () => writePostcodes(engine, facts.postcodes),
  ];
  for (const step of steps) {
    signal.throwIfAborted();
    await step();
  }
  const sites = await loadSites(files, engine, facts, scope, progress);
  signal.throwIfAborted();

  const communes = await readScopeCommunes(engine.db);
  const indexOf = new Map(communes.map((commune, index) => [commune.code, index]));
  const qpv = (await readScopeQpv(engine.db)).map(({ geometry, commune }) => ({
    geometry: JSON.parse(geometry) as MultiPolygon,
    commune: indexOf.get(commune)!,
  }));
  const population = await loadPopulation(files, engine, scope, outlines, land, progress);
  signal.throwIfAborted();

  const cells = progress.step('Populated cells');
  const inCells = buildOrigins(
    communes.map((c) => ({
      code: c.code,
      residents: c.residents,
      centreLonLat: [c.centre_lon, c.centre_lat],
      areaM2: c.area_km2 * 1e6,
      cantons: c.cantons,
      cantonShares: c.canton_shares,
    })),
    population.squares,
    population.sizeM,
    qpv,
    gridResolution,
  );
  const residents = await readScopeResidents(engine.db);
  assertResidents(inCells, residents);
  inCells.atoms.origin.forEach((origin, atom) => {
    const commune = facts.communes.get(communes[inCells.atoms.commune[atom]].code);
    if (commune) land.addPopulated(inCells.points.cell[origin], commune);
  });
  cells.done(
    `${inCells.cells} cells, ${inCells.withoutSquare} communes without a square, ${inCells.samples} points in QPV`,
  );
  signal.throwIfAborted();

  const imported = await importTimes({
    files,
    facts,
    populated: inCells,
    communes: communes.map(({ code }) => code),
    sites: sites.sites,
    limitSeconds: LIMIT_SECONDS,
    progress,
    signal,
  });
  // A matrix is between places: a cell that two of them share is two rows from here on.
  const populated = imported?.populated ?? inCells;

  const roadFile = files.located.get('osm-roads');
  const roadFiles = roadFile && [roadFile, ...(roadFile.more ?? [])];
  const times = await computeTravelTimes({
    points: populated.points,
    sites: sites.sites,
    ground: await buildGround(engine.db, land),
    gridResolution,
    roads: roadFiles ? await readRoads(roadFiles, options.profile, options.cacheDir, progress, signal) : null,
    imported,
    progress,
    signal,
  });
  signal.throwIfAborted();
  await storeGrid(staged, populated, times, progress);

  await storeOutlines(engine, progress, signal);
  // Nothing gathers statistics by itself on the embedded engine, and plans without them can take minutes.
  await engine.exec('analyze commune, canton, commune_canton, division, qpv, site, commune_lineage');
  await writeImportReports(engine, files.reports);
  return {
    editionId: staged.id,
    communes: communes.length,
    residents,
    cells: populated.cells,
    communesWithoutSquare: populated.withoutSquare,
    qpv: qpv.length,
    sites: sites.inScope,
    sitesAround: sites.sites.length - sites.inScope,
    sitesElsewhere: sites.elsewhere,
    sitesUnplaced: sites.unplaced,
    travelTimes: times.matrix.site.length,
    providers: residentsByProvider(populated, times),
    imported: imported?.facts ?? null,
    reports: files.reports,
  };
}

async function storeGrid(
  staged: StagedEdition,
  populated: PopulatedOrigins,
  times: TravelTimes,
  progress: Progress,
) {
  const step = progress.step('Storing the travel-time grid');
  const parts: [name: string, bytes: () => Uint8Array][] = [
    ['origins', () => encodeOrigins(times.origins)],
    ['matrix', () => encodeMatrix(times.matrix)],
    ['atoms', () => encodeAtoms('atoms', populated.atoms)],
    ['qpv-atoms', () => encodeAtoms('qpv-atoms', populated.qpvAtoms)],
  ];
  let bytesStored = 0;
  for (const [name, encode] of parts) {
    const bytes = encode();
    await writeArtifact(staged.engine, name, bytes);
    bytesStored += bytes.length;
  }
  step.done(`${(bytesStored / 1e6).toFixed(1)} MB`);
}

/** The promise that every answer rests on; a breach is a defect of this program, and nothing is published. */
function assertResidents(populated: PopulatedOrigins, legal: number): void {
  const placed = populated.atoms.residents.reduce((sum, count) => sum + count, 0);
  if (placed !== legal)
    throw new Error(`${placed} residents were placed in cells, the legal total is ${legal}`);
}

function residentsByProvider(populated: PopulatedOrigins, times: TravelTimes): number[] {
  const residents = [0, 0, 0, 0];
  populated.atoms.origin.forEach((origin, atom) => {
    residents[times.origins.provider[origin]] += populated.atoms.residents[atom];
  });
  return residents;
}
