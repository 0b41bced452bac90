import type { CogMovement, MovementKind } from './cog-movements.ts';

/** What became of a commune on one day: all its successors. */
export interface Step {
  date: string;
  kind: MovementKind;
  targets: string[];
  /** True when the commune joined others (a fusion); false for a split, a restoration or a new code. */
  joins: boolean;
}

/** Events that move territory from one commune to another; the others change names or what a part is called. */
const TERRITORIAL: ReadonlySet<MovementKind> = new Set([
  'created',
  'restored',
  'suppressed',
  'merged',
  'merged-into-new-commune',
  'associated',
  'moved-to-other-departement',
  'recoded',
]);
const JOINING: ReadonlySet<MovementKind> = new Set(['merged', 'merged-into-new-commune', 'associated']);

/**
 * The successors of each commune code by date, ascending. Only pairs of communes count: what a commune becomes as a
 * part (delegated, associated) is told by the pair of its parent.
 */
export function stepsByCode(movements: Iterable<CogMovement>): Map<string, Step[]> {
  const steps = new Map<string, Step[]>();
  for (const { kind, date, from, to } of movements) {
    if (!from || !to || !TERRITORIAL.has(kind) || from.type !== 'COM' || to.type !== 'COM') continue;
    const known = steps.get(from.code) ?? [];
    steps.set(from.code, known);
    const sameDay = known.find((step) => step.date === date);
    if (!sameDay) known.push({ date, kind, targets: [to.code], joins: JOINING.has(kind) });
    else addTarget(sameDay, to.code, kind);
  }
  for (const known of steps.values()) known.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return steps;
}

function addTarget(step: Step, target: string, kind: MovementKind): void {
  if (!step.targets.includes(target)) step.targets.push(target);
  // Two kinds on one day: a join decides, since the commune went into another.
  if (JOINING.has(kind)) step.joins = true;
}
