import { type ItemLists, itemLists, NO_ITEM, popItem, pushItem } from './item-lists.ts';

/**
 * The queue of the searches: buckets of 0.8 s over a window of seven minutes; what is due later waits in a plain list
 * until the window moves on. Arcs need no bound, and the buckets stay in the first level of the cache.
 *
 * Items of one bucket come in any order, so a search takes back what an item of the same bucket betters: it relaxes
 * the node again. One arc in ten is that short where Corsica is drawn as densely as France.
 *
 * Nearest site for every node of 145 copies of Corsica in blocks (block-sweeps.ts), ms of processor time, best and
 * median of four or five rounds; a machine shared with others, each width a run of its own: small differences say
 * nothing.
 * - width of a bucket, windows as long (6.8 min): 0.1 s 476 and 528, 0.2 s 447 and 488, 0.4 s 425 and 455, 0.8 s 432
 *   and 454, 1.6 s 432 and 450, 3.2 s (13.7 min) 435 and 454; 0.1 s over 27 min 535 and 594.
 * - the queue written out in the search: 410 and 441; called, as here: 449 and 498. Four searches share it, so it is
 *   called.
 * - other queues, seven rounds in turn against 371 and 390: radix heap of 32-bit times 586 and 602 (medians × 1.54),
 *   4-ary heap with decrease-key 637 and 657 (× 1.68), 4-ary heap of one double (time and node) 651 and 673 (× 1.73).
 * - the same without blocks, medians of two runs of five rounds: radix heap × 0.96 and 0.98, no gain; with
 *   decrease-key × 1.27 and 1.41; one double × 1.15 and 1.27. For catchments see catchment.ts.
 */
export interface BucketQueue {
  buckets: ItemLists;
  /** Time at which the window begins, and the bucket of it that is being emptied; WINDOW between searches. */
  baseDs: number;
  at: number;
  /** Items due after the window. */
  lateItem: Uint32Array;
  lateDs: Uint32Array;
  lateCount: number;
  leastLateDs: number;
}

const WIDTH_BITS = 3;
const WINDOW = 512;
const NEVER = 0xffffffff;

export function bucketQueue(capacity = 1024): BucketQueue {
  return {
    buckets: itemLists(WINDOW, capacity),
    baseDs: 0,
    at: WINDOW,
    lateItem: new Uint32Array(capacity),
    lateDs: new Uint32Array(capacity),
    lateCount: 0,
    leastLateDs: NEVER,
  };
}

/** Whether a time falls into the bucket being emptied: an item taken whose time does not is an old entry. */
export function isDue(queue: BucketQueue, ds: number): boolean {
  return (ds - queue.baseDs) >> WIDTH_BITS === queue.at;
}

/** @param ds below 2^31, and not before the bucket being emptied */
export function putItem(queue: BucketQueue, item: number, ds: number): void {
  const bucket = (ds - queue.baseDs) >> WIDTH_BITS;
  if (bucket < WINDOW && queue.at < WINDOW) pushItem(queue.buckets, bucket, item);
  else putLate(queue, item, ds);
}

/** An item of the earliest bucket; NO_ITEM when the queue is empty. */
export function takeItem(queue: BucketQueue): number {
  for (;;) {
    while (queue.at < WINDOW) {
      const item = popItem(queue.buckets, queue.at);
      if (item !== NO_ITEM) return item;
      queue.at++;
    }
    if (queue.lateCount === 0) return NO_ITEM;
    moveWindow(queue);
  }
}

function moveWindow(queue: BucketQueue): void {
  const { lateItem, lateDs, lateCount } = queue;
  queue.baseDs = (queue.leastLateDs >> WIDTH_BITS) << WIDTH_BITS;
  queue.at = 0;
  queue.lateCount = 0;
  queue.leastLateDs = NEVER;
  // What is still late is written where it was read, or before.
  for (let i = 0; i < lateCount; i++) putItem(queue, lateItem[i], lateDs[i]);
}

function putLate(queue: BucketQueue, item: number, ds: number): void {
  if (queue.lateCount === queue.lateItem.length) {
    const lateItem = new Uint32Array(queue.lateItem.length * 2);
    const lateDs = new Uint32Array(queue.lateDs.length * 2);
    lateItem.set(queue.lateItem);
    lateDs.set(queue.lateDs);
    queue.lateItem = lateItem;
    queue.lateDs = lateDs;
  }
  queue.lateItem[queue.lateCount] = item;
  queue.lateDs[queue.lateCount++] = ds;
  if (ds < queue.leastLateDs) queue.leastLateDs = ds;
}
