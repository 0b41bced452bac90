import { COUNTING_RULE_DEFINITIONS, type CountingRule } from '../coverage/network.ts';
import type { TerritoryRef } from '../coverage/within.ts';
import { attribution } from './attribution.ts';
import type { EditionMeta } from './edition-meta.ts';
import { expectedError } from './expected-error.ts';

/** The part of a definition that every answer has: what was asked of which network, and whose data it is. */
export interface BaseDefinition {
  network: CountingRule;
  network_definition: string;
  /** Territories asked for, as the `within` parameter writes them; `france` where nothing narrows the ask. */
  within: string[];
  edition_created_at: string;
  fictional: boolean;
  attribution: string[];
}

export interface TimedDefinition extends BaseDefinition {
  threshold_minutes: number;
  comparison: '<=';
  population: string;
  times: string;
}

const PREFIXES: Partial<Record<TerritoryRef['level'], string>> = {
  region: 'reg',
  arrondissement: 'arr',
  epci: 'epci',
  canton: 'canton',
  commune: 'commune',
  qpv: 'qpv',
};

/** A reference as the `within` parameter writes it: a bare code is a département. */
export function withinText(ref: TerritoryRef): string {
  if (ref.level === 'france') return 'france';
  return ref.level === 'departement' ? ref.code : `${PREFIXES[ref.level] ?? ref.level}-${ref.code}`;
}

/** The same territories in one spelling: sorted, each once; `france` alone where it is among them or nothing is. */
export function canonicalWithin(refs: readonly TerritoryRef[]): string[] {
  const texts = new Set(refs.map(withinText));
  if (texts.size === 0 || texts.has('france')) return ['france'];
  return [...texts].sort();
}

export function baseDefinition(
  meta: EditionMeta,
  rule: CountingRule,
  within: readonly TerritoryRef[],
): BaseDefinition {
  return {
    network: rule,
    network_definition: COUNTING_RULE_DEFINITIONS[rule],
    within: canonicalWithin(within),
    edition_created_at: meta.created_at,
    fictional: meta.fictional,
    attribution: attribution(meta),
  };
}

const QPV_POPULATION =
  'Residents of the QPV are estimated from the cells around their sample points: no official QPV population is loaded.';

/**
 * @param ofQpv whether the question is about QPV; one asked within QPV counts their residents too.
 * @param estimated whether any time in the answer is an estimate: the error to expect is then said.
 */
export function timedDefinition(
  meta: EditionMeta,
  query: { rule: CountingRule; within: readonly TerritoryRef[]; thresholdMinutes: number },
  ofQpv: boolean,
  estimated: boolean,
): TimedDefinition {
  const qpv = ofQpv || query.within.some((ref) => ref.level === 'qpv');
  const error = estimated ? expectedError(meta.method.estimate_errors, query.thresholdMinutes) : null;
  return {
    threshold_minutes: query.thresholdMinutes,
    comparison: '<=',
    ...baseDefinition(meta, query.rule, query.within),
    population: qpv ? `${meta.method.population} ${QPV_POPULATION}` : meta.method.population,
    times: error === null ? timesDefinition(meta) : `${timesDefinition(meta)} ${error}`,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** One sentence: what a time is, and where the edition's times come from. */
export function timesDefinition(meta: EditionMeta): string {
  const { providers, speed_profile, time_limit_seconds } = meta.method;
  const parts = [
    `${percent(providers.road)} of the residents by the road network`,
    `${percent(providers.friction)} by an estimate (friction surface)`,
    ...(providers.imported ? [`${percent(providers.imported)} by imported times`] : []),
    `${percent(providers.none)} without any time`,
  ];
  return (
    `Free-flow time by car from the resident to the nearest site of the network, up to ${time_limit_seconds / 60} ` +
    `minutes, whole seconds (${speed_profile}): ${parts.join(', ')}.`
  );
}
