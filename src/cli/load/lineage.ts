import type { CogCommune } from '../../sources/cog.ts';
import type { CogMovement } from '../../sources/cog-movements.ts';
import type { LineageInput } from '../../store/edition/write-lineage.ts';
import type { Facts } from './commune-facts.ts';

/** Former codes, each with the communes of today that it became; codes that lead nowhere are left out. */
export function* formerCommunes(facts: Facts): Generator<LineageInput> {
  for (const former of facts.formerCodes) {
    if (facts.communes.has(former)) continue;
    const { current, lineage } = facts.lineage.resolve(former);
    for (const code of current) yield { former, current: code, steps: lineage };
  }
}

/**
 * The names that each code bore before an event, or bears today as a part of a commune (a delegated or associated
 * commune, an arrondissement); today's part first, then by the date of the event, the latest first. The name of the
 * commune of today is not among them.
 */
export function namesBorne(
  cog: Iterable<CogCommune>,
  movements: readonly CogMovement[],
): Map<string, string[]> {
  const today = new Map<string, string>();
  const borne: { code: string; name: string }[] = [];
  for (const { type, code, name } of cog) {
    if (type === 'COM') today.set(code, name);
    else borne.push({ code, name });
  }
  const latestFirst = movements.toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
  for (const { from } of latestFirst) if (from?.name) borne.push({ code: from.code, name: from.name });
  const names = new Map<string, string[]>();
  for (const { code, name } of borne) {
    if (today.get(code) === name) continue;
    const known = names.get(code);
    if (known === undefined) names.set(code, [name]);
    else if (!known.includes(name)) known.push(name);
  }
  return names;
}
