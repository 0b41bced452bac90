import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { checkSite } from './site-checks.ts';
import { createSiteRegister, DAY_COLUMNS, type SiteRow } from './site-row.ts';

const TYPES: Record<string, SiteRow['type']> = { Principal: 'principal', Antenne: 'antenna' };
const FORMATS: Record<string, SiteRow['format']> = {
  Fixe: 'fixed',
  'Fixe_antenne(s)': 'fixed',
  Bus_équivalent: 'itinerant',
  Itinérante: 'itinerant',
  Multisites: 'multi-site',
};

/** Columns change between snapshots of the list: only those that a question needs must be there. */
const NEEDED = {
  id: 'id_fs',
  name: 'lib_fs',
  commune: 'insee_com',
  lat: 'latitude',
  lon: 'longitude',
  type: 'type_fs',
  format: 'format_fs',
  label: 'labellisation_fs',
} as const;
const WELCOME = {
  departement: 'insee_dep',
  address: 'adresse',
  addressMore: 'complement_adresse',
  postcode: 'code_postal',
  communeName: 'lib_com',
  comment: 'commentaire',
  group: 'groupe_fs',
  h_lundi: 'h_lundi',
  h_mardi: 'h_mardi',
  h_mercredi: 'h_mercredi',
  h_jeudi: 'h_jeudi',
  h_vendredi: 'h_vendredi',
  h_samedi: 'h_samedi',
} as const;

/**
 * The ANCT's CSV list of sites (`id_fs … labellisation_fs`; comma or semicolon).
 * @throws DomainError as readCsv
 */
export async function* readFranceServices2024(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<SiteRow> {
  const isNew = createSiteRegister(report);
  for await (const record of readCsv(file, report, { columns: NEEDED, optional: WELCOME })) {
    const { row } = record;
    const id = record.get('id');
    if (!id) {
      report.reject(row, NEEDED.id, null, 'expected an id');
      continue;
    }
    const type = lookUp(TYPES, record.get('type'));
    if (!type) {
      report.reject(row, NEEDED.type, record.get('type'), `expected one of ${Object.keys(TYPES).join(', ')}`);
      continue;
    }
    const format = lookUp(FORMATS, record.get('format'));
    if (!format) {
      report.reject(
        row,
        NEEDED.format,
        record.get('format'),
        `expected one of ${Object.keys(FORMATS).join(', ')}`,
      );
      continue;
    }
    const site = checkSite(
      {
        row,
        id,
        name: record.get('name') || id,
        type,
        format,
        addressParts: [record.get('address'), record.get('addressMore')],
        postcode: record.get('postcode'),
        commune: record.get('commune'),
        communeName: record.get('communeName'),
        departement: record.get('departement'),
        lon: record.get('lon'),
        lat: record.get('lat'),
        label: record.get('label'),
        days: DAY_COLUMNS.map((day) => record.get(day)),
        comment: record.get('comment'),
        group: record.get('group'),
        columns: {
          commune: NEEDED.commune,
          departement: WELCOME.departement,
          lon: NEEDED.lon,
          label: NEEDED.label,
        },
      },
      report,
    );
    if (!isNew(site)) continue;
    report.kept();
    yield site;
  }
}

/** Case and accents vary between snapshots; the words do not. */
function lookUp<Value>(table: Record<string, Value>, text: string): Value | undefined {
  const wanted = folded(text);
  return Object.entries(table).find(([word]) => folded(word) === wanted)?.[1];
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
