import { describe, expect, it } from 'vitest';
import { readCantons } from '../../../src/sources/cantons.ts';
import { readCommunePoints } from '../../../src/sources/commune-points.ts';
import { readContours } from '../../../src/sources/contours.ts';
import { readQpv } from '../../../src/sources/qpv.ts';
import { collection, domainErrorOf, feature, readAll, SQUARE } from './support/geo-source.ts';

describe('readContours', () => {
  const expected = {
    code: '96001',
    name: 'Port-Fictif',
    departement: '96',
    region: '99',
    epci: '200960001',
    epciName: null,
    geometry: SQUARE,
  };

  it('reads the merged schema and the one of Etalab alike', async () => {
    const merged = {
      code: '96001',
      nom: 'Port-Fictif',
      dep: '96',
      reg: '99',
      epci: '200960001',
      nom_epci: 'CC Mer',
    };
    const etalab = { code: '96001', nom: 'Port-Fictif', departement: '96', region: '99', epci: '200960001' };
    const one = await readAll(readContours, 'c.geojson', collection([feature(merged, SQUARE)]));
    const other = await readAll(readContours, 'c.geojson', collection([feature(etalab, SQUARE)]));
    expect(one.rows).toEqual([{ ...expected, epciName: 'CC Mer' }]);
    expect(other.rows).toEqual([expected]);
  });

  it('keeps the code of Corsica and overseas, and derives a département that is not stated', async () => {
    const codes = ['2A004', '97411', '98735', '01004'];
    const features = codes.map((code) => feature({ code, nom: code }, SQUARE));
    const { rows } = await readAll(readContours, 'c.geojson', collection(features));
    expect(rows.map((row) => [row.code, row.departement])).toEqual([
      ['2A004', '2A'],
      ['97411', '974'],
      ['98735', '987'],
      ['01004', '01'],
    ]);
  });

  it('rejects a bad row with feature number, column, value and reason, and goes on', async () => {
    const { rows, report } = await readAll(
      readContours,
      'c.geojson',
      collection([
        feature({ code: 'ABCDE', nom: 'X' }, SQUARE),
        feature({ code: '96002', nom: 'Sans-Contour' }, null),
        feature({ code: '96003', nom: 'Double' }, SQUARE),
        feature({ code: '96003', nom: 'Double' }, SQUARE),
        feature({ code: '96004' }, SQUARE),
        feature(
          { code: '96005', nom: 'Ouvert' },
          { ...SQUARE, coordinates: [SQUARE.coordinates[0].slice(0, 4)] },
        ),
      ]),
    );
    expect(rows.map((row) => row.code)).toEqual(['96003', '96005']);
    expect(report).toMatchObject({ read: 6, kept: 2, rejected: 4, repaired: 1, flagged: 0 });
    expect(report.issues.map(({ kind, row, column, value }) => [kind, row, column, value])).toEqual([
      ['rejected', 1, 'code', 'ABCDE'],
      ['rejected', 2, 'geometry', 'null'],
      ['rejected', 4, 'code', '96003'],
      ['rejected', 5, 'nom', null],
      ['repaired', 6, 'geometry', '96005'],
    ]);
    expect(report.issues[1].reason).toMatch(/96002: expected a Polygon/);
    expect(report.issues[2].reason).toMatch(/feature 3/);
  });
});

describe('readCantons', () => {
  it('reads code_canton, on the mainland, in Corsica and overseas', async () => {
    const codes = ['0101', '2A01', '97401'];
    const features = codes.map((code_canton) =>
      feature({ code_canton, nom: `Canton ${code_canton}` }, SQUARE),
    );
    const { rows } = await readAll(readCantons, 'c.geojson', collection(features));
    expect(rows.map((row) => [row.code, row.departement])).toEqual([
      ['0101', '01'],
      ['2A01', '2A'],
      ['97401', '974'],
    ]);
  });

  it('rejects a commune code and a double, flags a département that contradicts', async () => {
    const { rows, report } = await readAll(
      readCantons,
      'c.geojson',
      collection([
        feature({ code_canton: '01001', nom: 'commune' }, SQUARE),
        feature({ code_canton: '9601', nom: 'A', dep: '95' }, SQUARE),
        feature({ code_canton: '9601', nom: 'A', dep: '96' }, SQUARE),
      ]),
    );
    expect(rows).toHaveLength(1);
    expect(report).toMatchObject({ rejected: 2, flagged: 1 });
  });
});

describe('readQpv', () => {
  it('reads communes as a list, as a code and as text with several codes', async () => {
    const given = [['96001', '96002'], '96001', '96001, 96002', '96001;96002', 1053];
    const features = given.map((insee_com, i) =>
      feature({ code_qp: `QN9600${i}M`, lib_qp: 'Les Flots', insee_com, dep: '96' }, SQUARE),
    );
    const { rows } = await readAll(readQpv, 'q.geojson', collection(features));
    expect(rows.map((row) => row.communes)).toEqual([
      ['96001', '96002'],
      ['96001'],
      ['96001', '96002'],
      ['96001', '96002'],
      ['01053'],
    ]);
  });

  it('brings Lambert-93 to lon/lat by the crs member of the file', async () => {
    const metres = [
      [
        [700_000, 6_600_000],
        [700_100, 6_600_000],
        [700_100, 6_600_100],
        [700_000, 6_600_000],
      ],
    ];
    const text = collection(
      [
        feature(
          { code_qp: 'QN00101M', lib_qp: 'X', insee_com: '01053' },
          { type: 'Polygon', coordinates: metres },
        ),
      ],
      { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::2154' } } },
    );
    const { rows } = await readAll(readQpv, 'q.geojson', text);
    expect(rows[0].departement).toBe('01');
    expect(rows[0].geometry.coordinates[0][0]).toEqual([expect.closeTo(3, 6), expect.closeTo(46.5, 6)]);
    const unstated = text.replace(/"crs":.*?\}\},/, '');
    expect((await domainErrorOf(readAll(readQpv, 'q.geojson', unstated))).code).toBe('source-schema');
  });

  it('rejects another kind of code and a QPV of nowhere', async () => {
    const { rows, report } = await readAll(
      readQpv,
      'q.geojson',
      collection([
        feature({ code_qp: '96001' }, SQUARE),
        feature({ code_qp: 'QN96001M', insee_com: 'x' }, SQUARE),
      ]),
    );
    expect(rows).toEqual([]);
    expect(report).toMatchObject({ read: 2, kept: 0, rejected: 2 });
  });
});

describe('readCommunePoints', () => {
  it('reads the point of the properties and rejects rows without one', async () => {
    const { rows, report } = await readAll(
      readCommunePoints,
      'p.geojson',
      collection([
        feature({ id: '96001', name: 'Port-Fictif', population: 625, lon: -6, lat: 46 }, SQUARE),
        feature({ id: '96002', name: 'Sans-Point', population: 12 }, SQUARE),
      ]),
    );
    expect(rows).toEqual([{ code: '96001', name: 'Port-Fictif', population: 625, lon: -6, lat: 46 }]);
    expect(report).toMatchObject({ read: 2, kept: 1, rejected: 1 });
  });
});
