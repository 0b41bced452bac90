import type { Facts } from './commune-facts.ts';

/** Former codes, each with the communes of today that it became; codes that lead nowhere are left out. */
export function* formerCommunes(facts: Facts): Generator<[former: string, current: string]> {
  for (const former of facts.formerCodes) {
    if (facts.communes.has(former)) continue;
    for (const current of facts.lineage.resolve(former).current) yield [former, current];
  }
}
