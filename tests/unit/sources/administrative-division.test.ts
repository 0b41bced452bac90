import { describe, expect, it } from 'vitest';
import {
  readDivisionArrondissements,
  readDivisionCommunes,
  readDivisionDepartements,
  readDivisionEpci,
  readDivisionRegions,
} from '../../../src/sources/administrative-division.ts';
import { readAll, rejections } from './tabular-fixture.ts';

const commune = {
  code: '96001',
  nom: 'Aubraie',
  zone: 'metro',
  arrondissement: '961',
  departement: '96',
  region: '99',
  type: 'commune-actuelle',
  population: 12,
  anciensCodes: ['96077'],
};

describe('files of @etalab/decoupage-administratif', () => {
  it('reads communes of every type', async () => {
    const parts = [
      commune,
      { ...commune, code: '96002', type: 'commune-deleguee', chefLieu: '96001', population: undefined },
      { ...commune, code: '96003', type: 'arrondissement-municipal', commune: '96001' },
      { ...commune, code: '98799', departement: '987', zone: 'com', population: undefined },
      { ...commune, code: '9600' },
      { ...commune, code: '96004', type: 'hameau' },
      'no object',
    ];
    const { rows, report } = await readAll(readDivisionCommunes, JSON.stringify(parts), 'communes.json');
    expect(
      rows.map((row) => [row.type, row.code, row.parent, row.population, row.overseasCollectivity]),
    ).toEqual([
      ['COM', '96001', null, 12, false],
      ['COMD', '96002', '96001', null, false],
      ['ARM', '96003', '96001', 12, false],
      ['COM', '98799', null, null, true],
    ]);
    expect(rows[0].formerCodes).toEqual(['96077']);
    expect(rejections(report).map(([row, column]) => [row, column])).toEqual([
      [5, 'code'],
      [6, 'type'],
      [7, null],
    ]);
  });

  it('reads EPCI, départements, régions and arrondissements', async () => {
    const epci = [
      {
        code: '200099999',
        nom: 'CC',
        type: 'CC',
        populationMunicipale: 30,
        membres: [{ code: '96001' }, { code: '96002' }],
      },
      { code: '200099998', nom: 'CC', type: 'CC', membres: [{ siren: '1' }] },
    ];
    const read = await readAll(readDivisionEpci, JSON.stringify(epci), 'epci.json');
    expect(read.rows).toEqual([
      { code: '200099999', name: 'CC', type: 'CC', communes: ['96001', '96002'], population: 30 },
    ]);
    expect(read.report.rejected).toBe(1);
    const places = [
      { code: '96', region: '99', departement: '96', chefLieu: '96001', nom: 'Essai', zone: 'metro' },
      { code: '987', region: '987', departement: '987', nom: 'Archipel', zone: 'com' },
    ];
    const text = JSON.stringify(places);
    expect((await readAll(readDivisionDepartements, text)).rows.map((row) => row.code)).toEqual(['96']);
    expect((await readAll(readDivisionRegions, text)).rows.map((row) => row.code)).toEqual(['96']);
    expect((await readAll(readDivisionArrondissements, text)).rows[0]).toEqual({
      code: '96',
      name: 'Essai',
      departement: '96',
      region: '99',
    });
  });

  it.each([
    [JSON.stringify([commune]).slice(0, -20), 'source-truncated'],
    ['[{"code": oops}]', 'source-schema'],
    ['{"code": "96001"}', 'source-schema'],
    ['<!doctype html><p>404</p>', 'source-schema'],
    ['[]', 'source-empty'],
  ])('refuses %j', async (text, code) => {
    await expect(readAll(readDivisionCommunes, text, 'communes.json')).rejects.toMatchObject({ code });
  });
});
