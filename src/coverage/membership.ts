import { type Atoms, type EditionData, LEVELS, type Level } from './edition-data.ts';
import { editionMemo } from './edition-memo.ts';

/** An Int32 a territory: the communes of France in every level that features name take 1 MB. Every pair has room. */
const memberships = editionMemo<Int32Array>(LEVELS.length ** 2);

/**
 * The territory of another level that each territory of a level lies in: index in `parent`, or -1 where it lies in none.
 * Where several share it (an EPCI across two départements, a commune cut into cantons) it is the one with most of its
 * residents, and of two with as many the first by code. Once an edition; not to be written to.
 */
export function membership(data: EditionData, level: Level, parent: Level): Int32Array {
  return memberships.of(data, `${level} ${parent}`, () => {
    const atoms = level === 'qpv' || parent === 'qpv' ? data.qpvAtoms : data.atoms;
    const { [level]: child, [parent]: container } = atoms.territory;
    return mostResidents(atoms, child, container, data.levels[level].codes.length);
  });
}

const UNSEEN = -2;
const SHARED = -3;

function mostResidents(atoms: Atoms, child: Int32Array, parent: Int32Array, count: number): Int32Array {
  const found = new Int32Array(count).fill(UNSEEN);
  let shared = 0;
  for (let atom = 0; atom < atoms.count; atom++) {
    const territory = child[atom];
    if (territory < 0) continue;
    const seen = found[territory];
    if (seen === UNSEEN) found[territory] = parent[atom];
    else if (seen !== parent[atom] && seen !== SHARED) {
      found[territory] = SHARED;
      shared++;
    }
  }
  // Most territories lie in one: only the others are counted, in a second pass.
  if (shared > 0) settleShared(atoms, child, parent, found);
  for (let territory = 0; territory < count; territory++) {
    if (found[territory] === UNSEEN) found[territory] = -1;
  }
  return found;
}

function settleShared(atoms: Atoms, child: Int32Array, parent: Int32Array, found: Int32Array): void {
  const residents = new Map<number, Map<number, number>>();
  for (let atom = 0; atom < atoms.count; atom++) {
    const territory = child[atom];
    if (territory < 0 || found[territory] !== SHARED) continue;
    let byParent = residents.get(territory);
    if (byParent === undefined) {
      byParent = new Map();
      residents.set(territory, byParent);
    }
    byParent.set(parent[atom], (byParent.get(parent[atom]) ?? 0) + atoms.residents[atom]);
  }
  for (const [territory, byParent] of residents) {
    let best = -1;
    let most = -1;
    for (const [index, people] of byParent) {
      if (index < 0 || people < most || (people === most && index > best)) continue;
      best = index;
      most = people;
    }
    found[territory] = best;
  }
}
