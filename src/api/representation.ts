import { DomainError } from '../domain-error.ts';

/** The forms an answer can be had in, with the media type each is sent as. */
export const FORMATS = [
  'json',
  'geojson',
  'csv',
  'csv-fr',
  'xlsx',
  'parquet',
  'fgb',
  'datapackage',
  'html',
] as const;
export type Format = (typeof FORMATS)[number];

/**
 * Forms of a table. `csv-fr` has the media type of `csv`: only `format` asks for it. `datapackage` describes the CSV of
 * the same question.
 */
export const TABLE_FORMS = [
  'json',
  'csv',
  'csv-fr',
  'xlsx',
  'parquet',
  'datapackage',
] as const satisfies readonly Format[];
/** Forms of a table that can be drawn; its Parquet is GeoParquet. */
export const MAP_FORMS = [
  'json',
  'geojson',
  'csv',
  'csv-fr',
  'xlsx',
  'parquet',
  'fgb',
  'datapackage',
] as const satisfies readonly Format[];

export const MEDIA_TYPES: Record<Format, string> = {
  json: 'application/json',
  geojson: 'application/geo+json',
  csv: 'text/csv',
  'csv-fr': 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
  fgb: 'application/vnd.flatgeobuf',
  datapackage: 'application/vnd.datapackage+json',
  html: 'text/html',
};

/** How a file of the form is called; absent where the answer is not a file of its own. */
export const FILE_ENDINGS: Partial<Record<Format, string>> = {
  geojson: 'geojson',
  csv: 'csv',
  'csv-fr': 'fr.csv',
  xlsx: 'xlsx',
  parquet: 'parquet',
  fgb: 'fgb',
};

/** Parameters of the media type as sent. JSON is UTF-8 by definition; the others would be read as something else. */
export const CONTENT_TYPES: Record<Format, string> = {
  json: 'application/json; charset=utf-8',
  geojson: 'application/geo+json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  'csv-fr': 'text/csv; charset=utf-8; header=present',
  xlsx: MEDIA_TYPES.xlsx,
  parquet: MEDIA_TYPES.parquet,
  fgb: MEDIA_TYPES.fgb,
  datapackage: `${MEDIA_TYPES.datapackage}; charset=utf-8`,
  html: 'text/html; charset=utf-8',
};

interface MediaRange {
  type: string;
  subtype: string;
  quality: number;
}

/** The media ranges of an Accept header; a part that is not one is skipped, as RFC 9110 lets a server do. */
export function parseAccept(header: string): MediaRange[] {
  const ranges: MediaRange[] = [];
  for (const part of header.split(',')) {
    const [range, ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const match = /^([\w!#$%&'*+.^`|~-]+)\/([\w!#$%&'*+.^`|~-]+)$/.exec(range);
    if (!match) continue;
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const quality = q === undefined ? 1 : /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(q) ? Number(q) : 0;
    ranges.push({ type: match[1], subtype: match[2], quality });
  }
  return ranges;
}

/** Quality of a media type by the most specific range that names it; 0 where none does. */
function qualityOf(mediaType: string, ranges: readonly MediaRange[]): number {
  const [type, subtype] = mediaType.split('/');
  const exact = ranges.find((range) => range.type === type && range.subtype === subtype);
  const ofType = ranges.find((range) => range.type === type && range.subtype === '*');
  const any = ranges.find((range) => range.type === '*' && range.subtype === '*');
  return (exact ?? ofType ?? any)?.quality ?? 0;
}

/**
 * The form to answer in: `format` wins; else the offer that Accept rates highest, the first offered among equals.
 * @param offered forms in the server's order of preference
 * @throws DomainError not-acceptable where Accept leaves none of them
 */
export function chooseFormat<F extends Format>(
  offered: readonly F[],
  format: F | undefined,
  accept: string | undefined,
): F {
  if (format !== undefined) return format;
  const ranges = accept === undefined ? [] : parseAccept(accept);
  if (ranges.length === 0) return offered[0];
  let best: F | null = null;
  let bestQuality = 0;
  for (const candidate of offered) {
    const quality = qualityOf(MEDIA_TYPES[candidate], ranges);
    if (quality > bestQuality) {
      best = candidate;
      bestQuality = quality;
    }
  }
  if (best !== null) return best;
  // Two forms can have one media type.
  const expected = [...new Set(offered.map((candidate) => MEDIA_TYPES[candidate]))];
  throw new DomainError(
    'not-acceptable',
    `This answer can be had as ${expected.join(', ')}; Accept asks for "${accept?.slice(0, 200)}".`,
    { parameter: 'Accept', expected, found: accept?.slice(0, 200) ?? '' },
  );
}
