import { open } from 'node:fs/promises';
import type { FileKind } from './catalogue.ts';

/** What the first bytes of a file look like. `markup`: an HTML or XML page, which no dataset is. */
export type Looks = 'gzip' | 'zip' | 'parquet' | 'osm-pbf' | 'markup' | 'json' | 'text' | 'binary' | 'empty';

const ACCEPTED: Record<FileKind, readonly Looks[]> = {
  csv: ['text', 'gzip', 'zip'],
  geojson: ['json', 'gzip', 'zip'],
  json: ['json', 'gzip', 'zip'],
  parquet: ['parquet'],
  zip: ['zip'],
  xlsx: ['zip'],
  'osm-pbf': ['osm-pbf'],
};

/** Enough to tell every kind apart, past a byte-order mark and blank lines. */
export const HEAD_BYTES = 512;
// A zip ends with a record of 22 bytes and a comment of at most 65,535.
const TAIL_BYTES = 22 + 65_535;

export function looksLike(head: Uint8Array): Looks {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.length === 0) return 'empty';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (bytes.toString('latin1', 0, 4) === 'PK\x03\x04') return 'zip';
  if (bytes.toString('latin1', 0, 4) === 'PAR1') return 'parquet';
  // A PBF opens with the length of its first block header, which names itself.
  if (bytes.toString('latin1', 4, 15) === '\x0a\x09OSMHeader') return 'osm-pbf';
  if (bytes.includes(0)) return 'binary';
  const start = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (start.startsWith('<')) return 'markup';
  return start.startsWith('{') || start.startsWith('[') ? 'json' : 'text';
}

/**
 * Whether the start of a file can be the start of a dataset of this kind: null, or what is wrong, for a person.
 * @param contentType of the HTTP answer, where there is one: a text page is told from a CSV by it.
 */
export function headComplaint(head: Uint8Array, kind: FileKind | null, contentType = ''): string | null {
  const looks = looksLike(head);
  if (looks === 'empty') return 'the file is empty';
  const page =
    looks === 'markup' || (looks === 'text' && /^\s*(text\/html|application\/xhtml)/i.test(contentType));
  if (page) return `a web page (${contentType || 'no content type'}) came in place of the data`;
  if (kind === null || ACCEPTED[kind].includes(looks)) return null;
  return `expected ${kind} (${ACCEPTED[kind].join(' or ')}), and the content looks like ${looks}`;
}

/**
 * A file on disk: what it looks like, and whether its start and its end are those of a whole dataset of this kind (a CSV's
 * end cannot be told; a gzip's only by unpacking it: see inspectFile). `complaint` null, or what is wrong.
 */
export async function fileComplaint(
  path: string,
  kind: FileKind | null,
): Promise<{ looks: Looks; complaint: string | null }> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
    await handle.read(head, 0, head.length, 0);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await handle.read(tail, 0, tail.length, size - tail.length);
    const looks = looksLike(head);
    const cut = hasEnd(looks, tail) ? null : `the ${looks} file has no end: it is cut short`;
    return { looks, complaint: headComplaint(head, kind) ?? cut };
  } finally {
    await handle.close();
  }
}

function hasEnd(looks: Looks, tail: Buffer): boolean {
  if (looks === 'zip') return tail.includes('PK\x05\x06', 0, 'latin1');
  if (looks === 'parquet') return tail.toString('latin1', tail.length - 4) === 'PAR1';
  if (looks === 'json')
    return /[}\]]\s*$/.test(tail.toString('latin1', Math.max(0, tail.length - HEAD_BYTES)));
  return true;
}

/** The start of a content for a message: printable, one line, at most 80 characters. */
export function firstBytesText(head: Uint8Array): string {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('utf8');
  const printable = text.replace(/[^\x20-\x7e\u00a0-\ufffc]+/g, ' ').trim();
  return printable.slice(0, 80);
}
