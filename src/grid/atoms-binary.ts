import { columnOf, decodeColumns, encodeColumns } from './columns-binary.ts';

const VERSION = 1;

/**
 * Residents of one origin in one commune and one canton, in columns of one length. `canton` is -1 where there is none;
 * `qpv` is there for the sample points of the QPV only. Indexes count territories in code order.
 */
export interface AtomColumns {
  origin: Uint32Array;
  residents: Uint32Array;
  commune: Uint32Array;
  canton: Int32Array;
  qpv?: Uint32Array;
}

/** @param kind asked back when decoding: the cells' atoms and the QPV's are not taken for each other */
export function encodeAtoms(kind: 'atoms' | 'qpv-atoms', atoms: AtomColumns): Uint8Array {
  const { origin, residents, commune, canton, qpv } = atoms;
  const columns = { origin, residents, commune, canton };
  return encodeColumns(kind, VERSION, {
    numbers: { count: origin.length },
    columns: qpv ? { ...columns, qpv } : columns,
  });
}

/** @throws DomainError binary-format */
export function decodeAtoms(kind: 'atoms' | 'qpv-atoms', bytes: Uint8Array): AtomColumns {
  const content = decodeColumns(kind, VERSION, bytes);
  const { count } = content.numbers;
  const atoms = {
    origin: columnOf(content, 'origin', Uint32Array, count),
    residents: columnOf(content, 'residents', Uint32Array, count),
    commune: columnOf(content, 'commune', Uint32Array, count),
    canton: columnOf(content, 'canton', Int32Array, count),
  };
  return kind === 'atoms' ? atoms : { ...atoms, qpv: columnOf(content, 'qpv', Uint32Array, count) };
}
