import { departementOfCommune } from './codes.ts';
import type { Polygonal } from './files/geometry-check.ts';
import { readPolygonFeatures } from './files/polygon-features.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { communeCodeOf, departementCodeOf, textOrNull } from './json-members.ts';

export interface QpvRow {
  /** `QN00101M` on the 2024 list, `QP001001` on the 2015 one. */
  code: string;
  name: string;
  /** Codes as stated (COG of the file's year), one at least. */
  communes: string[];
  departement: string;
  /** Lon/lat, rings closed; not yet made valid. */
  geometry: Polygonal;
}

const QPV = /^Q[NP][0-9A-Z]{6}$/;

/**
 * Outlines of the *quartiers prioritaires de la politique de la ville* (`code_qp`, `lib_qp`, `insee_com`, `dep`). The
 * official file comes in EPSG:2154, which its `crs` member says; overseas ones in their own systems.
 * @throws DomainError as readPolygonFeatures
 */
export async function* readQpv(file: SourceFile, report: ReportBuilder): AsyncGenerator<QpvRow> {
  const rowOfCode = new Map<string, number>();
  for await (const { row, properties, geometry } of readPolygonFeatures(file, report, (p) => p.code_qp)) {
    const code = textOrNull(properties.code_qp)?.toUpperCase() ?? '';
    if (!QPV.test(code)) {
      report.reject(row, 'code_qp', properties.code_qp, 'expected a QPV code such as QN00101M');
      continue;
    }
    const earlier = rowOfCode.get(code);
    if (earlier !== undefined) {
      report.reject(row, 'code_qp', code, `QPV already given by feature ${earlier}`);
      continue;
    }
    const { communes, unread } = communeList(properties.insee_com);
    for (const value of unread) report.flag(row, 'insee_com', value, `${code}: not a commune code, left out`);
    const departement =
      departementCodeOf(properties.dep ?? properties.insee_dep) ??
      (communes.length > 0 ? departementOfCommune(communes[0]) : null);
    if (!departement) {
      report.reject(row, 'insee_com', properties.insee_com, `${code}: neither a commune nor a département`);
      continue;
    }
    rowOfCode.set(code, row);
    report.kept();
    yield { code, name: textOrNull(properties.lib_qp) ?? code, communes, departement, geometry };
  }
}

/** A QPV may lie in several communes: a list, or text such as "01053" or "01053, 01054". */
function communeList(value: unknown): { communes: string[]; unread: string[] } {
  const parts = (Array.isArray(value) ? value : [value])
    .flatMap((part) => (textOrNull(part) ?? '').split(/[\s,;/|]+/))
    .filter((part) => part !== '');
  const codes = parts.map(communeCodeOf);
  return {
    communes: [...new Set(codes.filter((code) => code !== null))],
    unread: parts.filter((_, index) => codes[index] === null),
  };
}
