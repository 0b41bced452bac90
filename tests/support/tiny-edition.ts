import type { MultiPolygon } from 'geojson';
import { cellsToMultiPolygon, cellToLatLng, cellToLocalIj, latLngToCell, localIjToCell } from 'h3-js';
import type { EditionData, Level, Site } from '../../src/coverage/edition-data.ts';
import { type AtomSpec, type CommuneSpec, type EditionSpec, editionFromSpec } from './edition-from-spec.ts';

/**
 * An invented country of 3,230 residents, small enough to be checked by hand.
 *
 *   départements  2A, 2B (région 94) and 01 (région 84); an EPCI lies across 2A and 2B
 *   cantons       2A01, 2A02, 2B01, 2B02 (an island without a road, without a site); 01 has none by law
 *   sites         0 Ardelle: fixed, in the QPV      1 Bruzal: itinerant       2 Doriane: multi-site
 *                 3 Doriane: antenna                4 Fontel: fixed           5 beyond the territory, fixed
 *                 6 Galvin: antenna
 *   residents under 30 minutes of a principal site: 3,015 (every one but the cells 3, 4, 8, 9 and 13)
 */
export const TINY_POPULATION = 3230;
export const TINY_COVERED_30_PRINCIPAL = 3015;

const ANCHOR = latLngToCell(42.02, 9.01, 8);
// Local coordinates count from the base cell's corner, not from the cell they are asked of.
const ANCHOR_IJ = cellToLocalIj(ANCHOR, ANCHOR);

/** Cell at hexagonal coordinates from the anchor: neighbours differ by (1,0), (0,1) or (1,1), either sign. */
export function tinyCell(i: number, j: number): string {
  return localIjToCell(ANCHOR, { i: ANCHOR_IJ.i + i, j: ANCHOR_IJ.j + j });
}

const COMMUNES: CommuneSpec[] = [
  commune('2A001', { canton: '2A01', density: '2', rurality: 'urban', epci: '200000001' }),
  commune('2A002', { canton: '2A02', density: '6', epci: '200000001', zrr: 'classed', frr: 'frr-plus' }),
  commune('2A003', { canton: '2A02', density: '7', epci: '200000001', zrr: 'classed', frr: 'frr' }),
  commune('2B001', { canton: '2B01', density: '5', epci: '200000001', zrr: 'partial', frr: 'partial' }),
  commune('2B002', {
    canton: '2B02',
    density: '7',
    epci: '200000002',
    zrr: 'classed',
    zrr_detail: 'beneficiary',
    frr: 'beneficiary',
  }),
  commune('01001', { canton: 'hors-canton-01', density: '1', rurality: 'urban', epci: '200000003' }),
  commune('01002', { canton: 'hors-canton-01', density: '7', epci: '200000003', frr: 'frr' }),
];

const ORIGINS: EditionSpec['origins'] = [
  { cell: tinyCell(0, 0), provider: 'road' }, // 0
  { cell: tinyCell(1, 0), provider: 'road' }, // 1
  { cell: tinyCell(2, 0), provider: 'road' }, // 2 shared by two communes
  { cell: tinyCell(3, 0), provider: 'road' }, // 3 beyond 30 minutes
  { cell: tinyCell(4, 0), provider: 'road' }, // 4 beyond 30 minutes, beside 3
  { cell: tinyCell(7, 0), provider: 'road' }, // 5 nobody
  { cell: tinyCell(0, 5), provider: 'road' }, // 6
  { cell: tinyCell(0, 6), provider: 'road' }, // 7 exactly 30 minutes
  { cell: tinyCell(1, 6), provider: 'road' }, // 8 a second more
  { cell: tinyCell(10, 10), provider: 'none' }, // 9 an island
  { cell: tinyCell(20, 0), provider: 'road' }, // 10
  { cell: tinyCell(21, 0), provider: 'road' }, // 11
  { cell: tinyCell(24, 0), provider: 'friction' }, // 12
  { cell: tinyCell(25, 0), provider: 'friction' }, // 13 exactly 60 minutes
  { cell: tinyCell(0, 0), provider: 'road', lonLat: beside(tinyCell(0, 0), 0.001) }, // 14 in the QPV
  { cell: tinyCell(0, 0), provider: 'road', lonLat: beside(tinyCell(0, 0), -0.001) }, // 15 in the QPV
];

const ATOMS: AtomSpec[] = [
  { origin: 0, residents: 500, commune: '2A001' },
  { origin: 1, residents: 300, commune: '2A001', canton: '2A02' },
  { origin: 2, residents: 120, commune: '2A001', canton: '2A02' },
  { origin: 2, residents: 80, commune: '2A002' },
  { origin: 3, residents: 60, commune: '2A002' },
  { origin: 4, residents: 40, commune: '2A002' },
  { origin: 5, residents: 0, commune: '2A003' },
  { origin: 6, residents: 200, commune: '2B001' },
  { origin: 7, residents: 90, commune: '2B001' },
  { origin: 8, residents: 70, commune: '2B001' },
  { origin: 9, residents: 30, commune: '2B002' },
  { origin: 10, residents: 1000, commune: '01001' },
  { origin: 11, residents: 700, commune: '01001' },
  { origin: 12, residents: 25, commune: '01002' },
  { origin: 13, residents: 15, commune: '01002' },
];

const QPV_ATOMS: AtomSpec[] = [
  { origin: 14, residents: 70, commune: '2A001', qpv: 'QN02A99X' },
  { origin: 15, residents: 50, commune: '2A001', qpv: 'QN02A99X' },
];

const SITES: Site[] = [
  site('fs-1', 'France Services Ardelle', '2A001', 0, { labelDate: '2020-01-01', qpv: 'QN02A99X' }),
  site('fs-2', 'Bus de Bruzal', '2A002', 3, { format: 'itinerant', labelDate: '2021-07' }),
  site('fs-3', 'France Services Doriane', '2B001', 6, { format: 'multi-site' }),
  site('fs-4', 'Antenne de Doriane', '2B001', 6, { type: 'antenna', flags: ['shares-coordinates'] }),
  site('fs-5', 'France Services Fontel', '01001', 10, { labelDate: '2022-12-31' }),
  site('fs-6', 'France Services Voisine', null, 12, {}),
  site('fs-7', 'Antenne de Galvin', '01002', 12, { type: 'antenna' }),
];

const TIMES: EditionSpec['times'] = [
  [0, 0, 60],
  [0, 1, 2000],
  [0, 2, 3000],
  [1, 0, 300],
  [1, 1, 1700],
  [2, 0, 700],
  [2, 1, 1500],
  [3, 1, 1810],
  [3, 0, 2400],
  [4, 1, 2100],
  [4, 0, 3000],
  [5, 1, 900],
  [6, 3, 30],
  [6, 2, 120],
  [7, 2, 1800],
  [8, 3, 1600],
  [8, 2, 1801],
  [10, 4, 0],
  [11, 4, 500],
  [12, 6, 60],
  [12, 5, 1200],
  [12, 4, 3000],
  [13, 6, 400],
  [13, 4, 3600],
  [14, 0, 90],
  [15, 0, 100],
];

/** A fresh tiny edition; `change` may edit its rows before it is built. */
export function tinyEdition(change: (spec: EditionSpec) => void = () => {}): EditionData {
  const spec = structuredClone<EditionSpec>({
    id: 'tiny-1',
    territories: {
      france: [{ code: 'FR', name: 'France', extent: 'partial' }],
      region: [
        { code: '94', name: 'Région des Monts', extent: 'whole' },
        { code: '84', name: 'Région des Plaines', extent: 'partial' },
      ],
      departement: [
        { code: '2A', name: 'Monts-du-Sud' },
        { code: '2B', name: 'Monts-du-Nord' },
        { code: '01', name: 'Plaine-Claire' },
      ],
      arrondissement: [
        { code: '2A1', name: 'Ardelle' },
        { code: '2B1', name: 'Doriane' },
        { code: '011', name: 'Fontel' },
      ],
      epci: [
        { code: '200000001', name: 'CC des Deux Versants' },
        { code: '200000002', name: 'CC de l’Île' },
        { code: '200000003', name: 'CA de la Plaine' },
      ],
      canton: [
        { code: '2A01', name: 'Ardelle-1' },
        { code: '2A02', name: 'Ardelle-2' },
        { code: '2B01', name: 'Doriane' },
        { code: '2B02', name: 'Estrade' },
        { code: 'hors-canton-01', name: 'Hors canton (Plaine-Claire)', extent: 'not-applicable' },
      ],
      commune: [
        { code: '2A001', name: 'Ardelle' },
        { code: '2A002', name: 'Bruzal' },
        { code: '2A003', name: 'Cornu' },
        { code: '2B001', name: 'Doriane' },
        { code: '2B002', name: 'Estrade' },
        { code: '01001', name: 'Fontel' },
        { code: '01002', name: 'Galvin' },
      ],
      qpv: [{ code: 'QN02A99X', name: 'Les Tamaris' }],
      zrr: [
        { code: 'classed', name: 'Classée' },
        { code: 'partial', name: 'Partiellement classée' },
        { code: 'not-classed', name: 'Non classée' },
      ],
      zrr_detail: [
        { code: 'classed', name: 'Classée' },
        { code: 'beneficiary', name: 'Sortante, bénéfices conservés' },
        { code: 'partial', name: 'Partiellement classée' },
        { code: 'not-classed', name: 'Non classée' },
      ],
      frr: [
        { code: 'frr', name: 'FRR socle' },
        { code: 'frr-plus', name: 'FRR+' },
        { code: 'beneficiary', name: 'Bénéficiaire' },
        { code: 'partial', name: 'Partiellement classée' },
        { code: 'not-classed', name: 'Non classée' },
      ],
      density: [
        { code: '1', name: 'Grands centres urbains' },
        { code: '2', name: 'Centres urbains intermédiaires' },
        { code: '5', name: 'Bourgs ruraux' },
        { code: '6', name: 'Rural à habitat dispersé' },
        { code: '7', name: 'Rural à habitat très dispersé' },
      ],
      rurality: [
        { code: 'rural', name: 'Rural' },
        { code: 'urban', name: 'Urbain' },
      ],
    },
    communes: COMMUNES,
    origins: ORIGINS,
    atoms: ATOMS,
    qpvAtoms: QPV_ATOMS,
    sites: SITES,
    times: TIMES,
    communeLineage: { '2A099': ['2A002'], '2B098': ['2B001', '2B002'] },
    lineageSteps: {
      '2A099': [{ from: '2A099', to: '2A002', date: '2019-01-01', kind: 'merged-into-new-commune' }],
      '2B098': [
        { from: '2B098', to: '2B001', date: '2004-01-01', kind: 'restored' },
        { from: '2B098', to: '2B002', date: '2004-01-01', kind: 'restored' },
      ],
    },
    formerNames: { '2A099': ['Œuvrecourt'], '2A002': ['Bruzal-le-Vieux'] },
    postcodes: { '2A001': ['20000', '20090'], '2A002': ['20110'], '2B001': ['20200'], '01001': ['01000'] },
  });
  change(spec);
  return editionFromSpec(spec);
}

/** Outline of each territory as the union of its cells: enough to stand for an official outline in a test. */
export function tinyGeometry(
  data: EditionData,
  level: Level,
  codes: readonly string[] = data.levels[level].codes,
): Map<string, MultiPolygon> {
  const atoms = level === 'qpv' ? data.qpvAtoms : data.atoms;
  const geometries = new Map<string, MultiPolygon>();
  for (const code of codes) {
    const territory = data.levels[level].indexOf.get(code);
    const cells = new Set<string>();
    for (let atom = 0; atom < atoms.count; atom++) {
      if (atoms.territory[level][atom] !== territory) continue;
      cells.add(data.origins.cell[atoms.origin[atom]].toString(16));
    }
    if (cells.size === 0) continue;
    geometries.set(code, { type: 'MultiPolygon', coordinates: cellsToMultiPolygon([...cells], true) });
  }
  return geometries;
}

function commune(
  code: string,
  given: Pick<CommuneSpec, 'canton' | 'density' | 'epci'> & Partial<CommuneSpec>,
): CommuneSpec {
  const departement = code.slice(0, 2);
  return {
    commune: code,
    arrondissement: `${departement}1`,
    departement,
    region: departement === '01' ? '84' : '94',
    zrr: 'not-classed',
    zrr_detail: given.zrr ?? 'not-classed',
    frr: 'not-classed',
    rurality: 'rural',
    ...given,
  };
}

function site(id: string, name: string, code: string | null, origin: number, given: Partial<Site>): Site {
  const place = COMMUNES.find((candidate) => candidate.commune === code);
  const [lat, lon] = cellToLatLng(ORIGINS[origin].cell);
  return {
    id,
    name,
    type: 'principal',
    format: 'fixed',
    labelDate: null,
    lon,
    lat,
    commune: code,
    canton: place?.canton ?? null,
    departement: place?.departement ?? null,
    qpv: null,
    zrr: place?.zrr ?? null,
    frr: place?.frr ?? null,
    density: place?.density ?? null,
    inScope: place !== undefined,
    flags: place === undefined ? ['out-of-scope'] : [],
    ...given,
  };
}

function beside(cell: string, deltaLon: number): readonly [number, number] {
  const [lat, lon] = cellToLatLng(cell);
  return [lon + deltaLon, lat];
}
