import { communeCell } from './cells.ts';
import { isCommuneCode } from './codes.ts';
import { readCsv } from './files/csv.ts';
import { readJsonArray } from './files/json-array.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export interface PostcodeRow {
  commune: string;
  postcode: string;
}

const POSTCODE = /^\d{5}$/;
const EXPECTED = 'expected a postcode of five digits';

/**
 * La Poste's `base officielle des codes postaux`: a row for each commune, postcode and locality, so that a pair comes
 * more than once. Spreadsheets drop the leading zero of 01000–09999.
 * @throws DomainError as readCsv
 */
export async function* readPostcodes(file: SourceFile, report: ReportBuilder): AsyncGenerator<PostcodeRow> {
  const records = readCsv(file, report, {
    columns: {
      commune: ['#Code_commune_INSEE', 'Code_commune_INSEE', 'code_commune_insee'],
      postcode: ['Code_postal', 'code_postal'],
    },
  });
  for await (const record of records) {
    const commune = communeCell(record, 'commune', report);
    if (commune === null) continue;
    const text = record.get('postcode');
    const postcode = /^\d{4}$/.test(text) ? `0${text}` : text;
    if (!POSTCODE.test(postcode)) {
      report.reject(record.row, record.heading('postcode'), text, EXPECTED);
      continue;
    }
    if (postcode !== text)
      report.repair(record.row, record.heading('postcode'), text, 'leading zero restored');
    report.kept();
    yield { commune, postcode };
  }
}

/**
 * The same from data/communes.json of the npm package @etalab/decoupage-administratif (`codesPostaux`); entries without
 * any (delegated communes, uninhabited territories) are kept and give nothing.
 * @throws DomainError as readJsonArray
 */
export async function* readDivisionPostcodes(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<PostcodeRow> {
  for await (const { row, value } of readJsonArray(file, report)) {
    const { code } = value;
    if (typeof code !== 'string' || !isCommuneCode(code)) {
      report.reject(row, 'code', code, 'expected a commune code of 5 characters');
      continue;
    }
    const postcodes: unknown[] = Array.isArray(value.codesPostaux) ? value.codesPostaux : [];
    const good = postcodes.filter((text): text is string => typeof text === 'string' && POSTCODE.test(text));
    if (good.length !== postcodes.length) {
      report.reject(row, 'codesPostaux', JSON.stringify(postcodes), EXPECTED);
      continue;
    }
    report.kept();
    for (const postcode of good) yield { commune: code, postcode };
  }
}
