import { LIMIT_SECONDS } from './our-searches.ts';
import type { Answer } from './references.ts';

/** Catchments of a run, of sites all over the country. */
const SITES = 200;

/** One run: the catchments of some sites, one after the other. */
export interface SitePass {
  searches: number;
  /** The same for the C++ reference. */
  command: string;
  run(search: (site: number) => Answer): Answer;
}

export function allSites(siteCount: number): SitePass {
  const step = Math.max(1, Math.floor(siteCount / SITES));
  return {
    searches: Math.ceil(siteCount / step),
    // Ours keeps all that rounds to the limit.
    command: `catchments ${LIMIT_SECONDS * 10 + 4} 0 ${siteCount} ${step}`,
    run(search) {
      const all: Answer = { ms: 0, reached: 0, sumDs: 0 };
      for (let site = 0; site < siteCount; site += step) {
        const { ms, reached, sumDs } = search(site);
        all.ms += ms;
        all.reached += reached;
        all.sumDs += sumDs;
      }
      return all;
    },
  };
}
