import type { AccessEntries } from '../../grid/matrix-builder.ts';
import type { ReportBuilder } from '../../sources/files/read-report.ts';
import type { MatrixPairs } from './read-matrix.ts';

const NO_PLACE = -1;

/** Origin → destination of the same id, or NO_PLACE. */
export function sameIds({ origins, destinations }: MatrixPairs): Int32Array {
  const indexOf = new Map(destinations.ids.map((id, i) => [id, i]));
  return Int32Array.from(origins.ids, (id) => indexOf.get(id) ?? NO_PLACE);
}

/** Origins with a time above zero within themselves. */
export function placesWithOwnTime(pairs: MatrixPairs): Set<number> {
  const sameId = sameIds(pairs);
  const own = new Set<number>();
  pairs.origin.forEach((from, i) => {
    if (sameId[from] === pairs.destination[i]) own.add(from);
  });
  return own;
}

/** Pairs of places as pairs of row and site; counted first, so that the columns are made once. */
export function expandPairs(
  pairs: MatrixPairs,
  originPlace: Int32Array,
  sitePlace: Int32Array,
  report: ReportBuilder,
): AccessEntries {
  const { start, order } = pairsByOrigin(pairs, report);
  const sitesIn = Map.groupBy(sitePlace.keys(), (site) => sitePlace[site]);
  const reached = pairs.origins.ids.map((_, place) => {
    let count = 0;
    for (let i = start[place]; i < start[place + 1]; i++) {
      count += sitesIn.get(pairs.destination[order[i]])?.length ?? 0;
    }
    return count;
  });
  let count = 0;
  for (const place of originPlace) if (place >= 0) count += reached[place];
  const origin = new Uint32Array(count);
  const site = new Uint16Array(count);
  const seconds = new Uint16Array(count);
  let at = 0;
  originPlace.forEach((place, row) => {
    if (place < 0) return;
    for (let i = start[place]; i < start[place + 1]; i++) {
      for (const index of sitesIn.get(pairs.destination[order[i]]) ?? []) {
        origin[at] = row;
        site[at] = index;
        seconds[at++] = pairs.seconds[order[i]];
      }
    }
  });
  return { origin, site, seconds, count };
}

/** The pairs of each origin together, as positions; two times of one pair are flagged, and the shorter will stand. */
function pairsByOrigin(
  pairs: MatrixPairs,
  report: ReportBuilder,
): { start: Uint32Array; order: Uint32Array } {
  const { origins, destinations, origin, destination, seconds, row } = pairs;
  const start = new Uint32Array(origins.ids.length + 1);
  for (const from of origin) start[from + 1]++;
  for (let i = 0; i < origins.ids.length; i++) start[i + 1] += start[i];
  const next = start.slice();
  const order = new Uint32Array(origin.length);
  for (let i = 0; i < origin.length; i++) order[next[origin[i]]++] = i;
  const lastPair = new Int32Array(destinations.ids.length).fill(NO_PLACE);
  for (const i of order) {
    const earlier = lastPair[destination[i]];
    lastPair[destination[i]] = i;
    if (earlier < 0 || origin[earlier] !== origin[i] || seconds[earlier] === seconds[i]) continue;
    const pair = `${origins.ids[origin[i]]} to ${destinations.ids[destination[i]]}`;
    const reason = `${pair} has ${seconds[earlier]} s in row ${row[earlier]}: the shorter time counts`;
    report.flag(row[i], null, `${seconds[i]} s`, reason);
  }
  return { start, order };
}
