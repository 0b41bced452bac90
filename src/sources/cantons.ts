import type { Polygonal } from './files/geometry-check.ts';
import { readPolygonFeatures } from './files/polygon-features.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { departementCodeOf, textOrNull } from './json-members.ts';

export interface CantonRow {
  /** INSEE canton code: département and two digits (`0101`, `2A01`, `97401`). */
  code: string;
  name: string;
  departement: string;
  /** Lon/lat, rings closed; not yet made valid. */
  geometry: Polygonal;
}

const CANTON = /^(\d{2}|2[AB]|97\d)\d{2}$/;

/**
 * Outlines of cantons (`code_canton` or `code`, `nom`, `dep`). Paris, Métropole de Lyon, Martinique and Guyane have
 * none, and are absent from the file.
 * @throws DomainError as readPolygonFeatures
 */
export async function* readCantons(file: SourceFile, report: ReportBuilder): AsyncGenerator<CantonRow> {
  const rowOfCode = new Map<string, number>();
  const given = (properties: Record<string, unknown>) => properties.code_canton ?? properties.code;
  for await (const { row, properties, geometry } of readPolygonFeatures(file, report, given)) {
    const text = textOrNull(given(properties))?.toUpperCase() ?? '';
    const code = /^\d{3}$/.test(text) ? `0${text}` : text;
    const departement = CANTON.exec(code)?.[1];
    if (!departement) {
      report.reject(row, 'code_canton', text, 'expected a canton code (département and two digits)');
      continue;
    }
    const earlier = rowOfCode.get(code);
    if (earlier !== undefined) {
      report.reject(row, 'code_canton', code, `canton already given by feature ${earlier}`);
      continue;
    }
    rowOfCode.set(code, row);
    const stated = properties.dep ?? properties.departement;
    if (textOrNull(stated) && departementCodeOf(stated) !== departement) {
      report.flag(row, 'dep', stated, `canton ${code} is read as lying in département ${departement}`);
    }
    report.kept();
    yield { code, name: textOrNull(properties.nom) ?? code, departement, geometry };
  }
}
