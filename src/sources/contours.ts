import { departementOfCommune } from './codes.ts';
import type { Polygonal } from './files/geometry-check.ts';
import { readPolygonFeatures } from './files/polygon-features.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { communeCodeOf, departementCodeOf, textOrNull } from './json-members.ts';

export interface ContourRow {
  /** INSEE commune code. */
  code: string;
  name: string;
  departement: string;
  region: string | null;
  /** SIREN of the EPCI; null for communes outside any. */
  /** Null for the few islands that are in none. */
  epci: string | null;
  /** Only some files hold it. */
  epciName: string | null;
  /** Lon/lat, rings closed; not yet made valid. */
  geometry: Polygonal;
}

/** INSEE's code for a commune that is in no EPCI. */
const NO_EPCI = 'ZZZZZZZZZ';

/**
 * Outlines of communes, from either schema: `code, nom, dep, reg, epci, nom_epci`, or Etalab's `code, nom,
 * departement, region, epci`. A commune listed twice is kept once (the first).
 * @throws DomainError as readPolygonFeatures
 */
export async function* readContours(file: SourceFile, report: ReportBuilder): AsyncGenerator<ContourRow> {
  const rowOfCode = new Map<string, number>();
  for await (const { row, properties, geometry } of readPolygonFeatures(file, report, (p) => p.code)) {
    const code = communeCodeOf(properties.code);
    if (!code) {
      report.reject(row, 'code', properties.code, 'expected a commune code of five characters');
      continue;
    }
    const name = textOrNull(properties.nom);
    if (!name) {
      report.reject(row, 'nom', properties.nom, `${code}: expected the name of the commune`);
      continue;
    }
    const earlier = rowOfCode.get(code);
    if (earlier !== undefined) {
      report.reject(row, 'code', code, `commune already given by feature ${earlier}`);
      continue;
    }
    rowOfCode.set(code, row);
    report.kept();
    const epci = textOrNull(properties.epci);
    const hasEpci = epci !== null && epci !== NO_EPCI;
    yield {
      code,
      name,
      departement: departementCodeOf(properties.dep ?? properties.departement) ?? departementOfCommune(code),
      region: textOrNull(properties.reg ?? properties.region),
      epci: hasEpci ? epci : null,
      epciName: hasEpci ? textOrNull(properties.nom_epci) : null,
      geometry,
    };
  }
}
