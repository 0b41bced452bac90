import { setImmediate } from 'node:timers/promises';
import { nearestOf } from '../coverage/answer-cache.ts';
import { populatedCells } from '../coverage/cells.ts';
import type { Level } from '../coverage/edition-data.ts';
import { COUNTING_RULES } from '../coverage/network.ts';
import { searchIndexOf } from '../coverage/search.ts';
import type { LoadedEdition } from '../publish/edition-meta.ts';
import { DEFAULTS } from './schemas/parameters.ts';

/** What maps and collections ask for first. */
const OUTLINED: readonly Level[] = ['departement', 'canton', 'commune'];

/**
 * Makes what every server of an edition needs sooner or later: the search index, the cells, the usual outlines. Made by
 * the first who asks, each would keep everybody waiting for up to a second, for a country.
 */
export async function warmUp(edition: LoadedEdition): Promise<void> {
  const { data } = edition;
  for (const rule of COUNTING_RULES) nearestOf(data, rule);
  await setImmediate();
  populatedCells(data, DEFAULTS.network);
  await setImmediate();
  searchIndexOf(data);
  for (const level of OUTLINED) await edition.outlines(level, DEFAULTS.simplify);
}
