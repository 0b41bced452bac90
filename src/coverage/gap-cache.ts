import type { EditionData } from './edition-data.ts';
import { editionMemo } from './edition-memo.ts';
import type { GapFeature, GapsQuery } from './gaps.ts';
import { withinKey } from './within.ts';

/** The list of the country at one minute (21,555 gaps) takes some 20 MB: three of those, or hundreds of départements. */
const GAP_BYTES_MAX = 64 * 1024 * 1024;

const lists = editionMemo<readonly GapFeature[]>(GAP_BYTES_MAX, bytesOf);

/** The list of a question answered before. @throws DomainError unknown-territory */
export function keptGaps(data: EditionData, query: GapsQuery): readonly GapFeature[] | undefined {
  return lists.get(data, keyOf(data, query));
}

/** Keeps a list for the next asker. */
export function keepGaps(data: EditionData, query: GapsQuery, found: readonly GapFeature[]): void {
  lists.set(data, keyOf(data, query), found);
}

function keyOf(data: EditionData, { rule, thresholdMinutes, within }: GapsQuery): string {
  return `${rule} ${thresholdMinutes} ${withinKey(data, within)}`;
}

/** Roughly: an object of figures, another for each commune, and the cells. */
function bytesOf(found: readonly GapFeature[]): number {
  return found.reduce((sum, gap) => sum + 600 + 80 * gap.communes.length + gap.members.byteLength, 0);
}
