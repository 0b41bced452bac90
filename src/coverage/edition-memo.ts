import type { EditionData } from './edition-data.ts';

/**
 * What has been computed of editions, by question. Held by the edition itself: dropped with it, and never shared between
 * two. It is bounded, and what was asked for longest ago leaves first; the latest stays, however large.
 */
export interface EditionMemo<T> {
  get(data: EditionData, key: string): T | undefined;
  set(data: EditionData, key: string, value: T): void;
  /** Forgets a value, where another has not taken its place. */
  drop(data: EditionData, key: string, value: T): void;
  /** The value that is kept, else that of `make`, kept from then on. */
  of(data: EditionData, key: string, make: () => T): T;
}

interface Kept<T> {
  /** A Map keeps the order of insertion: an entry that is asked for is put back at the end. */
  entries: Map<string, { value: T; size: number }>;
  size: number;
}

/**
 * @param most bound of the sizes of an edition's values together
 * @param sizeOf read once a value; left out, every value counts as one
 */
export function editionMemo<T>(
  most: number,
  sizeOf: (value: T, key: string) => number = () => 1,
): EditionMemo<T> {
  const editions = new WeakMap<EditionData, Kept<T>>();

  function get(data: EditionData, key: string): T | undefined {
    const entries = editions.get(data)?.entries;
    const entry = entries?.get(key);
    if (entries === undefined || entry === undefined) return undefined;
    entries.delete(key);
    entries.set(key, entry);
    return entry.value;
  }

  function set(data: EditionData, key: string, value: T): void {
    let kept = editions.get(data);
    if (kept === undefined) {
      kept = { entries: new Map(), size: 0 };
      editions.set(data, kept);
    }
    remove(kept, key);
    const size = sizeOf(value, key);
    kept.entries.set(key, { value, size });
    kept.size += size;
    for (const oldest of kept.entries.keys()) {
      if (kept.size <= most || oldest === key) break;
      remove(kept, oldest);
    }
  }

  function remove(kept: Kept<T>, key: string): void {
    kept.size -= kept.entries.get(key)?.size ?? 0;
    kept.entries.delete(key);
  }

  return {
    get,
    set,
    drop(data, key, value) {
      const kept = editions.get(data);
      if (kept?.entries.get(key)?.value === value) remove(kept, key);
    },
    of(data, key, make) {
      const known = get(data, key);
      if (known !== undefined) return known;
      const value = make();
      set(data, key, value);
      return value;
    },
  };
}
