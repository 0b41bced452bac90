import { uniqueCommuneCell } from './cells.ts';
import { type CsvRecord, readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export interface NamedCode {
  code: string;
  name: string;
}

export interface CommuneLivingAreas {
  commune: string;
  /** INSEE's canton-ou-ville: large communes stand for themselves. Not the electoral canton. */
  cantonOrTown: NamedCode;
  employmentZone: NamedCode;
  /** Null outside every urban unit. */
  urbanUnit: (NamedCode & { role: 'centre' | 'suburb' | 'isolated' }) | null;
  /** Null outside the attraction of every town. */
  attractionArea: (NamedCode & { role: 'centre' | 'main-pole' | 'secondary-pole' | 'ring' }) | null;
  /** Bassin de vie 2022. */
  livingArea: NamedCode;
}

const COLUMNS = {
  commune: 'DEPCOM',
  canton: 'CV',
  cantonName: 'LIB_CV',
  zone: 'ZE2020',
  zoneName: 'LIB_ZE2020',
  unit: 'UU2020',
  unitName: 'LIB_UU2020',
  unitRole: 'COMUU2020',
  area: 'AAV2020',
  areaName: 'LIB_AAV2020',
  areaRole: 'CATEAAV2020',
  basin: 'BV2022',
  basinName: 'LIB_BV2022',
} as const;
type Columns = keyof typeof COLUMNS;

const URBAN_ROLES: ReadonlyMap<string, 'centre' | 'suburb' | 'isolated' | 'none'> = new Map([
  ['C', 'centre'],
  ['B', 'suburb'],
  ['I', 'isolated'],
  ['H', 'none'],
]);
/** INSEE, aires d'attraction des villes 2020: 11 centre, 12 rest of its pole, 13 secondary pole, 20 ring. */
const AREA_ROLES: ReadonlyMap<string, 'centre' | 'main-pole' | 'secondary-pole' | 'ring' | 'none'> = new Map([
  ['11', 'centre'],
  ['12', 'main-pole'],
  ['13', 'secondary-pole'],
  ['20', 'ring'],
  ['30', 'none'],
]);

/** INSEE's zonings for study, one row a commune. @throws DomainError as readCsv */
export async function* readCommuneLivingAreas(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<CommuneLivingAreas> {
  const seen = new Set<string>();
  for await (const record of readCsv(file, report, { columns: COLUMNS })) {
    const commune = uniqueCommuneCell(record, 'commune', report, seen);
    if (commune === null) continue;
    const cantonOrTown = namedCode(record, 'canton', 'cantonName', report);
    if (!cantonOrTown) continue;
    const employmentZone = namedCode(record, 'zone', 'zoneName', report);
    if (!employmentZone) continue;
    const livingArea = namedCode(record, 'basin', 'basinName', report);
    if (!livingArea) continue;
    const unitRole = role(record, 'unitRole', URBAN_ROLES, report);
    if (!unitRole) continue;
    const areaRole = role(record, 'areaRole', AREA_ROLES, report);
    if (!areaRole) continue;
    const urbanUnit =
      unitRole === 'none' ? null : { code: record.get('unit'), name: record.get('unitName'), role: unitRole };
    const attractionArea =
      areaRole === 'none' ? null : { code: record.get('area'), name: record.get('areaName'), role: areaRole };
    report.kept();
    yield { commune, cantonOrTown, employmentZone, urbanUnit, attractionArea, livingArea };
  }
}

function namedCode(
  record: CsvRecord<Columns>,
  codeKey: Columns,
  nameKey: Columns,
  report: ReportBuilder,
): NamedCode | null {
  const code = record.get(codeKey);
  if (code !== '') return { code, name: record.get(nameKey) };
  report.reject(record.row, record.heading(codeKey), code, 'expected a code, found nothing');
  return null;
}

function role<Role>(
  record: CsvRecord<Columns>,
  key: Columns,
  roles: ReadonlyMap<string, Role>,
  report: ReportBuilder,
): Role | null {
  const found = roles.get(record.get(key));
  if (found !== undefined) return found;
  const expected = `expected one of ${[...roles.keys()].join(', ')}`;
  report.reject(record.row, record.heading(key), record.get(key), expected);
  return null;
}
