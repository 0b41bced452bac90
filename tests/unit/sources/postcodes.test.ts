import { expect, it } from 'vitest';
import { readDivisionPostcodes, readPostcodes } from '../../../src/sources/postcodes.ts';
import { readAll, rejections } from './tabular-fixture.ts';

it('reads the file of La Poste, and restores a leading zero that a spreadsheet dropped', async () => {
  const content = [
    '#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5',
    '2A004;AJACCIO;20000;AJACCIO;',
    '2A004;AJACCIO;20000;AJACCIO;MEZZAVIA',
    '01001;L ABERGEMENT CLEMENCIAT;1400;L ABERGEMENT CLEMENCIAT;',
    '96001;AUBRAIE;9600A;AUBRAIE;',
    'X;AUBRAIE;96000;AUBRAIE;',
  ].join('\n');
  const { rows, report } = await readAll(readPostcodes, content);
  expect(rows).toEqual([
    { commune: '2A004', postcode: '20000' },
    { commune: '2A004', postcode: '20000' },
    { commune: '01001', postcode: '01400' },
  ]);
  expect(report).toMatchObject({ read: 5, kept: 3, repaired: 1, rejected: 2 });
  expect(rejections(report).map(([row, column]) => [row, column])).toEqual([
    [5, 'Code_postal'],
    [6, '#Code_commune_INSEE'],
  ]);
});

it('reads those of @etalab/decoupage-administratif', async () => {
  const items = [
    { code: '96001', nom: 'Aubraie', codesPostaux: ['96000', '96090'] },
    { code: '96002', nom: 'Sans' },
    { code: '96003', nom: 'Faux', codesPostaux: ['96000', 96090] },
    { code: '9600', nom: 'Court', codesPostaux: ['96000'] },
  ];
  const { rows, report } = await readAll(readDivisionPostcodes, JSON.stringify(items), 'communes.json');
  expect(rows).toEqual([
    { commune: '96001', postcode: '96000' },
    { commune: '96001', postcode: '96090' },
  ]);
  expect(report).toMatchObject({ read: 4, kept: 2, rejected: 2 });
});
