import { describe, expect, it } from 'vitest';
import {
  readCentrality,
  readDensity,
  readMountain,
  readRurality,
} from '../../../src/sources/anct-typology.ts';
import { readCog } from '../../../src/sources/cog.ts';
import { readCogMovements } from '../../../src/sources/cog-movements.ts';
import { readCommuneCentres } from '../../../src/sources/commune-centres.ts';
import { readCommuneHistory } from '../../../src/sources/commune-history.ts';
import { readCommuneLivingAreas } from '../../../src/sources/commune-living-areas.ts';
import { readDepartements } from '../../../src/sources/departements.ts';
import { readFrr } from '../../../src/sources/frr.ts';
import { readAccessReference } from '../../../src/sources/insee-access-reference.ts';
import { readLegalPopulations } from '../../../src/sources/legal-populations.ts';
import { readOverseasCollectivities } from '../../../src/sources/overseas-collectivities.ts';
import { readPressList } from '../../../src/sources/press-list.ts';
import { readRegions } from '../../../src/sources/regions.ts';
import { readZrr } from '../../../src/sources/zrr.ts';
import { readAll, rejections } from './tabular-fixture.ts';

describe('readCog', () => {
  const heading = 'TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n';

  it('reads the four types; what the file leaves empty is null', async () => {
    const { rows, report } = await readAll(
      readCog,
      `${heading}COM,96001,99,96,96D,961,0,A,A,L'Aubraie,9601,\nCOMD,96002,,,,,0,B,B,Belmont,,96001\nCOM,97699,06,976,976R,,0,C,C,Coco,,\n`,
    );
    expect(rows).toEqual([
      {
        type: 'COM',
        code: '96001',
        region: '99',
        departement: '96',
        arrondissement: '961',
        name: "L'Aubraie",
        canton: '9601',
        parent: null,
      },
      {
        type: 'COMD',
        code: '96002',
        region: null,
        departement: '96',
        arrondissement: null,
        name: 'Belmont',
        canton: null,
        parent: '96001',
      },
      expect.objectContaining({ code: '97699', departement: '976', arrondissement: null, canton: null }),
    ]);
    expect(report).toMatchObject({ read: 3, kept: 3, rejected: 0 });
  });

  it('rejects what cannot be a commune, naming row, column and value', async () => {
    const { rows, report } = await readAll(
      readCog,
      `${heading}EPCI,96001,99,96,,,0,,,A,,\nCOM,96x01,99,96,,,0,,,B,,\nARM,96003,99,96,,,0,,,C,,\nCOM,96004,,96,,,0,,,D,,\nCOM,96005,99,96,,,0,,,E,,\nCOM,96005,99,96,,,0,,,E,,\nCOMD,96005,,,,,0,,,E,,96005\n`,
    );
    expect(rows.map((row) => `${row.type} ${row.code}`)).toEqual(['COM 96005', 'COMD 96005']);
    expect(rejections(report)).toEqual([
      [2, 'TYPECOM', 'expected one of COM, ARM, COMD, COMA'],
      [3, 'COM', 'expected a commune code of 5 characters'],
      [4, 'COMPARENT', 'expected a commune code of 5 characters'],
      [5, 'REG', 'expected a région code'],
      [7, 'COM', 'a second row of the same code and type'],
    ]);
    expect(report.issues[1].value).toBe('96x01');
  });
});

describe('readCogMovements and readCommuneHistory', () => {
  it('reads events, with no commune before or after where the file has none', async () => {
    const { rows, report } = await readAll(
      readCogMovements,
      'MOD,DATE_EFF,TYPECOM_AV,COM_AV,TYPECOM_AP,COM_AP\n32,2016-01-01,COM,96001,COMD,96001\n20,2011-03-31,,,COM,96002\n30,2007-02-23,COM,96003,,\n99,2016-01-01,COM,96001,COM,96002\n31,01/01/2016,COM,96001,COM,96002\n31,2016-01-01,XXX,96001,COM,96002\n',
    );
    expect(rows).toEqual([
      {
        kind: 'merged-into-new-commune',
        date: '2016-01-01',
        from: { type: 'COM', code: '96001' },
        to: { type: 'COMD', code: '96001' },
      },
      { kind: 'created', date: '2011-03-31', from: null, to: { type: 'COM', code: '96002' } },
      { kind: 'suppressed', date: '2007-02-23', from: { type: 'COM', code: '96003' }, to: null },
    ]);
    expect(rejections(report).map(([row, column]) => [row, column])).toEqual([
      [5, 'MOD'],
      [6, 'DATE_EFF'],
      [7, 'TYPECOM_AV'],
    ]);
  });

  it('reads pairs of codes', async () => {
    const { rows } = await readAll(readCommuneHistory, 'DEPCOM_HIST,DEPCOM\n96001,96002\n1003,01165\n');
    expect(rows).toEqual([
      { historical: '96001', current: '96002' },
      { historical: '01003', current: '01165' },
    ]);
  });
});

describe('departements, regions, collectivities', () => {
  it('keeps codes as text', async () => {
    const departements = await readAll(
      readDepartements,
      'DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\n2A,94,2A004,3,X,X,Haute-Île\n1,84,01053,5,Y,Y,Bas-Pré\n99X,84,,5,Y,Y,Z\n',
    );
    expect(departements.rows.map((row) => row.code)).toEqual(['2A', '01']);
    expect(departements.report).toMatchObject({ repaired: 1, rejected: 1 });
    const regions = await readAll(
      readRegions,
      'REG,CHEFLIEU,LIBELLE\n01,97105,Ici\n4,97411,Là\nxx,,Nulle part\n',
    );
    expect(regions.rows.map((row) => row.code)).toEqual(['01', '04']);
    expect(regions.report).toMatchObject({ repaired: 1, rejected: 1 });
  });

  it('reads communes of the collectivities, without population where nobody lives', async () => {
    const { rows, report } = await readAll(
      readOverseasCollectivities,
      'code_commune,nom_commune,code_collectivite,nom_collectivite,code_postal,population\n98799,Motu,987,Archipel,98700,12\n98498,Roc,984,Terres,,\n98797,Atoll,988,Archipel,98700,12\n',
    );
    expect(rows.map(({ commune, postcode, population }) => [commune, postcode, population])).toEqual([
      ['98799', '98700', 12],
      ['98498', null, null],
    ]);
    expect(rejections(report)[0].slice(0, 2)).toEqual([4, 'code_collectivite']);
  });
});

describe('readLegalPopulations', () => {
  const heading = 'REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT\r\n';

  it('sums the municipal arrondissements to their commune; everyone is counted once', async () => {
    const { rows, report } = await readAll(
      readLegalPopulations,
      `${heading}99;R;96;1;01;001;96001;Aa;860;16;876\r\n11;R;75;1;;101;75101;P1;100;0;100\r\n11;R;75;1;;120;75120;P20;23;0;23\r\n99;R;96;1;01;002;96002;Bb;0;0;0\r\n`,
    );
    expect(rows).toEqual([
      { commune: '96001', population: 860 },
      { commune: '96002', population: 0 },
      { commune: '75056', population: 123 },
    ]);
    expect(report).toMatchObject({ read: 4, kept: 4 });
  });

  it('uses the whole commune where the file also has its arrondissements', async () => {
    const { rows, report } = await readAll(
      readLegalPopulations,
      `${heading}11;R;75;1;;101;75101;P1;100;0;100\r\n11;R;75;1;;056;75056;P;2000;0;2000\r\n`,
    );
    expect(rows).toEqual([{ commune: '75056', population: 2000 }]);
    expect(report.flagged).toBe(1);
  });

  it('makes the code of Mayotte from 976 and the last two digits of the number', async () => {
    const { rows } = await readAll(
      readLegalPopulations,
      'CODREG;REG;DEP;CODARR;CODCAN;CODCOM;COM;PMUN;PCAP;PTOT\n06;;976;;;601;;5;0;5\n06;;976;;;617;;7;0;7\n',
    );
    expect(rows).toEqual([
      { commune: '97601', population: 5 },
      { commune: '97617', population: 7 },
    ]);
  });

  it('rejects a negative, decimal or missing population, a double and a code that cannot be', async () => {
    const rowsOf = [
      '001;96001;A;-5',
      '002;96002;B;1.5',
      '003;96003;C;',
      '004;96004;D;7',
      '004;96004;D;7',
      'ab;;E;7',
    ];
    const text = rowsOf.map((row) => `99;R;96;1;01;${row};0;0\r\n`).join('');
    const { rows, report } = await readAll(readLegalPopulations, heading + text);
    expect(rows).toEqual([{ commune: '96004', population: 7 }]);
    expect(rejections(report).map(([row, column]) => [row, column])).toEqual([
      [2, 'PMUN'],
      [3, 'PMUN'],
      [4, 'PMUN'],
      [6, 'CODCOM'],
      [7, 'CODCOM'],
    ]);
  });
});

describe('zonings', () => {
  it('reads ZRR after its preamble, blank rows at the end left out', async () => {
    const lines = [
      '"Champ : essai","","",""',
      '"Géographie : Communes, au 1er janvier 2031","","",""',
      '"","","",""',
      '"Code Insee","Libellé","Classement","Modalités"',
      '"CODGEO","LIBGEO","ZRR_SIMP","ZONAGE_ZRR"',
      '"96001","A","C - Classée en ZRR","A - Commune sortante"',
      '"96002","B","P - Commune partiellement classée en ZRR","PM - Commune fusionnée"',
      '"96003","C","NC - Commune non classée","NC - Commune non classée"',
      '"96004","D","Q - Quoi","NC - Commune non classée"',
      '"96005","E","NC - Commune non classée","Z - Quoi"',
      '"96006","F","NC - Commune non classée","C - Commune classée en ZRR"',
      '"","","",""',
    ];
    const { rows, report } = await readAll(readZrr, lines.join('\n'));
    expect(rows.slice(0, 3)).toEqual([
      { commune: '96001', zrr: 'classed', detail: 'A' },
      { commune: '96002', zrr: 'partial', detail: 'PM' },
      { commune: '96003', zrr: 'not-classed', detail: 'NC' },
    ]);
    expect(report).toMatchObject({ read: 6, kept: 4, rejected: 2, flagged: 1 });
    expect(rejections(report).map(([row, column]) => [row, column])).toEqual([
      [9, 'ZRR_SIMP'],
      [10, 'ZONAGE_ZRR'],
    ]);
  });

  it('reads FRR whatever the date in its heading; both partial labels are partial', async () => {
    const labels = [
      'FRR socle',
      'FRR+',
      'FRR bénéficiaire',
      'Classée FRR partiellement',
      'FRR bénéficiaire partiellement',
      'Non classée',
      'Peut-être',
    ];
    const rowsOf = labels.map((label, i) => `9600${i + 1};96;X;${label};\r\n`).join('');
    const heading = 'Code_insee;Departement;Commune;Classement FRR et FRR+ au 1er mai 2031;\r\n';
    const { rows, report } = await readAll(readFrr, heading + rowsOf);
    expect(rows.map((row) => row.frr)).toEqual([
      'frr',
      'frr-plus',
      'beneficiary',
      'partial',
      'partial',
      'not-classed',
    ]);
    expect(rows[4].label).toBe('FRR bénéficiaire partiellement');
    const [[row, column, reason]] = rejections(report);
    expect([row, column]).toEqual([8, 'Classement FRR et FRR+ au 1er mai 2031']);
    expect(reason).toContain('"FRR socle"');
  });

  it('orders the seven densities as INSEE does', async () => {
    const text =
      'insee_com,lib_com,niveau_densite\n96001,A,Grands centres urbains\n96002,B,Petites villes\n96003,C,Bourgs ruraux\n96004,D,Rural à habitat très dispersé\n96005,E,Rural\n96001,A,Petites villes\n';
    const { rows, report } = await readAll(readDensity, `\ufeff${text}`);
    expect(rows.map((row) => row.density)).toEqual(['1', '3', '5', '7']);
    expect(rejections(report).map(([row, column]) => [row, column])).toEqual([
      [6, 'niveau_densite'],
      [7, 'insee_com'],
    ]);
  });

  it('reads centrality, rurality and massifs whatever spaces and apostrophes', async () => {
    const centrality = await readAll(
      readCentrality,
      'insee_com,lib_com,niveau_centralite\n96001,A,Centre local d’équipements et de services\n96002,B, - undefined\n',
    );
    expect(centrality.rows.map((row) => row.centrality)).toEqual(['local', null]);
    const rurality = await readAll(
      readRurality,
      'insee_com,lib_com,niveau_ruralite\n96001,A, Les ruralités productives agricoles\n96002,B, Autre\n',
    );
    expect(rurality.rows.map((row) => row.rurality)).toEqual(['productive-farming']);
    const mountain = await readAll(
      readMountain,
      'insee_com,lib_com,niveau_montagne\n96001,A,03 - Massif du Haut\n96002,B,Plaine\n',
    );
    expect(mountain.rows).toEqual([{ commune: '96001', massif: '03', massifName: 'Massif du Haut' }]);
    expect(mountain.report.rejected).toBe(1);
  });
});

describe('communes: centres and living areas', () => {
  it('gives lon before lat, and rejects what is no position', async () => {
    const { rows, report } = await readAll(
      readCommuneCentres,
      'insee,dept,lon,lat,name\n96001,96,4.5,46.25,A\n96002,96,4.5,96,B\n96003,96,0,0,C\n96004,96,,46,D\n',
    );
    expect(rows).toEqual([{ commune: '96001', lonLat: [4.5, 46.25], name: 'A' }]);
    expect(rejections(report).map(([row, column]) => [row, column])).toEqual([
      [3, 'lat'],
      [4, 'lon'],
      [5, 'lon'],
    ]);
  });

  it('has no urban unit and no attraction area where INSEE says outside', async () => {
    const heading =
      'DEPCOM,CV,LIB_CV,ZE2020,LIB_ZE2020,UU2020,LIB_UU2020,COMUU2020,AAV2020,LIB_AAV2020,CATEAAV2020,BV2022,LIB_BV2022\n';
    const { rows, report } = await readAll(
      readCommuneLivingAreas,
      `${heading}96001,9601,Can,9605,Zone,96000,Hors,H,000,Hors,30,96001,Bas\n96002,9601,Can,9605,Zone,96301,Ville,C,123,Ville,20,96002,Bas\n96003,9601,Can,9605,Zone,96301,Ville,Q,123,Ville,20,96002,Bas\n`,
    );
    expect(rows[0]).toMatchObject({ urbanUnit: null, attractionArea: null, livingArea: { code: '96001' } });
    expect(rows[1]).toMatchObject({
      cantonOrTown: { code: '9601', name: 'Can' },
      urbanUnit: { code: '96301', role: 'centre' },
      attractionArea: { code: '123', role: 'ring' },
    });
    expect(rejections(report)[0].slice(0, 2)).toEqual([4, 'COMUU2020']);
  });
});

describe('lists', () => {
  it('keeps the press list as written, doubles too', async () => {
    const { rows } = await readAll(readPressList, 'Commune,Département\nBelmont,Essai\nBelmont,Essai\n');
    expect(rows.map((row) => [row.row, row.communeName])).toEqual([
      [2, 'Belmont'],
      [3, 'Belmont'],
    ]);
  });

  it('gives the shares of the reference as fractions, and rejects a share that falls', async () => {
    const minutes = Array.from({ length: 12 }, (_, i) => (i + 1) * 5);
    const heading = `dep,libgeo,${minutes.map((m) => `pct_pop_le_${m}min`).join(',')},mean_min,median_min,d1_min,d9_min,nb_communes_with_ifs,nb_communes,pop_in_commune_with_ifs,total_pop\n`;
    const rising = minutes.map((m) => Math.min(100, m * 2.5));
    const falling = [50, 40, ...rising.slice(2)];
    const tail = '9.5,8.25,1.5,17,3,250,100,1234.5';
    const { rows, report } = await readAll(
      readAccessReference,
      `${heading}96,Essai,${rising},${tail}\n2A,Chute,${falling},${tail}\n`,
    );
    expect(rows[0]).toMatchObject({
      departement: '96',
      meanMinutes: 9.5,
      medianMinutes: 8.25,
      population: 1234.5,
    });
    expect(rows[0].shareWithin[0]).toBe(0.125);
    expect(rows[0].shareWithin.at(-1)).toBe(1);
    expect(rejections(report)).toEqual([[3, 'pct_pop_le_10min', 'lower than the share at a shorter time']]);
  });
});
