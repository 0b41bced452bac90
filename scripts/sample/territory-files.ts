import { type Commune, communeByCode, DEPARTEMENT, REGION, type Territory } from './commune.ts';
import { type Cell, csv, INSEE_COG, INSEE_POPULATION, PLAIN } from './csv.ts';
import { type PlaceName, placeName } from './names.ts';
import { distanceM, lonLatOf, type Point, round } from './plane.ts';
import { featureCollection } from './quarters.ts';

export function communeOutlines({ communes, epcis }: Territory): string {
  const features = communes.map((commune) => ({
    type: 'Feature',
    properties: {
      code: commune.code,
      area_m2: round(commune.areaM2, -4),
      nom: commune.name.libelle,
      dep: DEPARTEMENT.code,
      reg: REGION.code,
      epci: epcis[commune.epci].code,
      nom_epci: epcis[commune.epci].name,
    },
    geometry: geometryOf(commune.outline),
  }));
  return featureCollection('communes_2025_fictif', features);
}

/** Without the islet: the published outlines of cantons lose small islands. */
export function cantonOutlines({ cantons }: Territory): string {
  const features = cantons.map(({ code, name, outline }) => ({
    type: 'Feature',
    geometry: geometryOf(outline),
    properties: { code_canton: code, nom: name, dep: DEPARTEMENT.code },
  }));
  return featureCollection('cantons_2018_fictif', features);
}

function geometryOf(outline: Point[][][]) {
  const polygons = outline.map((rings) => rings.map((ring) => [...ring, ring[0]].map(lonLatOf)));
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

export function cantonCodeOf(commune: Commune, territory: Territory): string {
  return commune.canton < 0 ? territory.landmarks.pseudoCanton : territory.cantons[commune.canton].code;
}

export function cogCommunes(territory: Territory): string {
  const rows: Cell[][] = territory.communes.map((commune) => [
    'COM',
    commune.code,
    REGION.code,
    DEPARTEMENT.code,
    `${DEPARTEMENT.code}D`,
    `${DEPARTEMENT.code}${commune.arrondissement}`,
    ...nameCells(commune.name),
    cantonCodeOf(commune, territory),
    null,
  ]);
  for (const { code, name, into } of territory.former) {
    for (const place of [{ code, name }, into])
      rows.push(['COMD', place.code, null, null, null, null, ...nameCells(place.name), null, into.code]);
  }
  rows.sort((a, b) => (`${a[1]}${a[0]}` < `${b[1]}${b[0]}` ? -1 : 1));
  const heading = 'TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT'.split(',');
  return csv([heading, ...rows], INSEE_COG);
}

function nameCells(name: PlaceName): Cell[] {
  return [name.tncc, name.ncc, name.nccenr, name.libelle];
}

interface Place {
  code: string;
  name: PlaceName;
}

/** A merger of 2022, one of 2017, a change of name, and a commune that was joined in 1973 and set free in 2008. */
export function cogMovements(territory: Territory): string {
  const [of2022, of2017] = territory.former;
  const { freed, host } = freedCommune(territory);
  const renamed = territory.communes[11];
  const before = { code: renamed.code, name: placeName(`Vieux-${renamed.name.nccenr}`) };
  const rows: Cell[][] = [
    ...merger('2022-01-01', of2022, of2022.into),
    ...merger('2017-01-01', of2017, of2017.into),
    movement(10, '2013-05-14', 'COM', before, 'COM', renamed),
    movement(21, '2008-01-01', 'COM', host, 'COM', host),
    movement(21, '2008-01-01', 'COM', host, 'COM', freed),
    movement(21, '2008-01-01', 'COMA', freed, 'COM', freed),
    movement(33, '1973-01-01', 'COM', host, 'COM', host),
    movement(33, '1973-01-01', 'COM', freed, 'COM', host),
    movement(33, '1973-01-01', 'COM', freed, 'COMA', freed),
  ];
  const sides = ['AV', 'AP'].flatMap((side) =>
    ['TYPECOM', 'COM', 'TNCC', 'NCC', 'NCCENR', 'LIBELLE'].map((column) => `${column}_${side}`),
  );
  return csv([['MOD', 'DATE_EFF', ...sides], ...rows], INSEE_COG);
}

/** Movement 32: each of the two becomes the new commune, and a delegated one. */
function merger(date: string, old: Place, into: Place): Cell[][] {
  return [into, old]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .flatMap((place) => [
      movement(32, date, 'COM', place, 'COM', into),
      movement(32, date, 'COM', place, 'COMD', place),
    ]);
}

function movement(
  kind: number,
  date: string,
  fromType: string,
  from: Place,
  toType: string,
  to: Place,
): Cell[] {
  return [kind, date, fromType, from.code, ...nameCells(from.name), toType, to.code, ...nameCells(to.name)];
}

/** Two neighbours in the west; the smaller was part of the other for a while. */
export function freedCommune({ communes }: Territory): { freed: Commune; host: Commune } {
  const villages = communes.filter(({ role }) => role === 'village');
  const nearest = (to: Point, but?: Commune) =>
    villages
      .filter((commune) => commune !== but)
      .reduce((a, b) => (distanceM(b.centre, to) < distanceM(a.centre, to) ? b : a));
  const freed = nearest([-31_000, 3000]);
  return { freed, host: nearest(freed.centre, freed) };
}

export function communeHistory({ communes, former }: Territory): string {
  const rows = [
    ...communes.map(({ code }) => [code, code]),
    ...former.map(({ code, into }) => [code, into.code]),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  return csv([['DEPCOM_HIST', 'DEPCOM'], ...rows], PLAIN);
}

export function departements({ landmarks }: Territory): string {
  const heading = 'DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE'.split(',');
  const name = DEPARTEMENT.name;
  return csv(
    [heading, [DEPARTEMENT.code, REGION.code, landmarks.prefecture, 2, 'VAL D AMBRE', name, name]],
    INSEE_COG,
  );
}

export function regions({ landmarks }: Territory): string {
  const heading = 'REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE'.split(',');
  return csv(
    [heading, [REGION.code, landmarks.prefecture, 3, 'REGION FICTIVE', REGION.name, REGION.name]],
    INSEE_COG,
  );
}

export function legalPopulations(territory: Territory): string {
  const rows = territory.communes.map((commune): Cell[] => {
    // Residents counted apart (students, the army…): small, and more in towns.
    const apart = Math.round(commune.population * (commune.population > 10_000 ? 0.024 : 0.016));
    return [
      REGION.code,
      REGION.name,
      DEPARTEMENT.code,
      commune.arrondissement,
      commune.canton < 0 ? null : cantonCodeOf(commune, territory).slice(2),
      commune.code.slice(2),
      commune.code,
      commune.name.libelle,
      commune.population,
      apart,
      commune.population + apart,
    ];
  });
  return csv(
    ['REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT'.split(';'), ...rows],
    INSEE_POPULATION,
  );
}

export function communeCentres({ communes }: Territory): string {
  const rows = communes.map(({ code, centre, name }) => {
    const [lon, lat] = lonLatOf(centre);
    return [code, DEPARTEMENT.code, lon.toFixed(5), lat.toFixed(5), name.libelle];
  });
  return csv([['insee', 'dept', 'lon', 'lat', 'name'], ...rows], INSEE_COG);
}

/** A town has its own postcode, villages share that of their canton; the prefecture has two. */
export function postcodesOf(commune: Commune, territory: Territory): string[] {
  const { code } = DEPARTEMENT;
  if (commune.role === 'prefecture') return [`${code}000`, `${code}090`];
  if (commune.role === 'sous-prefecture') return [`${code}${commune.arrondissement}00`];
  return [`${code}${cantonCodeOf(commune, territory).slice(2)}0`];
}

export function communePostcodes(territory: Territory): string {
  const rows = territory.communes.flatMap((commune) =>
    postcodesOf(commune, territory).map((postcode) => [
      commune.code,
      commune.name.ncc,
      postcode,
      commune.name.ncc,
      null,
    ]),
  );
  const heading = '#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5'.split(
    ';',
  );
  return csv([heading, ...rows], INSEE_POPULATION);
}

/** The prefect's seat of an arrondissement. */
export function seatOf(arrondissement: number, territory: Territory): Commune {
  const { prefecture, sousPrefectures } = territory.landmarks;
  return communeByCode(territory, [prefecture, ...sousPrefectures][arrondissement - 1]);
}
