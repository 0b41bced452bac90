import type { Atoms, EditionData } from '../../../src/coverage/edition-data.ts';
import { minuteHistogram } from '../../../src/coverage/minute-histogram.ts';
import { nearestSites } from '../../../src/coverage/nearest.ts';
import {
  atomsOfOrigins,
  changeByAdding,
  changeByRemoving,
  histogramAfter,
} from '../../../src/coverage/site-change.ts';
import type { AccessMatrix } from '../../../src/grid/access-matrix.ts';
import { seededRandom, syntheticCountry } from '../synthetic-country.ts';
import { type MatrixInput, matrixSearch } from './matrix-input.ts';

const SCANS = 18;
/** Of them: the compiler's, not the question's. */
const UNMEASURED = 3;
const CHANGES = 100;
const COMMUNES = 35_000;

/** Milliseconds of each. */
export interface CountryQuestions {
  /** Another half of the sites each time: nearest of every origin, and every canton by minute. */
  scan: number[];
  /** One site more: its search from the road on, the origins it changes, and every canton. */
  added: number[];
  /** One site less: the origins it changes, and every canton. */
  removed: number[];
}

/** What is asked of a matrix of searched times once it is there; 2,058 cantons. */
export function countryQuestions(matrix: AccessMatrix, input: MatrixInput): CountryQuestions {
  const random = seededRandom(7);
  const { originCount, siteCount } = matrix;
  const size = { origins: originCount, sites: siteCount, entries: siteCount, communes: COMMUNES };
  const data: EditionData = { ...syntheticCountry(size), matrix };
  const { atoms } = data;
  const cantons = (seconds: Uint16Array) => minuteHistogram(data, atoms, 'canton', seconds, null);

  const networks = Array.from({ length: SCANS }, () =>
    Uint8Array.from({ length: siteCount }, () => (random() < 0.5 ? 1 : 0)),
  );
  const ask = (network: Uint8Array) => cantons(nearestSites(matrix, network).seconds);
  // A server has answered before.
  for (const network of networks.slice(0, UNMEASURED)) ask(network);
  const scan = networks.slice(UNMEASURED).map((network) => timeOf(() => ask(network)));

  const network = new Uint8Array(siteCount).fill(1);
  const nearest = nearestSites(matrix, network);
  const before = cantons(nearest.seconds);
  const scope = scopeOf(data, atoms);
  const nodes = input.arcStart.length - 1;
  const siteNode = Uint32Array.from({ length: CHANGES }, () => Math.floor(random() * nodes));
  const search = matrixSearch({ ...input, siteNode });
  const origin = new Uint32Array(originCount);
  const seconds = new Uint16Array(originCount);
  const added = Array.from(siteNode, (_, site) =>
    timeOf(() => {
      const count = search(site, origin, seconds);
      const change = changeByAdding(nearest, siteCount, { count, origin, seconds });
      return histogramAfter(before, scope, nearest, change);
    }),
  );
  const removed = Array.from({ length: CHANGES }, (_, i) => {
    const site = Math.floor((i * siteCount) / CHANGES);
    return timeOf(() =>
      histogramAfter(before, scope, nearest, changeByRemoving(matrix, network, nearest, site)),
    );
  });
  return { scan, added, removed };
}

function scopeOf(data: EditionData, atoms: Atoms) {
  const ofOrigins = atomsOfOrigins(atoms, data.origins.count);
  return { data, level: 'canton' as const, atoms, mask: null, ofOrigins };
}

function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
