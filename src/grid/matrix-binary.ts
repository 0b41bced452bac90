import { DomainError } from '../domain-error.ts';
import type { AccessMatrix } from './access-matrix.ts';
import { type Columns, columnChunks, columnOf, decodeColumns, encodeColumns } from './columns-binary.ts';

const KIND = 'access-matrix';
const VERSION = 1;

/** The matrix as one buffer: 4 bytes an entry and 4 an origin. */
export function encodeMatrix(matrix: AccessMatrix): Uint8Array {
  return encodeColumns(KIND, VERSION, contentOf(matrix));
}

/** The same bytes as a list of views on the matrix, to be written one after the other without a copy. */
export function matrixChunks(matrix: AccessMatrix): Uint8Array[] {
  return columnChunks(KIND, VERSION, contentOf(matrix));
}

function contentOf({ originCount, siteCount, limitSeconds, rowStart, site, seconds }: AccessMatrix): Columns {
  return {
    numbers: { originCount, siteCount, limitSeconds, entryCount: site.length },
    columns: { rowStart, site, seconds },
  };
}

/**
 * The matrix of a buffer, as views on it: threads share it where the buffer is shared memory.
 * @throws DomainError binary-format
 */
export function decodeMatrix(bytes: Uint8Array): AccessMatrix {
  const content = decodeColumns(KIND, VERSION, bytes);
  const { originCount, siteCount, limitSeconds, entryCount } = content.numbers;
  const rowStart = columnOf(content, 'rowStart', Uint32Array, originCount + 1);
  let ascending = rowStart[0] === 0 && rowStart[originCount] === entryCount;
  for (let row = 0; row < originCount; row++) ascending &&= rowStart[row] <= rowStart[row + 1];
  if (!ascending) {
    throw new DomainError('binary-format', `${KIND}: the row starts do not ascend from 0 to ${entryCount}`, {
      what: KIND,
      field: 'rowStart',
    });
  }
  return {
    originCount,
    siteCount,
    limitSeconds,
    rowStart,
    site: columnOf(content, 'site', Uint16Array, entryCount),
    seconds: columnOf(content, 'seconds', Uint16Array, entryCount),
  };
}
