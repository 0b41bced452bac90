import { type ItemLists, isEmptyList } from './item-lists.ts';

/** Nodes of a block: their labels and arcs (some 30 bytes a node) are at home in the caches of one core. */
export const BLOCK_BITS = 16;

/** Settles the nodes `from` ≤ node < `to`, from those that wait in the blocks `firstBlock` ≤ block < `endBlock`. */
export type SettleRange = (from: number, to: number, firstBlock: number, endBlock: number) => void;

/**
 * Runs a search block by block instead of along one frontier: a frontier of thousands of sites goes round the whole
 * memory at each tenth of a second, a block's stays in the cache.
 *
 * Each block is searched by itself; what betters a node of another block is written there, and the node waits. Blocks
 * that come later start from it, those before get a sweep back; what is still left is searched without blocks, so that
 * no numbering of the nodes, however poor, has a node settled more than some three times. Labels only ever become
 * less, and at the end no arc can lessen one: the answer is that of a plain search, in whatever order it was found.
 *
 * 145 copies of Corsica (4.5 million junctions, 2,900 sites), nearest site of every node, ms of processor time, best of
 * four; C++ with one std::priority_queue 2,503 on the same graph. A machine shared with others.
 *
 * | nodes of a block | 2^14 | 2^15 | 2^16 | 2^17 | 2^18 | no blocks |
 * | ms               |  453 |  430 |  424 |  436 |  506 |     2,475 |
 *
 * What a block costs is that nodes near its border are settled twice: 1.18 times a node with 2^14 nodes a block, 1.10
 * with 2^16, 1.05 with 2^18. The numbering decides what it brings (2^16 nodes a block, and none; another run):
 *
 * | order of the nodes | Hilbert | file, copy by copy | search, from node 0 | random |
 * | blocks             |     477 |              1,472 |               2,580 |  4,076 |
 * | no blocks          |   2,144 |              3,038 |               3,464 |  4,439 |
 *
 * Rejected: more sweeps. Numbered copy by copy, with 2^14 nodes a block, twenty sweeps settle 2.9 times
 * a node, one sweep and the rest without blocks 1.0 times (3,602 and 2,564 ms).
 *
 * @param waiting one list of nodes for each block; empty at the end
 */
export function sweepBlocks(
  waiting: ItemLists,
  nodeCount: number,
  blockBits: number,
  settle: SettleRange,
): void {
  const blockCount = waiting.head.length;
  const settleOne = (block: number) => {
    if (isEmptyList(waiting, block)) return;
    settle(block << blockBits, Math.min(nodeCount, (block + 1) << blockBits), block, block + 1);
  };
  for (let block = 0; block < blockCount; block++) settleOne(block);
  for (let block = blockCount - 1; block >= 0; block--) settleOne(block);
  if (waiting.itemCount > 0) settle(0, nodeCount, 0, blockCount);
}

export function blocksOf(nodeCount: number, blockBits: number): number {
  return ((nodeCount - 1) >> blockBits) + 1;
}
