/**
 * Many short lists of numbers in three flat arrays. An entry taken out is the next one used, so that lists which fill
 * and empty all the time stay in the cache.
 */
export interface ItemLists {
  /** First entry of each list, or NO_ENTRY. */
  head: Int32Array;
  entryItem: Uint32Array;
  entryNext: Int32Array;
  /** Entries ever used, and the first one that is free again. */
  entryCount: number;
  freeEntry: number;
  itemCount: number;
}

/** What `popItem` returns of an empty list. */
export const NO_ITEM = -1;

const NO_ENTRY = -1;

export function itemLists(listCount: number, capacity = 1024): ItemLists {
  return {
    head: new Int32Array(listCount).fill(NO_ENTRY),
    entryItem: new Uint32Array(capacity),
    entryNext: new Int32Array(capacity),
    entryCount: 0,
    freeEntry: NO_ENTRY,
    itemCount: 0,
  };
}

export function pushItem(lists: ItemLists, list: number, item: number): void {
  let entry = lists.freeEntry;
  if (entry !== NO_ENTRY) lists.freeEntry = lists.entryNext[entry];
  else {
    if (lists.entryCount === lists.entryItem.length) growEntries(lists);
    entry = lists.entryCount++;
  }
  lists.entryItem[entry] = item;
  lists.entryNext[entry] = lists.head[list];
  lists.head[list] = entry;
  lists.itemCount++;
}

/** Takes the item that was put last; NO_ITEM when there is none. */
export function popItem(lists: ItemLists, list: number): number {
  const entry = lists.head[list];
  if (entry === NO_ENTRY) return NO_ITEM;
  lists.head[list] = lists.entryNext[entry];
  lists.entryNext[entry] = lists.freeEntry;
  lists.freeEntry = entry;
  lists.itemCount--;
  return lists.entryItem[entry];
}

export function isEmptyList(lists: ItemLists, list: number): boolean {
  return lists.head[list] === NO_ENTRY;
}

function growEntries(lists: ItemLists): void {
  const item = new Uint32Array(lists.entryItem.length * 2);
  const next = new Int32Array(lists.entryNext.length * 2);
  item.set(lists.entryItem);
  next.set(lists.entryNext);
  lists.entryItem = item;
  lists.entryNext = next;
}
