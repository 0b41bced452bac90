import { COUNTING_RULE_DEFINITIONS, type CountingRule } from '../coverage/network.ts';
import { type TerritoryRef, withinText } from '../coverage/within.ts';
import { attribution } from './attribution.ts';
import type { EditionMeta } from './edition-meta.ts';
import { expectedError } from './expected-error.ts';
import { residentsInFrench, timesSentence } from './method-sentences.ts';
import type { Sentence } from './sentence.ts';

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

const QPV_POPULATION: Sentence = {
  en: 'Residents of the QPV are estimated from the cells around their sample points: no official QPV population is loaded.',
  fr: 'Les habitants des QPV sont estimés à partir des cellules autour de leurs points d’échantillon : aucune population officielle des QPV n’est chargée.',
};

/** What a definition says of residents and times, in both languages. @param errorAtMinutes as of `travelDefinition` */
function travelSentences(
  meta: EditionMeta,
  ofQpv: boolean,
  errorAtMinutes: number | null,
): { population: Sentence; times: Sentence } {
  const population = { en: meta.method.population, fr: residentsInFrench(meta) };
  const times = timesSentence(meta);
  const error = errorAtMinutes === null ? null : expectedError(meta.method.estimate_errors, errorAtMinutes);
  return {
    population: ofQpv ? joined(population, QPV_POPULATION) : population,
    times: error === null ? times : joined(times, error),
  };
}

function joined(first: Sentence, second: Sentence): Sentence {
  return { en: `${first.en} ${second.en}`, fr: `${first.fr} ${second.fr}` };
}

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
  const { population, times } = travelSentences(meta, qpv, errorAtMinutes);
  return {
    comparison: '<=',
    ...baseDefinition(meta, query.rule, query.within),
    population: population.en,
    times: times.en,
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

/** Threshold whose error is told where an answer has none of its own: that of the promise. */
export const ERROR_AT_MINUTES = 30;

/**
 * The French of a definition's sentences on residents and times, by member. Found by their English, so that both say
 * the same; a member that is none of ours is left out.
 */
export function frenchDefinition(meta: EditionMeta, definition: object): Record<string, string> {
  const { population, times, threshold_minutes } = definition as Partial<TimedDefinition>;
  const minutes = threshold_minutes ?? ERROR_AT_MINUTES;
  const candidates = [travelSentences(meta, false, null), travelSentences(meta, true, minutes)];
  const french: Record<string, string> = {};
  for (const candidate of candidates) {
    if (candidate.population.en === population) french.population = candidate.population.fr;
    if (candidate.times.en === times) french.times = candidate.times.fr;
  }
  return french;
}
