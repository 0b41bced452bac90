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
 * no numbering of the nodes, however poor, costs more than twice a plain search. Labels only ever become less, and at
 * the end no arc can lessen one: the answer is that of a plain search, in whatever order it was found.
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
