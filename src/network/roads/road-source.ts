/**
 * What the graph builder needs of a road file, and all it knows of one: any reader with these columns fits (the
 * OpenStreetMap PBF reader does). The builder scans twice: ways, then nodes.
 *
 * Columns of nodes and ways, and their `tag`, hold until the visitor returns: a reader may write the next block there.
 */

export interface RoadNodeBlock {
  readonly count: number;
  readonly id: Float64Array;
  /** Degrees, WGS84. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** False when no node of the block has a tag. */
  readonly tagged: boolean;
  tag(node: number, key: string): string | undefined;
}

export interface RoadWayBlock {
  readonly count: number;
  readonly id: Float64Array;
  /** count + 1 offsets into `refs`. */
  readonly refStart: Uint32Array;
  /** Node ids along the way. */
  readonly refs: Float64Array;
  tag(way: number, key: string): string | undefined;
}

export interface RoadRelationBlock {
  readonly count: number;
  readonly id: Float64Array;
  /** count + 1 offsets into the member columns. */
  readonly memberStart: Uint32Array;
  readonly memberId: Float64Array;
  /** 0 node, 1 way, 2 relation. */
  readonly memberType: Uint8Array;
  /** Takes an index into the member columns. */
  role(member: number): string;
  tag(relation: number, key: string): string | undefined;
}

export interface RoadVisitors {
  nodes?: (block: RoadNodeBlock) => void;
  ways?: (block: RoadWayBlock) => void;
  relations?: (block: RoadRelationBlock) => void;
  onProgress?: (bytesRead: number, bytesTotal: number) => void;
  signal?: AbortSignal;
}

export interface RoadSource {
  readonly name: string;
  /** For the progress of a scan over several. */
  readonly sizeBytes?: number;
  scan(visitors: RoadVisitors): Promise<void>;
}
