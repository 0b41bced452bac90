import { IdSet } from './id-set.ts';
import type { RoadRelationBlock, RoadSource, RoadVisitors, RoadWayBlock } from './road-source.ts';

/**
 * One or several road files as one: regions that meet at a border. A way or relation that is there twice, in two files
 * or in one, counts once, as it comes first. A node may come again: readers take its last place. A way may take its
 * nodes from another file than its own, so that two extracts cut from one file are that file again, as long as ways
 * keep the ids of all their nodes. Where a tool took ids out of ways at the border, the first file's piece is all that
 * is left of such a way.
 *
 * Files are read in the order given, one after the other. ROAD_GRAPH_BUILD goes up with a change of these rules.
 * @throws Error (scan) what the sources throw
 */
export function mergeRoadSources(sources: readonly RoadSource[]): RoadSource {
  const sizes = sources.map(({ sizeBytes = 1 }) => sizeBytes);
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    name: sources.map(({ name }) => name).join(', '),
    sizeBytes: totalBytes,
    async scan({ nodes, ways, relations, onProgress, signal }) {
      const waysSeen = new IdSet();
      const relationsSeen = new IdSet();
      const visitors: RoadVisitors = {
        nodes,
        ways: ways && ((block) => visitNew(block, waysSeen, waysAt, ways)),
        relations: relations && ((block) => visitNew(block, relationsSeen, relationsAt, relations)),
        signal,
      };
      let before = 0;
      for (const [i, source] of sources.entries()) {
        const share = (read: number, total: number) => before + (read / total) * sizes[i];
        await source.scan({
          ...visitors,
          onProgress: onProgress && ((read, total) => onProgress(share(read, total), totalBytes)),
        });
        before += sizes[i];
      }
    },
  };
}

interface Identified {
  readonly count: number;
  readonly id: Float64Array;
}

/** Hands on a block as it is where all of it is new: nearly always, but at a border. */
function visitNew<Block extends Identified>(
  block: Block,
  seen: IdSet,
  itemsAt: (block: Block, kept: Uint32Array) => Block,
  visit: (block: Block) => void,
): void {
  const kept = new Uint32Array(block.count);
  let count = 0;
  for (let item = 0; item < block.count; item++) if (seen.add(block.id[item])) kept[count++] = item;
  if (count === block.count) visit(block);
  else if (count > 0) visit(itemsAt(block, kept.subarray(0, count)));
}

function waysAt(block: RoadWayBlock, kept: Uint32Array): RoadWayBlock {
  const [refStart, places] = slices(block.refStart, kept);
  return {
    count: kept.length,
    id: Float64Array.from(kept, (way) => block.id[way]),
    refStart,
    refs: Float64Array.from(places, (place) => block.refs[place]),
    tag: (way, key) => block.tag(kept[way], key),
  };
}

function relationsAt(block: RoadRelationBlock, kept: Uint32Array): RoadRelationBlock {
  const [memberStart, places] = slices(block.memberStart, kept);
  return {
    count: kept.length,
    id: Float64Array.from(kept, (relation) => block.id[relation]),
    memberStart,
    memberId: Float64Array.from(places, (place) => block.memberId[place]),
    memberType: Uint8Array.from(places, (place) => block.memberType[place]),
    role: (member) => block.role(places[member]),
    tag: (relation, key) => block.tag(kept[relation], key),
  };
}

/** Offsets of the kept items among each other, and the places that their slices had. */
function slices(start: Uint32Array, kept: Uint32Array): [start: Uint32Array, places: Uint32Array] {
  const newStart = new Uint32Array(kept.length + 1);
  kept.forEach((item, i) => {
    newStart[i + 1] = newStart[i] + start[item + 1] - start[item];
  });
  const places = new Uint32Array(newStart[kept.length]);
  kept.forEach((item, i) => {
    for (let at = newStart[i]; at < newStart[i + 1]; at++) places[at] = start[item] + at - newStart[i];
  });
  return [newStart, places];
}
