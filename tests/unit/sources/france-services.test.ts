import { describe, expect, it } from 'vitest';
import { readFranceServices } from '../../../src/sources/france-services.ts';
import { collection, domainErrorOf, feature, readAll } from './support/geo-source.ts';

const DAYS = { h_lundi: '', h_mardi: '', h_mercredi: '', h_jeudi: '', h_vendredi: '', h_samedi: '' };
const SITE_2024 = {
  id_fs: '9001',
  insee_dep: '96',
  lib_fs: 'France services de Port-Fictif',
  adresse: '1 quai des Brumes',
  complement_adresse: 'Mairie',
  insee_com: '96001',
  code_postal: '96100',
  lib_com: 'Port-Fictif',
  latitude: '46.05',
  longitude: '-5.95',
  mail: 'nobody@example.org',
  telephone: '00 00 00 00 00',
  ...DAYS,
  h_lundi: '09:00 - 12:00 / 14:00 - 17:00',
  h_samedi: '-',
  prise_rdv: 'Oui',
  commentaire: '',
  type_fs: 'Principal',
  format_fs: 'Fixe',
  groupe_fs: '',
  labellisation_fs: 'Espace labellisé 01/09/2020',
};

type Row2024 = Partial<typeof SITE_2024>;

function csv(rows: Row2024[], delimiter = ','): string {
  const columns = Object.keys(SITE_2024) as (keyof typeof SITE_2024)[];
  const line = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter);
  return [columns, ...rows.map((row) => columns.map((column) => ({ ...SITE_2024, ...row })[column]))]
    .map(line)
    .join('\n');
}

const read2024 = (...rows: Row2024[]) => readAll(readFranceServices, 'sites.csv', csv(rows));

describe('the CSV list', () => {
  it('gives one row per site, without mail or telephone', async () => {
    const { rows, report } = await read2024({});
    expect(rows).toEqual([
      {
        id: '9001',
        name: 'France services de Port-Fictif',
        address: '1 quai des Brumes, Mairie',
        postcode: '96100',
        statedCommune: '96001',
        communeName: 'Port-Fictif',
        statedDepartement: '96',
        lon: -5.95,
        lat: 46.05,
        type: 'principal',
        format: 'fixed',
        labelDate: '2020-09-01',
        hours: [
          expect.objectContaining({ status: 'open' }),
          ...Array(4).fill({ text: '', status: 'missing', intervals: [] }),
          { text: '-', status: 'closed', intervals: [] },
        ],
        comment: null,
        group: null,
        row: 2,
        flags: [],
      },
    ]);
    expect(report).toMatchObject({ read: 1, kept: 1, repaired: 0, rejected: 0, flagged: 0 });
    expect(JSON.stringify(rows)).not.toMatch(/example\.org|00 00 00/);
  });

  it('reads a semicolon list with decimal commas', async () => {
    const text = csv([{ latitude: '46,05', longitude: '-5,95' }], ';');
    const { rows, report } = await readAll(readFranceServices, 'sites.csv', text);
    expect(rows[0]).toMatchObject({ lon: -5.95, lat: 46.05, flags: [] });
    expect(report.repaired).toBe(1);
  });

  it('maps every official format, and rejects unknown types and formats with what was expected', async () => {
    const formats = ['Fixe', 'Fixe_antenne(s)', 'Bus_équivalent', 'Itinérante', 'Multisites', 'Ballon'];
    const { rows, report } = await read2024(
      ...formats.map((format_fs, i) => ({ id_fs: String(i), format_fs })),
      { id_fs: '10', type_fs: 'Antenne' },
      { id_fs: '11', type_fs: 'Relais' },
    );
    expect(rows.map((row) => row.format)).toEqual([
      'fixed',
      'fixed',
      'itinerant',
      'itinerant',
      'multi-site',
      'fixed',
    ]);
    expect(rows[5].type).toBe('antenna');
    expect(report.issues).toMatchObject([
      { kind: 'rejected', row: 7, column: 'format_fs', value: 'Ballon' },
      {
        kind: 'rejected',
        row: 9,
        column: 'type_fs',
        value: 'Relais',
        reason: 'expected one of Principal, Antenne',
      },
    ]);
  });

  it('keeps sites whose place is in doubt, flagged; nothing but a swap is mended', async () => {
    const { rows, report } = await read2024(
      { id_fs: '1', latitude: '', longitude: '' },
      { id_fs: '2', latitude: '0', longitude: '0' },
      { id_fs: '3', latitude: '2.35', longitude: '48.85' },
      { id_fs: '4', latitude: '55.45', longitude: '-20.9' },
      { id_fs: '5', latitude: '40.4', longitude: '-3.7' },
      { id_fs: '6', latitude: 'nord', longitude: '2' },
      { id_fs: '7', latitude: '-20.9', longitude: '55.45' },
    );
    expect(rows.map((row) => [row.lon, row.lat, row.flags])).toEqual([
      [null, null, ['missing-coordinates']],
      [null, null, ['implausible-coordinates']],
      [2.35, 48.85, ['swapped-coordinates']],
      [55.45, -20.9, ['swapped-coordinates']],
      [null, null, ['implausible-coordinates']],
      [null, null, ['unreadable-coordinates']],
      [55.45, -20.9, []],
    ]);
    expect(report).toMatchObject({ kept: 7, rejected: 0, repaired: 2, flagged: 6 });
  });

  it('tells the same row given twice from an id used twice', async () => {
    const { rows, report } = await read2024({}, {}, { lib_fs: 'Autre' });
    expect(rows).toHaveLength(1);
    expect(report.issues.map((issue) => [issue.kind, issue.row, issue.reason])).toEqual([
      ['rejected', 3, 'the same row as row 2'],
      ['rejected', 4, 'id already used by row 2, with other contents'],
    ]);
  });

  it('flags a département that contradicts the commune, but not 20 for Corsica', async () => {
    const { rows } = await read2024(
      { id_fs: '1', insee_dep: '95' },
      { id_fs: '2', insee_dep: '20', insee_com: '2A004' },
      { id_fs: '3', insee_dep: '974', insee_com: '97411' },
      { id_fs: '4', insee_dep: '1', insee_com: '1033' },
    );
    expect(rows.map((row) => row.flags)).toEqual([['departement-contradicts-commune'], [], [], []]);
    expect(rows[3]).toMatchObject({ statedCommune: '01033', statedDepartement: '01' });
  });

  it('flags what it cannot read and keeps the site: commune, label date, hours', async () => {
    const { rows, report } = await read2024({
      insee_com: 'Port-Fictif',
      labellisation_fs: 'Espace labellisé 31/02/2021',
      h_mardi: 'Sur RDV',
    });
    expect(rows[0]).toMatchObject({ statedCommune: null, labelDate: null });
    expect(rows[0].flags).toEqual(['unreadable-commune', 'unreadable-label-date']);
    expect(report.issues.map((issue) => issue.column)).toEqual(['insee_com', 'labellisation_fs', 'h_mardi']);
  });

  it('takes a list without any site for an answer, and an empty file for a mistake', async () => {
    const { rows, report } = await read2024();
    expect(rows).toEqual([]);
    expect(report).toMatchObject({ read: 0, flagged: 1 });
    expect((await domainErrorOf(readAll(readFranceServices, 's.csv', '\n \n'))).code).toBe('source-empty');
  });

  it('names the columns that are missing, and knows a web page', async () => {
    const error = await domainErrorOf(readAll(readFranceServices, 's.csv', 'id_fs,lib_fs\n1,x\n'));
    expect(error.code).toBe('source-schema');
    expect(error.message).toMatch(/type_fs/);
    const page = await domainErrorOf(readAll(readFranceServices, 's.csv', '<html><body>404</body></html>'));
    expect(page.message).toMatch(/HTML/);
  });
});

const SITE_2020 = {
  MATRICULE: 1.0,
  DEPARTEMENT: '1',
  lib_france_services: 'Port-Fictif',
  ADRESSE: '1 quai des Brumes',
  'COMPLEMENT.D.ADRESSE': '',
  insee_com: '01033',
  code_postal: '01200',
  lib_com: 'Port-Fictif',
  LATITUDE: 46.05,
  LONGITUDE: 5.95,
  'CONTACT.MAIL': 'nobody@example.org',
  TELEPHONE: '00 00 00 00 00',
  ...DAYS,
  h_lundi: '9:00 - 12:00',
  'Commentaire.horaires': '',
  FORMAT_FS: 'Espace labellisé',
  Groupe: '',
  Labellisation: 'Espace labellisé 01/2020',
  categorie: 'FS',
};
const POINT = { type: 'Point', coordinates: [5.95, 46.05] };
const read2020 = (...features: object[]) =>
  readAll(readFranceServices, 'sites.geojson', collection(features));

describe('the GeoJSON list of 2020', () => {
  it('gives the same rows as the CSV list', async () => {
    const { rows } = await read2020(feature(SITE_2020, POINT));
    expect(rows[0]).toMatchObject({
      id: '1',
      statedDepartement: '01',
      statedCommune: '01033',
      address: '1 quai des Brumes',
      lon: 5.95,
      lat: 46.05,
      type: 'principal',
      format: 'fixed',
      labelDate: '2020-01',
      row: 1,
      flags: [],
    });
    expect(JSON.stringify(rows)).not.toMatch(/example\.org|00 00 00/);
  });

  it('counts labels, antennas and itinerant ones by category', async () => {
    const categories = ['FS', 'FS itinerante', 'Antenne', 'Antenne itinerante', 'Autre'];
    const { rows, report } = await read2020(
      ...categories.map((categorie, i) => feature({ ...SITE_2020, MATRICULE: i, categorie }, POINT)),
    );
    expect(rows.map((row) => `${row.type} ${row.format}`)).toEqual([
      'principal fixed',
      'principal itinerant',
      'antenna fixed',
      'antenna itinerant',
    ]);
    expect(report.rejected).toBe(1);
  });

  it('takes the columns where there is no point', async () => {
    const { rows } = await read2020(feature(SITE_2020, null));
    expect(rows[0]).toMatchObject({ lon: 5.95, lat: 46.05 });
  });

  it('refuses another GeoJSON, naming what is missing', async () => {
    const error = await domainErrorOf(read2020(feature({ code: '96001' }, POINT)));
    expect(error.code).toBe('source-schema');
    expect(error.message).toMatch(/missing MATRICULE/);
  });
});
