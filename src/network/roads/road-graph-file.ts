import { crc32 } from 'node:zlib';
import { DomainError } from '../../domain-error.ts';
import { shared } from '../shared-arrays.ts';
import type { RoadGraph } from './road-graph.ts';

/**
 * The graph as one run of bytes, little-endian: a head of 48 bytes (magic, version, checksum of all that follows the
 * checksum, counts, boarding time), then the columns in the order of COLUMNS, each from a multiple of eight bytes.
 */
const MAGIC = 0x4752_4c4d; // "MLRG"
const VERSION = 3;
const HEAD_BYTES = 48;
const CHECKED_FROM = 12;

interface Counts {
  nodes: number;
  edges: number;
  points: number;
  arcs: number;
  components: number;
  searchNodes: number;
  boardingDs: number;
  copies: number;
}

const COLUMNS = {
  edgeFrom: [Uint32Array, (n: Counts) => n.edges],
  edgeTo: [Uint32Array, (n: Counts) => n.edges],
  lengthM: [Float32Array, (n: Counts) => n.edges],
  forwardDs: [Uint32Array, (n: Counts) => n.edges],
  backwardDs: [Uint32Array, (n: Counts) => n.edges],
  edgeFlags: [Uint8Array, (n: Counts) => n.edges],
  shapeStart: [Uint32Array, (n: Counts) => n.edges + 1],
  shape: [Int32Array, (n: Counts) => n.points * 2],
  searchNode: [Uint32Array, (n: Counts) => n.edges * 2],
  arcStart: [Uint32Array, (n: Counts) => n.searchNodes + 1],
  arcs: [Uint32Array, (n: Counts) => n.arcs * 2],
  copyOf: [Uint32Array, (n: Counts) => n.copies],
  component: [Uint32Array, (n: Counts) => n.nodes],
  componentNodes: [Uint32Array, (n: Counts) => n.components],
  componentLengthM: [Float64Array, (n: Counts) => n.components],
} as const;

type ColumnName = keyof typeof COLUMNS;
const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];

export function encodeRoadGraph(graph: RoadGraph): Uint8Array {
  const counts: Counts = {
    nodes: graph.nodeCount,
    edges: graph.edgeCount,
    points: graph.shape.length / 2,
    arcs: graph.arcs.length / 2,
    components: graph.componentNodes.length,
    searchNodes: graph.searchNodeCount,
    boardingDs: graph.boardingDs,
    copies: graph.copyOf.length,
  };
  const bytes = new Uint8Array(fileBytes(counts));
  const head = new DataView(bytes.buffer);
  head.setUint32(0, MAGIC, true);
  head.setUint32(4, VERSION, true);
  head.setUint32(12, bytes.length, true);
  Object.values(counts).forEach((count, i) => {
    head.setUint32(16 + 4 * i, count, true);
  });
  let at = HEAD_BYTES;
  for (const name of COLUMN_NAMES) {
    const column = graph[name];
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += aligned(column.byteLength);
  }
  head.setUint32(8, crc32(bytes.subarray(CHECKED_FROM)), true);
  return bytes;
}

/**
 * @param name shown in messages
 * @throws DomainError binary-format: not a graph, another version, cut, or damaged
 */
export function decodeRoadGraph(bytes: Uint8Array, name: string): RoadGraph {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw badFormat(name, 'a road graph', `${bytes.length} bytes of something else`);
  }
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw badFormat(name, `road graph version ${VERSION}`, `version ${version}`);
  const [nodes, edges, points, arcs, components, searchNodes, boardingDs, copies] = [
    0, 1, 2, 3, 4, 5, 6, 7,
  ].map((i) => view.getUint32(16 + 4 * i, true));
  const counts: Counts = { nodes, edges, points, arcs, components, searchNodes, boardingDs, copies };
  const expectedBytes = fileBytes(counts);
  if (bytes.length !== expectedBytes || view.getUint32(12, true) !== expectedBytes) {
    throw badFormat(name, `${expectedBytes} bytes`, `${bytes.length} bytes`);
  }
  const checksum = crc32(bytes.subarray(CHECKED_FROM));
  if (checksum !== view.getUint32(8, true)) {
    throw badFormat(name, `checksum ${view.getUint32(8, true)}`, `checksum ${checksum}`);
  }
  let at = HEAD_BYTES;
  const next = <T extends Uint8Array | Uint32Array | Int32Array | Float32Array | Float64Array>(
    Column: (new (buffer: SharedArrayBuffer) => T) & { readonly BYTES_PER_ELEMENT: number },
    length: number,
  ): T => {
    const column = shared(Column, length);
    const columnBytes = new Uint8Array(column.buffer, 0, column.byteLength);
    columnBytes.set(bytes.subarray(at, at + column.byteLength));
    at += aligned(column.byteLength);
    return column;
  };
  // In the order of COLUMNS: an object's members are evaluated as they are written.
  return {
    nodeCount: nodes,
    edgeCount: edges,
    searchNodeCount: searchNodes,
    boardingDs,
    edgeFrom: next(Uint32Array, edges),
    edgeTo: next(Uint32Array, edges),
    lengthM: next(Float32Array, edges),
    forwardDs: next(Uint32Array, edges),
    backwardDs: next(Uint32Array, edges),
    edgeFlags: next(Uint8Array, edges),
    shapeStart: next(Uint32Array, edges + 1),
    shape: next(Int32Array, points * 2),
    searchNode: next(Uint32Array, edges * 2),
    arcStart: next(Uint32Array, searchNodes + 1),
    arcs: next(Uint32Array, arcs * 2),
    copyOf: next(Uint32Array, copies),
    component: next(Uint32Array, nodes),
    componentNodes: next(Uint32Array, components),
    componentLengthM: next(Float64Array, components),
  };
}

function fileBytes(counts: Counts): number {
  let bytes = HEAD_BYTES;
  for (const name of COLUMN_NAMES) {
    const [Column, length] = COLUMNS[name];
    bytes += aligned(length(counts) * Column.BYTES_PER_ELEMENT);
  }
  return bytes;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function badFormat(name: string, expected: string, found: string): DomainError {
  return new DomainError('binary-format', `${name}: expected ${expected}, found ${found}`, {
    file: name,
    expected,
    found,
  });
}
