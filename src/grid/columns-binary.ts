import { crc32 } from 'node:zlib';
import { DomainError } from '../domain-error.ts';

/**
 * A file of named typed arrays: one buffer, read back as views on it, without a copy.
 *
 *   0   u32  magic "MLGC"
 *   4   u32  version of this container
 *   8   u32  bytes of the header
 *   12  u32  CRC-32 of all the other bytes
 *   16  header, JSON in UTF-8: kind, version of the kind, numbers, and name, type, length and offset of each column
 *   …   columns, each on an 8-byte boundary, in the machine's byte order (a machine of the other order reads the magic
 *       turned round and refuses)
 */
const MAGIC = 0x4347_4c4d;
const MAGIC_TURNED = 0x4d4c_4743;
const CONTAINER_VERSION = 1;
const PREFIX_BYTES = 16;

const COLUMN_TYPES = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
  u64: BigUint64Array,
} as const;
type ColumnType = keyof typeof COLUMN_TYPES;
export type Column =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigUint64Array;

interface Header {
  kind: string;
  version: number;
  numbers: Record<string, number>;
  columns: { name: string; type: ColumnType; length: number; offset: number }[];
}

export interface Columns {
  /** Counts and limits, e.g. siteCount. */
  numbers: Record<string, number>;
  columns: Record<string, Column>;
}

/** One buffer with all the columns. `kind` and `version` say what they mean and are asked back when decoding. */
export function encodeColumns(kind: string, version: number, content: Columns): Uint8Array {
  const chunks = columnChunks(kind, version, content);
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/**
 * The same bytes as a list to be written one after the other: views on the columns and what goes between them, so that
 * a column is never held twice.
 */
export function columnChunks(kind: string, version: number, content: Columns): Uint8Array[] {
  const named = Object.entries(content.columns);
  // Offsets count from the end of the header, so that they do not change its length while they are written into it.
  let bytes = 0;
  const columns = named.map(([name, column]) => {
    const offset = bytes;
    bytes = aligned(bytes + column.byteLength);
    return { name, type: typeOf(column), length: column.length, offset };
  });
  const header: Header = { kind, version, numbers: content.numbers, columns };
  const headerBytes = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(aligned(PREFIX_BYTES + headerBytes.length));
  head.set(headerBytes, PREFIX_BYTES);
  const chunks: Uint8Array[] = [head];
  for (const [, column] of named) {
    chunks.push(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    const gap = aligned(column.byteLength) - column.byteLength;
    if (gap > 0) chunks.push(new Uint8Array(gap));
  }
  const prefix = new Uint32Array(head.buffer, 0, PREFIX_BYTES / 4);
  prefix[0] = MAGIC;
  prefix[1] = CONTAINER_VERSION;
  prefix[2] = headerBytes.length;
  prefix[3] = chunks.slice(1).reduce((crc, chunk) => crc32(chunk, crc), checksumOf(head));
  return chunks;
}

/**
 * Columns of a buffer, as views on it (on a copy where the buffer does not start on an 8-byte boundary): where it lies
 * in shared memory, so do they, and threads read them without a copy.
 * @throws DomainError binary-format when it is not of this kind and version, is cut short, or its checksum is wrong.
 */
export function decodeColumns(kind: string, version: number, given: Uint8Array): Columns {
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  if (bytes.length < PREFIX_BYTES)
    refuse(kind, 'length', `at least ${PREFIX_BYTES} bytes`, `${bytes.length}`);
  const prefix = new Uint32Array(bytes.buffer, bytes.byteOffset, PREFIX_BYTES / 4);
  if (prefix[0] === MAGIC_TURNED) refuse(kind, 'byte order', "this machine's", 'the other one');
  if (prefix[0] !== MAGIC) refuse(kind, 'magic', MAGIC.toString(16), prefix[0].toString(16));
  if (prefix[1] !== CONTAINER_VERSION)
    refuse(kind, 'container version', `${CONTAINER_VERSION}`, `${prefix[1]}`);
  const checksum = checksumOf(bytes);
  if (checksum !== prefix[3]) {
    refuse(kind, 'checksum (cut short or damaged)', prefix[3].toString(16), checksum.toString(16));
  }
  const headerEnd = PREFIX_BYTES + prefix[2];
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, headerEnd))) as Header;
  if (header.kind !== kind) refuse(kind, 'kind', kind, header.kind);
  if (header.version !== version) refuse(kind, 'version', `${version}`, `${header.version}`);

  const start = bytes.byteOffset + aligned(headerEnd);
  const columns: Record<string, Column> = {};
  for (const { name, type, length, offset } of header.columns) {
    columns[name] = new COLUMN_TYPES[type](bytes.buffer as ArrayBuffer, start + offset, length);
  }
  return { numbers: header.numbers, columns };
}

/**
 * A column of the type that the caller counts on.
 * @throws DomainError binary-format when it is missing, of another type, or not of the length expected.
 */
export function columnOf<T extends Column>(
  content: Columns,
  name: string,
  type: abstract new (...args: never[]) => T,
  length: number,
): T {
  const column = content.columns[name];
  if (!(column instanceof type)) {
    refuse(name, 'column type', type.name, column === undefined ? 'no column' : column.constructor.name);
  }
  if (column.length !== length) refuse(name, 'column length', `${length}`, `${column.length}`);
  return column;
}

/** Of every byte but its own four: a damaged length must not send the reader past the end. */
function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes.subarray(PREFIX_BYTES), crc32(bytes.subarray(0, PREFIX_BYTES - 4)));
}

function refuse(what: string, field: string, expected: string, found: string): never {
  throw new DomainError('binary-format', `${what}: ${field} expected ${expected}, found ${found}`, {
    what,
    field,
    expected,
    found,
  });
}

function typeOf(column: Column): ColumnType {
  for (const [name, type] of Object.entries(COLUMN_TYPES)) {
    if (column instanceof type) return name as ColumnType;
  }
  throw new TypeError(`no column type for ${column.constructor.name}`);
}

function aligned(bytes: number): number {
  // No bit operation: they end at 2 GB.
  return Math.ceil(bytes / 8) * 8;
}
