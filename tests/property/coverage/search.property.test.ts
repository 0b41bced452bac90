import fc from 'fast-check';
import { expect, it } from 'vitest';
import { search } from '../../../src/coverage/search.ts';
import { SEARCH_LEVELS, searchEntries } from '../../../src/coverage/search-entries.ts';
import { folded, searchText, searchTexts } from '../../../src/coverage/search-folding.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const WORDS = ['Saint', 'St', 'Ste', 'Étienne', 'sur', "l'Œuf", 'Val', 'Vallée', 'Haÿ', 'le', 'Ça', 'd’Oye'];
const name = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 })
  .chain((words) => fc.constantFrom('-', ' ').map((joint) => words.join(joint)));
/** Communes and cantons called by random names; everything else as in the tiny edition. */
const edition = fc
  .record({
    communes: fc.array(name, { minLength: 7, maxLength: 7 }),
    cantons: fc.array(name, { minLength: 4, maxLength: 4 }),
    former: fc.array(name, { minLength: 2, maxLength: 2 }),
  })
  .map(({ communes, cantons, former }) =>
    tinyEdition((spec) => {
      spec.territories.commune.forEach((commune, n) => {
        commune.name = communes[n];
      });
      spec.territories.canton.slice(0, 4).forEach((canton, n) => {
        canton.name = cantons[n];
      });
      spec.formerNames = { '2A099': [former[0]], '2A002': [former[1]] };
    }),
  );
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  name,
);

it('finds every territory by each beginning of its name, of three letters or more', () => {
  fc.assert(
    fc.property(edition, (data) => {
      for (const { level, code, name } of searchEntries(data)) {
        const text = searchText(name);
        for (let length = 3; length <= text.length; length++) {
          const question = { text: text.slice(0, length), level: level ?? ('site' as const), limit: 50 };
          const codes = search(data, question).map((hit) => hit.entry.code);
          expect(codes, question.text).toContain(code);
        }
      }
    }),
    { numRuns: 30 },
  );
});

/** Naive twin: every line of every entry, looked at one by one. */
function slowRank(texts: readonly string[], line: string, head = 0): number | null {
  const ranks = texts.flatMap((text) => {
    const found: number[] = [];
    for (let at = 0; at < line.length; at++) {
      if ((at > 0 && line[at - 1] !== ' ') || !line.startsWith(text, at)) continue;
      const exact = at + text.length === line.length && (at === 0 || at === head);
      found.push(exact ? 0 : at === head ? 1 : 2);
    }
    return found;
  });
  return ranks.length === 0 ? null : Math.min(...ranks);
}

it('lists, by their best match, exactly the communes that a look at every name finds', () => {
  fc.assert(
    fc.property(
      edition,
      fc.oneof(name, fc.constantFrom('s', 'st', 'sa', 'v', 'val', 'l', '2', '2a')),
      (data, text) => {
        const texts = searchTexts(text);
        const expected = searchEntries(data)
          .filter((entry) => entry.level === 'commune')
          .flatMap((entry) => {
            const former = entry.code === '2A002' ? ['2A099', '2A002'] : [];
            const lines = [
              entry.name,
              entry.code,
              ...(data.postcodes?.get(entry.code) ?? []),
              ...former.flatMap((code) => data.formerNames?.get(code) ?? []),
              ...data.communeLineage
                .entries()
                .flatMap(([code, heirs]) => (heirs.includes(entry.code) ? [code] : [])),
            ];
            const ranks = lines
              .map((line) => slowRank(texts, searchText(line)))
              .filter((rank) => rank !== null);
            return ranks.length === 0 ? [] : [{ entry, rank: Math.min(...ranks) }];
          })
          .sort(
            (a, b) =>
              a.rank - b.rank ||
              (b.entry.population ?? 0) - (a.entry.population ?? 0) ||
              (a.entry.code < b.entry.code ? -1 : 1),
          )
          .map(({ entry }) => entry.code);
        const found = search(data, { text, level: 'commune', limit: 50 }).map((hit) => hit.entry.code);
        // Behind them come those that have the words in another order.
        expect(found.slice(0, expected.length)).toEqual(expected);
      },
    ),
  );
});

it('answers any text without an error, each entry once and no more than asked for', () => {
  const data = tinyEdition();
  fc.assert(
    fc.property(
      anyText,
      fc.option(fc.constantFrom(...SEARCH_LEVELS, 'site' as const)),
      fc.integer({ min: 1, max: 50 }),
      (text, level, limit) => {
        const hits = search(data, { text, level, limit });
        expect(hits.length).toBeLessThanOrEqual(limit);
        expect(new Set(hits.map((hit) => hit.entry)).size).toBe(hits.length);
        expect(search(data, { text, level, limit })).toEqual(hits);
      },
    ),
    { numRuns: 500 },
  );
});

it('folds what is folded to itself, whatever the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(folded(folded(text))).toBe(folded(text));
      expect(folded(text.toUpperCase().toLowerCase())).toBe(folded(text.toUpperCase()));
    }),
    { numRuns: 1000 },
  );
});
