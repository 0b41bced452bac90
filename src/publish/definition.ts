import { COUNTING_RULE_DEFINITIONS, type CountingRule } from '../coverage/network.ts';
import { type TerritoryRef, withinText } from '../coverage/within.ts';
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

/** What is said of figures that times play a part in, whatever the threshold. */
export interface TravelDefinition extends BaseDefinition {
  comparison: '<=';
  population: string;
  times: string;
}

export interface TimedDefinition extends TravelDefinition {
  threshold_minutes: number;
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
 * @param errorAtMinutes threshold whose error to expect is said, since some time in the answer is an estimate; null
 * where none is
 */
export function travelDefinition(
  meta: EditionMeta,
  query: { rule: CountingRule; within: readonly TerritoryRef[] },
  ofQpv: boolean,
  errorAtMinutes: number | null,
): TravelDefinition {
  const qpv = ofQpv || query.within.some((ref) => ref.level === 'qpv');
  const error = errorAtMinutes === null ? null : expectedError(meta.method.estimate_errors, errorAtMinutes);
  return {
    comparison: '<=',
    ...baseDefinition(meta, query.rule, query.within),
    population: qpv ? `${meta.method.population} ${QPV_POPULATION}` : meta.method.population,
    times: error === null ? timesDefinition(meta) : `${timesDefinition(meta)} ${error}`,
  };
}

/**
 * @param ofQpv as of `travelDefinition`
 * @param estimated whether any time in the answer is an estimate: the error to expect is then said.
 */
export function timedDefinition(
  meta: EditionMeta,
  query: { rule: CountingRule; within: readonly TerritoryRef[]; thresholdMinutes: number },
  ofQpv: boolean,
  estimated: boolean,
): TimedDefinition {
  return {
    threshold_minutes: query.thresholdMinutes,
    ...travelDefinition(meta, query, ofQpv, estimated ? query.thresholdMinutes : null),
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
