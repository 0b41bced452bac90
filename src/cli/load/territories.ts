import type { MultiPolygon, Polygon } from 'geojson';
import { readCantons } from '../../sources/cantons.ts';
import { readContours } from '../../sources/contours.ts';
import type { ReportBuilder } from '../../sources/files/read-report.ts';
import { readQpv } from '../../sources/qpv.ts';
import {
  assignCantons,
  type CommuneInput,
  type DivisionInput,
  type RepairedOutline,
  writeCantons,
  writeCommunes,
  writeDivisions,
  writeQpv,
} from '../../store/edition/write-territories.ts';
import type { Engine } from '../../store/engine.ts';
import type { Progress } from '../progress.ts';
import type { Facts } from './commune-facts.ts';
import type { LandCells } from './land-cells.ts';
import type { Box, OutlineSummary, Scope } from './scope.ts';
import { readDataset, type SourceFiles } from './source-files.ts';

/** The QPV list the communes of the COG 2024. */
const QPV_CODES_AS_OF = '2024-01-01';

/** First pass over the communes' outlines: their EPCI and boxes, which decide what belongs to the territory. */
export async function summariseOutlines(files: SourceFiles): Promise<Map<string, OutlineSummary>> {
  const outlines = new Map<string, OutlineSummary>();
  // This pass's report is dropped: the second pass reads the same rows.
  const passOver = { located: files.located, reports: [] };
  for await (const row of readDataset(passOver, 'commune-outlines', readContours)) {
    outlines.set(row.code, { epci: row.epci, epciName: row.epciName, box: boxOf(row.geometry) });
  }
  return outlines;
}

/** Second pass: communes of the territory and its neighbours to PostGIS, and their ground to the land cells. */
export async function loadCommunes(
  files: SourceFiles,
  engine: Engine,
  facts: Facts,
  scope: Scope,
  land: LandCells,
  progress: Progress,
): Promise<void> {
  const step = progress.step('Communes');
  let report: ReportBuilder | undefined;
  let sent = 0;
  async function* communes(): AsyncGenerator<CommuneInput> {
    const rows = readDataset(files, 'commune-outlines', readContours, (r) => {
      report = r;
    });
    for await (const row of rows) {
      if (!scope.loaded.has(row.code)) continue;
      const commune = facts.communes.get(row.code);
      if (!commune) {
        report?.flag(null, 'code', row.code, 'an outline whose commune the COG does not know: not used');
        continue;
      }
      commune.epci = row.epci;
      land.add(commune, row.geometry);
      step.advance(++sent, scope.loaded.size);
      yield {
        ...commune,
        inScope: scope.inScope.has(row.code),
        geometry: JSON.stringify(row.geometry),
      };
    }
  }
  const repaired = await writeCommunes(engine, communes());
  reportRepairs(report, repaired);
  step.done(`${sent} outlines, ${scope.inScope.size} in the territory`);
}

export async function loadCantons(
  files: SourceFiles,
  engine: Engine,
  scope: Scope,
  facts: Facts,
  progress: Progress,
) {
  const step = progress.step('Cantons');
  const departements = departementsOf(scope.loaded, facts);
  let report: ReportBuilder | undefined;
  const cantons = [];
  const rows = readDataset(files, 'canton-outlines', readCantons, (r) => {
    report = r;
  });
  for await (const row of rows) {
    if (departements.has(row.departement)) cantons.push({ ...row, geometry: JSON.stringify(row.geometry) });
  }
  reportRepairs(report, await writeCantons(engine, cantons));
  await assignCantons(engine);
  step.done(`${cantons.length} outlines`);
}

export async function loadQpv(
  files: SourceFiles,
  engine: Engine,
  scope: Scope,
  facts: Facts,
  progress: Progress,
) {
  const step = progress.step('QPV');
  let report: ReportBuilder | undefined;
  const qpv = [];
  const rows = readDataset(files, 'qpv-outlines', readQpv, (r) => {
    report = r;
  });
  for await (const row of rows) {
    const communes = row.communes.flatMap((code) => facts.lineage.resolve(code, QPV_CODES_AS_OF).current);
    if (communes.length === 0) {
      // Its reader kept it: it could not know.
      if (report) report.report.kept--;
      const reason = 'its communes are in no loaded territory (an overseas collectivity without outlines)';
      report?.reject(null, 'insee_com', `${row.code} ${row.communes.join(', ')}`, reason);
    } else if (communes.some((code) => scope.inScope.has(code))) {
      qpv.push({ ...row, communes, geometry: JSON.stringify(row.geometry) });
    }
  }
  reportRepairs(report, await writeQpv(engine, qpv));
  step.done(`${qpv.length} outlines`);
}

/** The divisions that hold communes of the territory, with how many of their communes it holds. */
export async function loadDivisions(
  engine: Engine,
  facts: Facts,
  scope: Scope,
  outlines: ReadonlyMap<string, OutlineSummary>,
  franceName: string,
): Promise<void> {
  const divisions = new Map<string, DivisionInput>();
  const count = (level: DivisionInput['level'], code: string | null, name: string, inScope: boolean) => {
    if (code === null) return;
    const key = `${level} ${code}`;
    const division = divisions.get(key) ?? { level, code, name, communes: 0, communesInScope: 0 };
    division.communes++;
    if (inScope) division.communesInScope++;
    divisions.set(key, division);
  };
  for (const commune of facts.communes.values()) {
    const inScope = scope.inScope.has(commune.code);
    const { region, departement, arrondissement } = commune;
    const outline = outlines.get(commune.code);
    count('france', 'FR', franceName, inScope);
    count('region', region, facts.regions.get(region) ?? region, inScope);
    count('departement', departement, facts.departements.get(departement)?.name ?? departement, inScope);
    const arrondissementName = arrondissement ? facts.arrondissements.get(arrondissement) : undefined;
    count(
      'arrondissement',
      arrondissement,
      arrondissementName ?? `Arrondissement ${arrondissement}`,
      inScope,
    );
    if (outline) count('epci', outline.epci, outline.epciName ?? `EPCI ${outline.epci}`, inScope);
  }
  await writeDivisions(
    engine,
    [...divisions.values()].filter((division) => division.communesInScope > 0),
  );
}

function departementsOf(communes: ReadonlySet<string>, facts: Facts): Set<string> {
  const departements = new Set<string>();
  for (const code of communes) {
    const commune = facts.communes.get(code);
    if (commune) departements.add(commune.departement);
  }
  return departements;
}

function reportRepairs(report: ReportBuilder | undefined, repaired: readonly RepairedOutline[]): void {
  for (const { code, reason } of repaired)
    report?.repair(null, 'geometry', code, `invalid outline repaired: ${reason}`);
}

function boxOf(geometry: Polygon | MultiPolygon): Box {
  const box: Box = [180, 90, -180, -90];
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  for (const [ring] of polygons) {
    for (const [lon, lat] of ring) {
      if (lon < box[0]) box[0] = lon;
      if (lat < box[1]) box[1] = lat;
      if (lon > box[2]) box[2] = lon;
      if (lat > box[3]) box[3] = lat;
    }
  }
  return box;
}
