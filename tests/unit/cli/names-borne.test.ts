import { expect, it } from 'vitest';
import { namesBorne } from '../../../src/cli/load/lineage.ts';
import type { CogCommune, CogType } from '../../../src/sources/cog.ts';
import type { CogMovement } from '../../../src/sources/cog-movements.ts';
import { readCogMovements } from '../../../src/sources/cog-movements.ts';
import { readAll } from '../sources/tabular-fixture.ts';

function cogRow(type: CogType, code: string, name: string): CogCommune {
  const place = { region: null, departement: '96', arrondissement: null, canton: null, parent: null };
  return { type, code, name, ...place };
}

function movement(
  date: string,
  from: [code: string, name: string],
  to: [code: string, name: string],
): CogMovement {
  return {
    kind: 'merged-into-new-commune',
    date,
    from: { type: 'COM', code: from[0], name: from[1] },
    to: { type: 'COM', code: to[0], name: to[1] },
  };
}

it('gathers the names of each code, the latest first, and never that of today', () => {
  const cog = [
    cogRow('COM', '96001', 'Aubraie-Sauvigny'),
    cogRow('COMD', '96001', 'Aubraie'),
    cogRow('COMD', '96002', 'Sauvigny'),
  ];
  const movements = [
    movement('1995-01-01', ['96002', 'Sauvigny-la-Forêt'], ['96002', 'Sauvigny']),
    movement('2019-01-01', ['96001', 'Aubraie'], ['96001', 'Aubraie-Sauvigny']),
    movement('2019-01-01', ['96002', 'Sauvigny'], ['96001', 'Aubraie-Sauvigny']),
    movement('2024-01-01', ['96001', 'Aubraie-Sauvigny'], ['96001', 'Aubraie-Sauvigny']),
    movement('1950-01-01', ['96001', 'Aubraie-en-Val'], ['96001', 'Aubraie']),
  ];
  expect(namesBorne(cog, movements)).toEqual(
    new Map([
      ['96001', ['Aubraie', 'Aubraie-en-Val']],
      ['96002', ['Sauvigny', 'Sauvigny-la-Forêt']],
    ]),
  );
});

it('reads the names of the movements where the file has them', async () => {
  const { rows } = await readAll(
    readCogMovements,
    'MOD,DATE_EFF,TYPECOM_AV,COM_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,LIBELLE_AP\n10,2013-05-14,COM,96012,Vieux-Bourg,COM,96012,Bourg\n',
  );
  expect(rows[0].from).toEqual({ type: 'COM', code: '96012', name: 'Vieux-Bourg' });
  expect(rows[0].to).toEqual({ type: 'COM', code: '96012', name: 'Bourg' });
});
