import { describe, expect, it } from 'vitest';
import { decodeAtoms, encodeAtoms } from '../../../src/grid/atoms-binary.ts';
import { columnOf, decodeColumns, encodeColumns } from '../../../src/grid/columns-binary.ts';
import { decodeMatrix, encodeMatrix, matrixChunks } from '../../../src/grid/matrix-binary.ts';
import { decodeOrigins, encodeOrigins } from '../../../src/grid/origins-binary.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const data = tinyEdition();
const refused = expect.objectContaining({ code: 'binary-format' });

describe('binary forms', () => {
  it('give back the matrix, the origins and the atoms', () => {
    expect(decodeMatrix(encodeMatrix(data.matrix))).toEqual(data.matrix);
    expect(decodeOrigins(encodeOrigins(data.origins))).toEqual(data.origins);
    const atoms = {
      origin: data.atoms.origin,
      residents: data.atoms.residents,
      commune: Uint32Array.from(data.atoms.territory.commune),
      canton: data.atoms.territory.canton,
    };
    expect(decodeAtoms('atoms', encodeAtoms('atoms', atoms))).toEqual(atoms);
    const samples = { ...atoms, qpv: new Uint32Array(data.atoms.count) };
    expect(decodeAtoms('qpv-atoms', encodeAtoms('qpv-atoms', samples))).toEqual(samples);
    expect(() => decodeAtoms('qpv-atoms', encodeAtoms('atoms', atoms))).toThrow(refused);
  });

  it('read from the middle of a larger buffer, whatever the alignment', () => {
    const bytes = encodeMatrix(data.matrix);
    for (const offset of [3, 8]) {
      const larger = new Uint8Array(bytes.length + 20);
      larger.set(bytes, offset);
      expect(decodeMatrix(larger.subarray(offset, offset + bytes.length))).toEqual(data.matrix);
    }
  });

  it('are written piece by piece with the same bytes', () => {
    expect(Buffer.concat(matrixChunks(data.matrix)).equals(encodeMatrix(data.matrix))).toBe(true);
  });

  it('read from shared memory are shared themselves', () => {
    const bytes = encodeMatrix(data.matrix);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const matrix = decodeMatrix(shared);
    expect(matrix).toEqual(data.matrix);
    for (const column of [matrix.rowStart, matrix.site, matrix.seconds]) {
      expect(column.buffer).toBe(shared.buffer);
    }
  });

  it('refuse a file of the other byte order, and say so', () => {
    const turned = Buffer.from(encodeMatrix(data.matrix)).swap32();
    expect(() => decodeMatrix(new Uint8Array(turned))).toThrow(/byte order/);
  });

  it('refuse a wrong checksum, and name both', () => {
    const bytes = encodeMatrix(data.matrix);
    const written = Buffer.from(bytes).readUInt32LE(12);
    bytes[bytes.length - 1] ^= 1;
    expect(() => decodeMatrix(bytes)).toThrow(
      new RegExp(`checksum .* expected ${written.toString(16)}, found`),
    );
  });

  it('refuse a file with more behind it', () => {
    const bytes = encodeMatrix(data.matrix);
    const longer = new Uint8Array(bytes.length + 8);
    longer.set(bytes);
    expect(() => decodeMatrix(longer)).toThrow(refused);
  });

  it('refuse a file cut anywhere', () => {
    const bytes = encodeMatrix(data.matrix);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeMatrix(bytes.subarray(0, length)), `${length} bytes`).toThrow(refused);
    }
  });

  it('refuse a file with any byte changed', () => {
    const bytes = encodeMatrix(data.matrix);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] ^= 0x20;
      expect(() => decodeMatrix(damaged), `byte ${at}`).toThrow(refused);
    }
  });

  it('refuse another kind and another version, and say what was expected', () => {
    expect(() => decodeMatrix(encodeOrigins(data.origins))).toThrow(/expected access-matrix, found origins/);
    const old = encodeColumns('access-matrix', 0, { numbers: {}, columns: {} });
    expect(() => decodeMatrix(old)).toThrow(/version expected 1, found 0/);
  });

  it('refuse a matrix whose rows do not ascend', () => {
    const rowStart = data.matrix.rowStart.slice();
    rowStart[1] = rowStart[2] + 1;
    expect(() => decodeMatrix(encodeMatrix({ ...data.matrix, rowStart }))).toThrow(refused);
  });

  it('refuse a column that is missing, of another type or of another length', () => {
    const content = decodeColumns(
      'x',
      1,
      encodeColumns('x', 1, { numbers: {}, columns: { a: Uint16Array.of(1, 2) } }),
    );
    expect([...columnOf(content, 'a', Uint16Array, 2)]).toEqual([1, 2]);
    expect(() => columnOf(content, 'b', Uint16Array, 2)).toThrow(refused);
    expect(() => columnOf(content, 'a', Uint32Array, 2)).toThrow(refused);
    expect(() => columnOf(content, 'a', Uint16Array, 3)).toThrow(refused);
  });
});
