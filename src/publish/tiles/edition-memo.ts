import type { EditionData } from '../../coverage/edition-data.ts';

/**
 * Remembers what is computed of an edition by a question, a few questions at a time: the tiles of a map ask the same one
 * by the hundred, and then the next.
 * @param most questions remembered an edition; the one used longest ago goes first
 */
export function editionMemo<T>(most: number): (data: EditionData, key: string, make: () => T) => T {
  const held = new WeakMap<EditionData, Map<string, T>>();
  return (data, key, make) => {
    let byKey = held.get(data);
    if (byKey === undefined) {
      byKey = new Map();
      held.set(data, byKey);
    }
    const value = byKey.has(key) ? byKey.get(key)! : make();
    byKey.delete(key);
    byKey.set(key, value);
    if (byKey.size > most) byKey.delete(byKey.keys().next().value!);
    return value;
  };
}
