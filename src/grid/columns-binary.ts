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
 *   …   columns, each on an 8-byte boundary, in the machine's byte order (a machine of the other order reads another
 *       magic and refuses)
 */
const MAGIC = 0x4347_4c4d;
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
  const named = Object.entries(content.columns);
  const header: Header = {
    kind,
    version,
    numbers: content.numbers,
    columns: named.map(([name, column]) => ({
      name,
      type: typeOf(column),
      length: column.length,
      offset: 0,
    })),
  };
  // Offsets count from the end of the header, so that they do not change its length while they are written into it.
  let bytes = 0;
  header.columns.forEach((column, i) => {
    column.offset = bytes;
    bytes = aligned(bytes + named[i][1].byteLength);
  });
  const headerBytes = new TextEncoder().encode(JSON.stringify(header));
  const start = aligned(PREFIX_BYTES + headerBytes.length);
  const out = new Uint8Array(start + bytes);
  out.set(headerBytes, PREFIX_BYTES);
  header.columns.forEach(({ offset }, i) => {
    const column = named[i][1];
    out.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), start + offset);
  });
  const prefix = new Uint32Array(out.buffer, 0, PREFIX_BYTES / 4);
  prefix[0] = MAGIC;
  prefix[1] = CONTAINER_VERSION;
  prefix[2] = headerBytes.length;
  prefix[3] = checksumOf(out);
  return out;
}

/**
 * Columns of a buffer, as views on it (on a copy where the buffer does not start on an 8-byte boundary).
 * @throws DomainError binary-format when it is not of this kind and version, is cut short, or its checksum is wrong.
 */
export function decodeColumns(kind: string, version: number, given: Uint8Array): Columns {
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  if (bytes.length < PREFIX_BYTES)
    refuse(kind, 'length', `at least ${PREFIX_BYTES} bytes`, `${bytes.length}`);
  const prefix = new Uint32Array(bytes.buffer, bytes.byteOffset, PREFIX_BYTES / 4);
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
  return (bytes + 7) & ~7;
}
