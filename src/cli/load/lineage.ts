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
