import { describe, expect, it } from 'vitest';
import { readPopulationGrid } from '../../../src/sources/population-grid.ts';
import { domainErrorOf, readAll } from './support/geo-source.ts';

const read = (text: string) => readAll(readPopulationGrid, 'grid.csv', text);

describe('readPopulationGrid', () => {
  it('places a 200 m square of INSEE at its centre, with its communes', async () => {
    // The centre of LAEA Europe (10°E 52°N) is E 4321000 N 3210000; the corner lies 100 m west and south of it.
    const { rows } = await read(
      'idcar_200m,idcar_1km,i_est_200,lcog_geo,ind\n' +
        'CRS3035RES200mN3209900E4320900,CRS3035RES1000mN3209000E4320000,0,9600196002,12.5\n',
    );
    expect(rows).toEqual([
      {
        lon: expect.closeTo(10, 7),
        lat: expect.closeTo(52, 7),
        residents: 12.5,
        sizeM: 200,
        communes: ['96001', '96002'],
      },
    ]);
  });

  it('reads the squares of overseas in their own projection', async () => {
    const { rows } = await read('idcar_200m,ind,lcog_geo\nCRS2975RES200mN9999900E499900,3,97411\n');
    expect(rows[0]).toMatchObject({ lon: expect.closeTo(57, 7), lat: expect.closeTo(0, 7) });
  });

  it('reads the census squares of 1 km', async () => {
    const { rows, report } = await read(
      'grd_id,lon,lat,T,CNTR,Y_LT15\nCRS3035RES1000mN3209500E4320500,10,52,7,FR,1\n',
    );
    expect(rows).toEqual([
      { lon: expect.closeTo(10, 7), lat: expect.closeTo(52, 7), residents: 7, sizeM: 1000, communes: null },
    ]);
    expect(report).toMatchObject({ read: 1, kept: 1, repaired: 0 });
  });

  it('believes the identifier where lon and lat contradict it, and says so', async () => {
    const { rows, report } = await read('grd_id,lon,lat,T\nCRS3035RES1000mN3209500E4320500,52,10,7\n');
    expect(rows[0]).toMatchObject({ lon: expect.closeTo(10, 7), lat: expect.closeTo(52, 7) });
    expect(report.issues).toMatchObject([{ kind: 'repaired', row: 2, column: 'lon', value: '52 10' }]);
  });

  it('rejects negative, blank and unreadable residents and squares, with their line', async () => {
    const id = 'CRS3035RES1000mN3209500E4320500';
    const { rows, report } = await read(`grd_id,T\n${id},-9999\n${id},\n${id},many\nnowhere,5\n${id},0\n`);
    expect(rows.map((row) => row.residents)).toEqual([0]);
    expect(report).toMatchObject({ read: 5, kept: 1, rejected: 4 });
    expect(report.issues.map((issue) => [issue.row, issue.column, issue.value])).toEqual([
      [2, 'T', '-9999'],
      [3, 'T', ''],
      [4, 'T', 'many'],
      [5, 'grd_id', 'nowhere'],
    ]);
  });

  it('restores the zero lost from a first commune code, and flags what is no list of codes', async () => {
    const id = 'CRS3035RES200mN3209900E4320900';
    const { rows, report } = await read(`idcar_200m,ind,lcog_geo\n${id},1,103301044\n${id},1,960\n`);
    expect(rows.map((row) => row.communes)).toEqual([['01033', '01044'], null]);
    expect(report.flagged).toBe(1);
  });

  it('refuses another CSV, an unknown projection, and a file without a usable row', async () => {
    expect((await domainErrorOf(read('code,nom\n1,2\n'))).code).toBe('source-schema');
    expect((await domainErrorOf(read('grd_id,T\nCRS9999RES1000mN1E1,5\n'))).message).toMatch(/EPSG:9999/);
    expect((await domainErrorOf(read('grd_id,T\nx,5\n'))).message).toMatch(/not one population square/);
  });
});
