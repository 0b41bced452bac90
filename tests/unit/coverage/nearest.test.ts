import { describe, expect, it } from 'vitest';
import { NO_SITE, nearestSeconds, nearestSites } from '../../../src/coverage/nearest.ts';
import { COUNTING_RULE_DEFINITIONS, COUNTING_RULES, networkMask } from '../../../src/coverage/network.ts';
import { NO_TIME } from '../../../src/grid/access-matrix.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const { matrix, sites } = tinyEdition();

describe('networkMask', () => {
  it('counts each type and format by the rule', () => {
    expect([...networkMask(sites, 'principal')]).toEqual([1, 1, 1, 0, 1, 1, 0]);
    expect([...networkMask(sites, 'all')]).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect([...networkMask(sites, 'fixed')]).toEqual([1, 0, 1, 0, 1, 1, 0]);
  });

  it('has a definition for every rule', () => {
    for (const rule of COUNTING_RULES) expect(COUNTING_RULE_DEFINITIONS[rule]).toMatch(/^[A-Z].*\.$/);
  });
});

describe('nearest', () => {
  it('is the first site of the row that is in the network', () => {
    const { seconds, site } = nearestSites(matrix, networkMask(sites, 'fixed'));
    expect([...seconds.subarray(2, 6)]).toEqual([700, 2400, 3000, NO_TIME]);
    expect([...site.subarray(2, 6)]).toEqual([0, 0, 0, NO_SITE]);
  });

  it('writes into the memory given, over what was there', () => {
    const out = new Uint16Array(matrix.originCount).fill(7);
    expect(nearestSeconds(matrix, new Uint8Array(sites.length), out)).toBe(out);
    expect([...new Set(out)]).toEqual([NO_TIME]);
  });
});
