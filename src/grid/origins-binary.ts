import type { Origins } from './access-matrix.ts';
import { columnOf, decodeColumns, encodeColumns } from './columns-binary.ts';

const KIND = 'origins';
const VERSION = 1;

/** The origins as one buffer: 29 bytes each. */
export function encodeOrigins(origins: Origins): Uint8Array {
  const { count, lon, lat, cell, provider, snapM } = origins;
  return encodeColumns(KIND, VERSION, { numbers: { count }, columns: { lon, lat, cell, provider, snapM } });
}

/**
 * The origins of a buffer, as views on it.
 * @throws DomainError binary-format
 */
export function decodeOrigins(bytes: Uint8Array): Origins {
  const content = decodeColumns(KIND, VERSION, bytes);
  const { count } = content.numbers;
  return {
    count,
    lon: columnOf(content, 'lon', Float64Array, count),
    lat: columnOf(content, 'lat', Float64Array, count),
    cell: columnOf(content, 'cell', BigUint64Array, count),
    provider: columnOf(content, 'provider', Uint8Array, count),
    snapM: columnOf(content, 'snapM', Float32Array, count),
  };
}
