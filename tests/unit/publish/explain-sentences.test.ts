import { expect, it } from 'vitest';
import { explain } from '../../../src/coverage/explain.ts';
import { explainSentences } from '../../../src/publish/answers/explain-sentences.ts';
import { englishCount, frenchCount } from '../../../src/publish/number-text.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

function sentences(code: string, level: 'commune' | 'departement' | 'region' | 'canton' = 'commune') {
  const query = { level, code, thresholdMinutes: 30, rule: 'principal', limit: 1 } as const;
  return explainSentences(explain(tinyEdition(), query), 30);
}

it('writes thousands as each language does', () => {
  expect([0, 999, 1000, 168306, 68350798].map(frenchCount)).toEqual([
    '0',
    '999',
    '1\u202f000',
    '168\u202f306',
    '68\u202f350\u202f798',
  ]);
  expect(englishCount(1234567)).toBe('1,234,567');
});

it('says estimates, unknown times and parts in both languages', () => {
  const { en, fr } = sentences('84', 'region');
  expect(fr).toEqual([
    'Région des Plaines : 1\u202f725 habitants sur 1\u202f740 (99,1 %) sont à 30 minutes ou moins en voiture d’un site du réseau.',
    '15 habitants sur 1\u202f740 sont au-delà de 30 minutes.',
    '1 site du réseau se trouve dans le territoire ; 1 site hors du territoire est le plus proche pour 25 habitants.',
    'La durée de 40 habitants est une estimation et non une durée par la route.',
    'Seule une partie du territoire est chargée : les chiffres portent sur cette partie.',
  ]);
  expect(en[1]).toBe('15 of 1,740 residents are farther than 30 minutes.');
  expect(sentences('2B', 'departement').fr[1]).toBe(
    '100 habitants sur 390 sont au-delà de 30 minutes, ou sans durée connue (30).',
  );
});

it('has nobody in the singular in French, in the plural in English', () => {
  const { en, fr } = sentences('2B002');
  expect(fr[0]).toBe(
    'Estrade : 0 habitant sur 30 (0,0 %) est à 30 minutes ou moins en voiture d’un site du réseau.',
  );
  expect(en[0]).toBe(
    'Estrade: 0 of 30 residents (0.0 %) are within 30 minutes by car of a site of the network.',
  );
});

it('says of a place without people that nobody lives there', () => {
  expect(sentences('2A003').fr).toEqual(['Cornu : aucun habitant.']);
});
