/**
 * Population squares, from either official file, told apart by their headings:
 * INSEE Filosofi 200 m (`idcar_200m`, `ind`, `lcog_geo`) and census 1 km (`grd_id`, `T`).
 *
 * The place is always taken from the identifier, which names the lower-left corner in its own projection and is exact;
 * lon/lat columns, where a file has them, are only compared with it. One proj4 inverse per square costs 0.35 µs: 0.8 s
 * for the 2.3 million squares of 200 m, so that a hand-written LAEA inverse is not worth its lines.
 */
import { DomainError } from '../domain-error.ts';
import { parseDecimal } from './cells.ts';
import { type CsvRecord, readCsv } from './files/csv.ts';
import { type ToLonLat, toLonLat } from './files/projection.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { communeCodeOf } from './json-members.ts';

export interface PopulationSquareRow {
  /** Centre of the square. */
  lon: number;
  lat: number;
  /** Not always whole: INSEE imputes small squares. */
  residents: number;
  sizeM: number;
  /** The communes that the square touches, as stated; null where the file does not say. */
  communes: string[] | null;
}

const NEEDED = {
  id: ['idcar_200m', 'Idcar_200m', 'IDCAR_200M', 'grd_id', 'GRD_ID', 'idcar_1km', 'Idcar_1km'],
  residents: ['ind', 'Ind', 'IND', 'T', 'OBS_VALUE_T'],
} as const;
const WELCOME = { communes: ['lcog_geo', 'Lcog_geo', 'LCOG_GEO'], lon: 'lon', lat: 'lat' } as const;
type Column = keyof typeof NEEDED | keyof typeof WELCOME;

/** CRS3035RES200mN3132800E3798000: EPSG code, side in metres, northing and easting of the lower-left corner. */
const SQUARE_ID = /^CRS(\d{4,5})RES(\d+)mN(-?\d+)E(-?\d+)$/;

/** @throws DomainError as readCsv, and source-schema when the squares are in an unknown reference system */
export async function* readPopulationGrid(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<PopulationSquareRow> {
  const projections = new Map<string, ToLonLat>();
  for await (const record of readCsv(file, report, { columns: NEEDED, optional: WELCOME })) {
    const { row } = record;
    const id = SQUARE_ID.exec(record.get('id'));
    if (!id) {
      const reason = 'expected a square such as CRS3035RES200mN3132800E3798000';
      report.reject(row, record.heading('id'), record.get('id'), reason);
      continue;
    }
    const residents = residentsOf(record.get('residents'));
    if (residents === null) {
      const reason = 'expected a number of residents, 0 or more';
      report.reject(row, record.heading('residents'), record.get('residents'), reason);
      continue;
    }
    const [, epsg, size, northing, easting] = id;
    let project = projections.get(epsg);
    if (!project) {
      project = toLonLat(`EPSG:${epsg}`, file.name);
      projections.set(epsg, project);
    }
    const sizeM = Number(size);
    const [lon, lat] = project(Number(easting) + sizeM / 2, Number(northing) + sizeM / 2);
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
      report.reject(row, record.heading('id'), record.get('id'), 'the square lies outside its projection');
      continue;
    }
    compareWithColumns(record, lon, lat, sizeM, report);
    report.kept();
    yield { lon, lat, residents, sizeM, communes: communesOf(record, report) };
  }
  if (report.report.kept === 0) {
    throw new DomainError('source-schema', `${file.name}: not one population square could be read`, {
      file: file.name,
      rejected: report.report.rejected,
    });
  }
}

function residentsOf(text: string): number | null {
  // A blank is unknown and not zero: parseDecimal gives NaN for it.
  const residents = parseDecimal(text);
  return residents >= 0 ? residents : null;
}

function compareWithColumns(
  record: CsvRecord<Column>,
  lon: number,
  lat: number,
  sizeM: number,
  report: ReportBuilder,
): void {
  const statedLon = record.get('lon');
  const statedLat = record.get('lat');
  if (statedLon === '' || statedLat === '') return;
  const toleranceDegrees = sizeM / 50_000;
  if (
    Math.abs(Number(statedLon) - lon) < toleranceDegrees &&
    Math.abs(Number(statedLat) - lat) < toleranceDegrees
  ) {
    return;
  }
  const reason = `not the centre of ${record.get('id')}, which is taken instead`;
  report.repair(record.row, 'lon', `${statedLon} ${statedLat}`, reason);
}

/** INSEE writes the codes one after the other, without a separator: "0103301044" is two communes. */
function communesOf(record: CsvRecord<Column>, report: ReportBuilder): string[] | null {
  const text = record.get('communes');
  if (text === '') return null;
  const joined = text.replace(/[\s,;|_-]+/g, '');
  // A lost leading zero leaves one character short of a multiple of five.
  const padded = joined.length % 5 === 4 ? `0${joined}` : joined;
  const parts = padded.match(/.{1,5}/g) ?? [];
  const codes = parts.map(communeCodeOf).filter((code) => code !== null);
  if (codes.length === parts.length && padded.length % 5 === 0) return codes;
  report.flag(record.row, record.heading('communes'), text, 'expected commune codes of five characters each');
  return null;
}
