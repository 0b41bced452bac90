import type { Site } from './edition-data.ts';

/** Which sites count as the network, by the words of the programme. */
export const COUNTING_RULES = ['principal', 'all', 'fixed'] as const;
export type CountingRule = (typeof COUNTING_RULES)[number];

export const COUNTING_RULE_DEFINITIONS: Record<CountingRule, string> = {
  principal:
    'Every labelled principal site, whether fixed, multi-site or itinerant; antennas, which the programme counts apart, are left out.',
  all: 'Every labelled principal site and every antenna, whatever its format.',
  fixed: 'Every labelled principal site that does not move: itinerant sites and antennas are left out.',
};

/** 1 for each site (by index of the edition) that belongs to the network under the rule, else 0. */
export function networkMask(sites: readonly Site[], rule: CountingRule): Uint8Array {
  const mask = new Uint8Array(sites.length);
  for (let i = 0; i < sites.length; i++) {
    const { type, format } = sites[i];
    const counts =
      rule === 'all' || (type === 'principal' && (rule === 'principal' || format !== 'itinerant'));
    mask[i] = counts ? 1 : 0;
  }
  return mask;
}
