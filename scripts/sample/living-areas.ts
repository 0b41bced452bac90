import { type Commune, communeByCode, type Territory } from './commune.ts';
import { type Cell, csv, QUOTED } from './csv.ts';
import { distanceM } from './plane.ts';
import { cantonCodeOf, seatOf } from './territory-files.ts';

const COLUMNS =
  'DEPCOM,ARR,LIB_ARR,CV,LIB_CV,ZE2020,LIB_ZE2020,UU2020,LIB_UU2020,COMUU2020,LIB_COMUU2020,TYPUU2020,LIB_TYPUU2020,TUU2017,LIB_TUU2017,TDUU2017,LIB_TDUU2017,AAV2020,LIB_AAV2020,TAAV2017,LIB_TAAV2017,TDAAV2017,LIB_TDAAV2017,CATEAAV2020,LIB_CATEAAV2020,BV2022,LIB_BV2022';

/** INSEE's study areas per commune: canton-ville, urban unit, urban area, living area, employment area. */
export function livingAreas(territory: Territory): string {
  const rows = territory.communes.map((commune) => rowOf(commune, territory));
  return csv([COLUMNS.split(','), ...rows], QUOTED);
}

function rowOf(commune: Commune, territory: Territory): Cell[] {
  const city = communeByCode(territory, territory.landmarks.prefecture);
  const seat = seatOf(commune.arrondissement, territory);
  const canton = commune.canton < 0 ? city.name.libelle : territory.cantons[commune.canton].name;
  const centres = territory.communes.filter(({ role }) =>
    ['prefecture', 'sous-prefecture', 'bourg'].includes(role),
  );
  const living = centres.reduce((a, b) =>
    distanceM(b.centre, commune.centre) < distanceM(a.centre, commune.centre) ? b : a,
  );
  return [
    commune.code,
    `96${commune.arrondissement}`,
    seat.name.libelle,
    cantonCodeOf(commune, territory),
    canton,
    `960${commune.arrondissement}`,
    seat.name.libelle,
    ...urbanUnit(commune, city),
    ...urbanArea(commune, city),
    living.code,
    living.name.libelle,
  ];
}

function urbanUnit(commune: Commune, city: Commune): Cell[] {
  if (commune === city || commune.role === 'suburb') {
    const part = commune === city ? ['C', '- Ville-centre'] : ['B', '- Banlieue'];
    const size = 'Commune appartenant à une unité urbaine de 50 000 à 99 999 habitants';
    const finer = 'Commune appartenant à une unité urbaine de 70 000 à 99 999 habitants';
    const kind = ['2', '- Agglomération intra-départementale'];
    return ['96501', city.name.libelle, ...part, ...kind, '5', size, '52', finer];
  }
  if (commune.population >= 10_000) {
    const size = 'Commune appartenant à une unité urbaine de 10 000 à 19 999 habitants';
    const finer = 'Commune appartenant à une unité urbaine de 10 000 à 14 999 habitants';
    const kind = ['I', '- Ville isolée', '1', '- Ville isolée ou unité urbaine monocommunale'];
    return [`963${commune.code.slice(3)}`, commune.name.libelle, ...kind, '3', size, '31', finer];
  }
  const none = 'Commune hors unité urbaine';
  const where = ['96000', 'Communes hors unité urbaine du département 96', 'H', '- Hors unité urbaine'];
  return [...where, '0', `- ${none}`, '0', none, '00', none];
}

function urbanArea(commune: Commune, city: Commune): Cell[] {
  if (distanceM(commune.centre, city.centre) > 15_000 || commune.role === 'island') {
    const none = 'Hors attraction des villes';
    const plain = 'Commune hors attraction des villes';
    return ['000', plain, '0', none, '00', none, '30', plain];
  }
  const ring = commune === city ? ['11', 'Commune-Centre'] : ['20', 'Commune de la couronne'];
  const sizes = [
    '2',
    'Aire de 50 000 à moins de 200 000 habitants',
    '24',
    'Aire de 125 000 à moins de 150 000 habitants',
  ];
  return ['960', city.name.libelle, ...sizes, ...ring];
}
