import { communeOfMunicipalArrondissement } from './codes.ts';
import type { CogCommune } from './cog.ts';
import type { CogMovement, MovementKind } from './cog-movements.ts';
import type { CommuneHistoryRow } from './commune-history.ts';
import { type Step, stepsByCode } from './commune-steps.ts';

/** One change on the way from an old code to today's. */
export interface LineageStep {
  from: string;
  to: string;
  /** ISO date; null where the source gives none (today's part of a commune, or the table of historical codes). */
  date: string | null;
  kind: MovementKind | 'arrondissement' | 'delegated' | 'associated' | 'historical-table';
}

export interface ResolvedCommune {
  /**
   * Codes of today's communes; several after a split, none for an unknown code. The first is the main one, by the
   * table of historical codes where it names one of them; the others ascend.
   */
  current: string[];
  /** Empty where the code is today's own. */
  lineage: LineageStep[];
}

export interface CommuneLineage {
  /**
   * The communes of today that a code stands for.
   * @param asOf ISO date of the file that the code comes from. With it, later events are applied to codes that live
   * on: a commune that was split since stands for all its parts. Without it, a code of today is itself, and an old
   * code is taken as it last was.
   */
  resolve(code: string, asOf?: string): ResolvedCommune;
}

export interface LineageSources {
  cog: Iterable<CogCommune>;
  movements?: Iterable<CogMovement>;
  history?: Iterable<CommuneHistoryRow>;
}

/** The longest true walk takes some thirty steps; a loop of same-day events in a bad file must end. */
const MAX_STEPS = 1000;

/**
 * Builds the resolver from INSEE's files. In order: today's code; today's municipal arrondissement, delegated or
 * associated commune (its parent, with the events that led there); the events since 1943; the table of historical
 * codes.
 */
export function buildCommuneLineage(sources: LineageSources): CommuneLineage {
  const current = new Set<string>();
  const parts = new Map<string, CogCommune>();
  for (const row of sources.cog) {
    if (row.type === 'COM') current.add(row.code);
    else parts.set(row.code, row);
  }
  const steps = stepsByCode(sources.movements ?? []);
  const history = new Map<string, string[]>();
  for (const row of sources.history ?? []) {
    const known = history.get(row.historical);
    if (known) known.push(row.current);
    else history.set(row.historical, [row.current]);
  }

  function resolve(code: string, asOf?: string): ResolvedCommune {
    if (asOf === undefined && current.has(code)) return { current: [code], lineage: [] };
    const walked = walk(steps, current, code, asOf);
    const part = current.has(code) ? undefined : parts.get(code);
    if (part) return resolvePart(part, walked);
    if (walked.current.length > 0) return { ...walked, current: mainFirst(walked.current, code) };
    if (current.has(code)) return { current: [code], lineage: [] };
    return resolveOtherwise(code);
  }

  /** The COG says where a part belongs today; the events are told when they lead there. */
  function resolvePart(part: CogCommune, walked: ResolvedCommune): ResolvedCommune {
    const parent = part.parent;
    if (parent === null || !current.has(parent)) return { current: [], lineage: [] };
    if (walked.current.length === 1 && walked.current[0] === parent) return walked;
    const kind = part.type === 'ARM' ? 'arrondissement' : part.type === 'COMA' ? 'associated' : 'delegated';
    return { current: [parent], lineage: [{ from: part.code, to: parent, date: null, kind }] };
  }

  function mainFirst(codes: string[], code: string): string[] {
    const main = current.has(code) ? code : history.get(code)?.[0];
    return main !== undefined && codes.includes(main)
      ? [main, ...codes.filter((other) => other !== main)]
      : codes;
  }

  function resolveOtherwise(code: string): ResolvedCommune {
    const whole = communeOfMunicipalArrondissement(code);
    if (whole !== null && current.has(whole)) {
      return { current: [whole], lineage: [{ from: code, to: whole, date: null, kind: 'arrondissement' }] };
    }
    const table = (history.get(code) ?? []).filter((to) => current.has(to));
    const to = [...new Set(table)].sort();
    const lineage = to.map((target) => ({
      from: code,
      to: target,
      date: null,
      kind: 'historical-table' as const,
    }));
    return { current: to, lineage };
  }

  return { resolve };
}

/** The events after a date, followed to today's communes; empty when they lead to none. */
function walk(
  steps: ReadonlyMap<string, Step[]>,
  current: ReadonlySet<string>,
  code: string,
  asOf: string | undefined,
): ResolvedCommune {
  const first = firstStep(steps.get(code), asOf, current.has(code));
  if (!first) return { current: [], lineage: [] };
  const found = new Set<string>();
  const lineage: LineageStep[] = [];
  const told = new Set<string>();
  const queue: { at: string; step: Step | undefined; before: string[] }[] = [
    { at: code, step: first, before: [] },
  ];
  for (let guard = 0; queue.length > 0 && guard < MAX_STEPS; guard++) {
    const { at, step, before } = queue.shift()!;
    if (!step) {
      if (current.has(at)) found.add(at);
      continue;
    }
    for (const to of targetsOf(step, before)) {
      const key = `${at} ${to} ${step.date}`;
      if (at !== to && !told.has(key)) {
        told.add(key);
        lineage.push({ from: at, to, date: step.date, kind: step.kind });
      }
      // What the commune was before it joined others decides which part of a later split it is.
      const joined = step.joins ? [...before, at] : before;
      queue.push({ at: to, step: nextStep(steps.get(to), step.date, current.has(to), at), before: joined });
    }
  }
  return { current: [...found].sort(), lineage };
}

/**
 * A commune that had joined the one now split goes with its own part: the earliest of its codes that is among the
 * targets. The split commune itself goes to all of them.
 */
function targetsOf(step: Step, before: readonly string[]): string[] {
  if (step.joins || step.targets.length === 1) return step.targets;
  const own = before.find((code) => step.targets.includes(code));
  return own === undefined ? step.targets : [own];
}

/** A file may use a code that was already gone at its date: the code is then taken as it last was. */
function firstStep(
  steps: Step[] | undefined,
  asOf: string | undefined,
  isCurrent: boolean,
): Step | undefined {
  if (!steps) return undefined;
  const later = asOf === undefined ? undefined : steps.find((step) => step.date > asOf);
  return later ?? (isCurrent ? undefined : steps.at(-1));
}

/** The next event of a code; one of the same day only when the code did not outlive that day. */
function nextStep(
  steps: Step[] | undefined,
  date: string,
  isCurrent: boolean,
  from: string,
): Step | undefined {
  const later = steps?.find((step) => step.date > date);
  if (later || isCurrent) return later;
  return steps?.find((step) => step.date === date && !step.targets.includes(from));
}
