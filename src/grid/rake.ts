/** Residents by item, and the groups whose residents could not be placed. */
export interface Raked {
  /** Whole residents of each item. */
  residents: Uint32Array;
  /** Groups with residents but without any weight, ascending: the caller gives them a place. */
  unplaced: number[];
}

/**
 * Whole residents for each item, in proportion to its weight within its group, so that each group sums exactly to its
 * total (Hamilton's largest remainder; of equal remainders the first item wins). Items without weight get none; a group
 * without residents gives none, whatever its weights.
 *
 * @param weights any unit; what is not above zero counts as none
 * @param group index into `totals`, one an item
 * @param totals legal population of each group
 * @throws RangeError when an item names a group that does not exist
 */
export function rakeToTotals(weights: Float64Array, group: Uint32Array, totals: Uint32Array): Raked {
  const { start, items } = itemsByGroup(weights, group, totals.length);
  const residents = new Uint32Array(weights.length);
  const remainder = new Float64Array(weights.length);
  const unplaced: number[] = [];
  for (let g = 0; g < totals.length; g++) {
    const total = totals[g];
    if (total === 0) continue;
    if (start[g] === start[g + 1]) {
      unplaced.push(g);
      continue;
    }
    const members = items.subarray(start[g], start[g + 1]);
    let weight = 0;
    for (const item of members) weight += weights[item];
    let left = total;
    for (const item of members) {
      const exact = (weights[item] / weight) * total;
      const whole = Math.floor(exact);
      residents[item] = whole;
      remainder[item] = exact - whole;
      left -= whole;
    }
    if (left !== 0) giveRest(members, remainder, residents, left);
  }
  return { residents, unplaced };
}

/** Whole residents for each item of one group: as `rakeToTotals`. */
export function shareOut(total: number, weights: Float64Array): Uint32Array {
  return rakeToTotals(weights, new Uint32Array(weights.length), Uint32Array.of(total)).residents;
}

/** Items with a weight, gathered by group: those of group g are items[start[g]] to items[start[g + 1] - 1], ascending. */
function itemsByGroup(
  weights: Float64Array,
  group: Uint32Array,
  groupCount: number,
): { start: Uint32Array; items: Uint32Array } {
  const start = new Uint32Array(groupCount + 1);
  for (let item = 0; item < weights.length; item++) {
    if (group[item] >= groupCount)
      throw new RangeError(`item ${item} is of group ${group[item]} of ${groupCount}`);
    if (weights[item] > 0) start[group[item] + 1]++;
  }
  for (let g = 0; g < groupCount; g++) start[g + 1] += start[g];
  const next = start.slice();
  const items = new Uint32Array(start[groupCount]);
  for (let item = 0; item < weights.length; item++) {
    if (weights[item] > 0) items[next[group[item]]++] = item;
  }
  return { start, items };
}

/** Hands out what rounding down left, one each, largest remainder first. */
function giveRest(members: Uint32Array, remainder: Float64Array, residents: Uint32Array, left: number): void {
  const order = members.slice().sort((a, b) => remainder[b] - remainder[a] || a - b);
  // Floating point can round a sum of whole shares up: then the smallest remainders give one back.
  const step = left > 0 ? 1 : -1;
  let at = left > 0 ? 0 : order.length - 1;
  for (let rest = Math.abs(left); rest > 0; at = (at + step + order.length) % order.length) {
    const item = order[at];
    if (step < 0 && residents[item] === 0) continue;
    residents[item] += step;
    rest--;
  }
}
