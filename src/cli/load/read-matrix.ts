import { DomainError } from '../../domain-error.ts';
import { crowFlyM } from '../../network/geometry.ts';
import { Growable } from '../../network/growable.ts';
import type { ReportBuilder } from '../../sources/files/read-report.ts';
import { readTravelTimes, type TravelTimesRow } from '../../sources/travel-time-matrix.ts';
import type { Step } from '../progress.ts';
import type { LonLat, PlaceNames } from './matrix-places.ts';
import { readDataset, type SourceFiles } from './source-files.ts';

/** The pairs of a matrix that may be of use: those of wanted ids, within the limit. */
export interface MatrixPairs {
  origins: MatrixIds;
  destinations: MatrixIds;
  /** Columns of one length; indexes into the ids. */
  origin: Uint32Array;
  destination: Uint32Array;
  /** Whole seconds, rounded up: `<=` a whole threshold then means what it means in the file. */
  seconds: Uint32Array;
  /** 1-based line of the file, for messages. */
  row: Uint32Array;
  /** Of all times read of wanted pairs, the longest, over the limit or not. */
  longestSeconds: number;
}

/** The ids of one side, all that the file names, in the order of the file. */
export interface MatrixIds {
  ids: string[];
  /** Whether there is any time from (to) another place. A row of holes says nothing of its place. */
  hasTime: Uint8Array;
  /** Line on which the id first stands; 0 where none was noted. */
  row: number[];
}

export interface ReadMatrixInput {
  files: SourceFiles;
  names: PlaceNames;
  wanted: { origin(id: string): boolean; destination(id: string): boolean };
  limitSeconds: number;
  step: Step;
  signal: AbortSignal;
}

/** Places nearer than this may be a second apart; farther ones are not. */
const APART_M = 1_000;

/** Nobody drives faster, nor on the median slower, as the crow flies: such a file is not in seconds. */
const FASTEST_KMH = 150;
const SLOWEST_KMH = 5;

/** Pairs that the median speed is taken of. */
const SPEED_SAMPLE = 200_000;

/**
 * Reads the matrix row by row, and keeps pairs of wanted ids only: 16 bytes each.
 * @returns the pairs, and the report, to add what only the load can see
 * @throws DomainError of readTravelTimes; source-schema where the times cannot be seconds by car
 */
export async function readMatrix(
  input: ReadMatrixInput,
): Promise<{ pairs: MatrixPairs; report: ReportBuilder }> {
  const { files, names, wanted, limitSeconds, step, signal } = input;
  const origins = idTable(names, wanted.origin);
  const destinations = idTable(names, wanted.destination);
  const columns = Array.from({ length: 4 }, () => new Growable((length) => new Uint32Array(length), 1 << 16));
  const [origin, destination, seconds, line] = columns;
  const speeds = new Growable((length) => new Float32Array(length));
  let longestSeconds = 0;
  let report!: ReportBuilder;

  const take = (row: TravelTimesRow): void => {
    const from = origins.index(row.origin);
    origins.row[from] ??= row.row;
    for (let i = 0; i < row.destinations.length; i++) {
      const time = row.seconds[i];
      if (Number.isNaN(time)) continue;
      const to = destinations.index(row.destinations[i]);
      const isOwn = origins.ids[from] === destinations.ids[to];
      // A time of zero within a place says that nothing was measured there.
      if (isOwn && time === 0) continue;
      if (!isOwn) {
        const metres = distanceM(origins.point[from], destinations.point[to]);
        if (time === 0 && metres > APART_M) {
          const km = `${Math.round(metres / 1000)} km`;
          report.flag(row.row, row.destinations[i], 0, `no time at all over ${km}: read as no route`);
          continue;
        }
        if (metres > APART_M && speeds.length < SPEED_SAMPLE) speeds.push((3.6 * metres) / time);
        origins.hasTime.add(from);
        destinations.hasTime.add(to);
        longestSeconds = Math.max(longestSeconds, time);
      }
      if (time > limitSeconds) continue;
      origin.push(from);
      destination.push(to);
      seconds.push(Math.ceil(time));
      line.push(row.row);
    }
  };

  const readWanted = (file: Parameters<typeof readTravelTimes>[0], r: ReportBuilder) =>
    readTravelTimes(file, r, { origin: origins.isWanted, destination: destinations.isWanted });
  const rows = readDataset(files, 'travel-time-matrix', readWanted, (r) => {
    report = r;
  });
  let read = 0;
  for await (const row of rows) {
    signal.throwIfAborted();
    take(row);
    step.advance(++read, null);
  }
  const name = files.located.get('travel-time-matrix')!.path;
  expectSecondsByCar(name, median(speeds.view()), speeds.length, report);
  flagMissingRows(origins.ids, destinations.ids, report);
  return {
    pairs: {
      origins: origins.table(),
      destinations: destinations.table(),
      origin: origin.view(),
      destination: destination.view(),
      seconds: seconds.view(),
      row: line.view(),
      longestSeconds,
    },
    report,
  };
}

/** Ids of one side as they come, each with what it costs to find out once. */
function idTable(names: PlaceNames, isWanted: (id: string) => boolean) {
  const indexOf = new Map<string, number>();
  const wantedOf = new Map<string, boolean>();
  const ids: string[] = [];
  const row: number[] = [];
  const point: (LonLat | null)[] = [];
  const hasTime = new Set<number>();
  const index = (text: string): number => {
    const known = indexOf.get(text);
    if (known !== undefined) return known;
    const id = names.canonical(text);
    let at = indexOf.get(id);
    if (at === undefined) {
      at = ids.push(id) - 1;
      point.push(names.pointOf(id));
      indexOf.set(id, at);
    }
    indexOf.set(text, at);
    return at;
  };
  return {
    ids,
    row,
    point,
    hasTime,
    index,
    isWanted(text: string): boolean {
      const known = wantedOf.get(text);
      if (known !== undefined) return known;
      const answer = isWanted(ids[index(text)]);
      wantedOf.set(text, answer);
      return answer;
    },
    table: (): MatrixIds => ({
      ids,
      hasTime: Uint8Array.from(ids, (_, i) => Number(hasTime.has(i))),
      row: Array.from(ids, (_, i) => row[i] ?? 0),
    }),
  };
}

function distanceM(from: LonLat | null, to: LonLat | null): number {
  return from && to ? crowFlyM(...from, ...to) : 0;
}

function median(values: Float32Array | Float64Array): number {
  return values.length === 0 ? Number.NaN : values.slice().sort()[Math.floor(values.length / 2)];
}

/** Minutes read as seconds would cover everybody: such a file is refused, since nobody would look twice at 100 %. */
function expectSecondsByCar(file: string, kmh: number, pairs: number, report: ReportBuilder): void {
  const speed = `${Math.round(kmh)} km/h as the crow flies (median of ${pairs} pairs)`;
  if (kmh > FASTEST_KMH) {
    throw new DomainError(
      'source-schema',
      `${file}: expected seconds by car, found times that mean ${speed}: are they minutes, or are the points misplaced?`,
      { file, expected: 'seconds', found: speed },
    );
  }
  if (kmh < SLOWEST_KMH) {
    report.flag(null, null, speed, 'slow for a car: are these metres, or times on foot?');
  }
}

/** A square matrix of which the end is missing is still readable: only its missing rows tell. */
function flagMissingRows(origins: readonly string[], destinations: readonly string[], report: ReportBuilder) {
  const columns = new Set(destinations);
  if (!origins.every((id) => columns.has(id))) return;
  const missing = destinations.length - origins.length;
  if (missing <= 0) return;
  const reason = `${missing} of ${destinations.length} places have a column and no row: is the file cut short?`;
  report.flag(null, null, destinations.find((id) => !origins.includes(id)) ?? null, reason);
}
