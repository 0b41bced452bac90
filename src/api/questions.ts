import type { Static } from 'typebox';
import { parseWithin, type TerritoryRef } from '../coverage/within.ts';
import { DomainError } from '../domain-error.ts';
import { canonicalWithin } from '../publish/definition.ts';
import type { Simplification } from '../publish/outlines/outline-set.ts';
import {
  type CoverageParameters,
  DEFAULTS,
  type GapsParameters,
  MAX_WITHIN,
  type RatiosParameters,
  type SitesParameters,
  type WithoutSiteParameters,
} from './schemas/parameters.ts';

/**
 * From query parameters to the question put to publish/, with its canonical spelling: the one that ETags and file
 * names are made of.
 */

/**
 * Territories as a parameter gives them, with their one spelling.
 * @throws DomainError invalid-parameter, naming the parameter
 */
export function territories(
  text: string | undefined,
  parameter = 'within',
): { within: TerritoryRef[]; spelling: string[] } {
  const within = parseWithin(text, parameter);
  if (within.length > MAX_WITHIN) {
    const expected = `at most ${MAX_WITHIN} territories`;
    throw new DomainError('invalid-parameter', `${parameter}: expected ${expected}, found ${within.length}`, {
      parameter,
      expected,
      found: within.length,
    });
  }
  return { within, spelling: canonicalWithin(within) };
}

/** How outlines are drawn is part of a question only where it is not as usual. */
export function drawn(simplify: Simplification | undefined): { simplify?: Simplification } {
  return simplify === undefined || simplify === DEFAULTS.simplify ? {} : { simplify };
}

export function coverageQuestion(query: Static<typeof CoverageParameters>) {
  const { level = DEFAULTS.level, threshold = DEFAULTS.threshold, network = DEFAULTS.network } = query;
  const { within, spelling } = territories(query.within);
  return {
    query: { level, within, thresholdMinutes: threshold, rule: network },
    canonical: { level, within: spelling, threshold, network, ...drawn(query.simplify) },
    simplification: query.simplify ?? DEFAULTS.simplify,
  };
}

export function withoutSiteQuestion(query: Static<typeof WithoutSiteParameters>) {
  const { level = DEFAULTS.level, network = DEFAULTS.network } = query;
  const { within, spelling } = territories(query.within);
  return {
    query: { level, within, rule: network },
    canonical: { level, within: spelling, network, ...drawn(query.simplify) },
    simplification: query.simplify ?? DEFAULTS.simplify,
  };
}

export function gapsQuestion(query: Static<typeof GapsParameters>) {
  const { threshold = DEFAULTS.threshold, network = DEFAULTS.network } = query;
  const { within, spelling } = territories(query.within);
  const page = {
    limit: query.limit ?? DEFAULTS.gaps,
    offset: query.offset ?? 0,
    minPopulation: query.min_population ?? 1,
  };
  const drawing = query.drawing ?? DEFAULTS.drawing;
  return {
    query: { within, thresholdMinutes: threshold, rule: network },
    page,
    drawing,
    // What is listed and how it is drawn is part of the question only where it is not as usual.
    canonical: {
      within: spelling,
      threshold,
      network,
      ...(page.minPopulation === 1 ? {} : { min_population: page.minPopulation }),
      ...(page.limit === DEFAULTS.gaps ? {} : { limit: page.limit }),
      ...(page.offset === 0 ? {} : { offset: page.offset }),
      ...(drawing === DEFAULTS.drawing ? {} : { drawing }),
    },
  };
}

export function ratiosQuestion(query: Static<typeof RatiosParameters>) {
  const { by = DEFAULTS.by, threshold = DEFAULTS.threshold, network = DEFAULTS.network } = query;
  const { within, spelling } = territories(query.within);
  return {
    query: { by, within, thresholdMinutes: threshold, rule: network },
    canonical: { by, within: spelling, threshold, network },
  };
}

export function sitesQuestion(query: Static<typeof SitesParameters>) {
  const { network = DEFAULTS.networkOfSites } = query;
  const { within, spelling } = territories(query.within);
  return { query: { within, rule: network }, canonical: { within: spelling, network } };
}
