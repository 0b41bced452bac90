import type { Commune, Territory } from './commune.ts';
import { placeName } from './names.ts';
import { randomFrom } from './random.ts';

/** INSEE's seven classes, as the ANCT publishes them. */
export const DENSITIES = [
  'Grands centres urbains',
  'Centres urbains intermédiaires',
  'Ceintures urbaines',
  'Petites villes',
  'Bourgs ruraux',
  'Rural à habitat dispersé',
  'Rural à habitat très dispersé',
] as const;
export type Density = (typeof DENSITIES)[number];

export const ZRR = {
  C: ['C - Classée en ZRR', 'C - Commune classée en ZRR'],
  A: [
    'C - Classée en ZRR',
    'A - Commune sortante en 2017 continuant de bénéficier des effets du classement depuis 2018',
  ],
  M: [
    'C - Classée en ZRR',
    'M - Commune sortante en 2017 classée en zone de montagne continuant de bénéficier des effets du classement depuis 2017',
  ],
  P: ['P - Commune partiellement classée en ZRR', 'P - Commune partiellement classée en ZRR'],
  NC: ['NC - Commune non classée', 'NC - Commune non classée'],
} as const;

export const FRR = [
  'FRR socle',
  'FRR+',
  'FRR bénéficiaire',
  'Classée FRR partiellement',
  'FRR bénéficiaire partiellement',
  'Non classée',
] as const;

export function densityOf(commune: Commune): Density {
  const perKm2 = commune.population / (commune.areaM2 / 1e6);
  if (commune.role === 'prefecture') return 'Grands centres urbains';
  if (commune.role === 'sous-prefecture') return 'Centres urbains intermédiaires';
  if (commune.role === 'suburb') return 'Ceintures urbaines';
  if (commune.role === 'bourg') return commune.population >= 3500 ? 'Petites villes' : 'Bourgs ruraux';
  if (commune.population > 1500) return 'Bourgs ruraux';
  return perKm2 >= 17 ? 'Rural à habitat dispersé' : 'Rural à habitat très dispersé';
}

export function isRural(density: Density): boolean {
  return DENSITIES.indexOf(density) >= 4;
}

/** ZRR by commune of 2021: the commune that merged in 2022 still has a line of its own. */
export function zrrRows(
  territory: Territory,
): [code: string, name: string, simple: string, detail: string][] {
  const random = randomFrom('zrr');
  const { landmarks } = territory;
  const [merged] = territory.former;
  const rows = territory.communes.map((commune): [string, string, string, string] => {
    const chance = random.next();
    let key: keyof typeof ZRR = 'NC';
    if (commune.code === landmarks.commune2017.current) key = 'P';
    else if (commune.code === landmarks.commune2022.current) key = 'NC';
    else if (isRural(densityOf(commune))) {
      if (commune.isMountain) key = chance < 0.12 ? 'M' : 'C';
      else if (commune.arrondissement === 3) key = chance < 0.15 ? 'A' : 'C';
      else if (commune.arrondissement === 2) key = chance < 0.45 ? 'A' : 'NC';
    }
    return [commune.code, commune.name.libelle, ...ZRR[key]];
  });
  rows.push([merged.code, merged.name.libelle, ...ZRR.C]);
  return rows.sort(([a], [b]) => (a < b ? -1 : 1));
}

export function frrOf(commune: Commune, territory: Territory): (typeof FRR)[number] {
  const { landmarks } = territory;
  if (commune.code === landmarks.commune2022.current) return 'Classée FRR partiellement';
  if (commune.code === landmarks.commune2017.current) return 'FRR bénéficiaire partiellement';
  if (!isRural(densityOf(commune))) return 'Non classée';
  if (commune.isMountain) return commune.role === 'bourg' ? 'FRR socle' : 'FRR+';
  if (commune.role === 'island' || commune.arrondissement === 3) return 'FRR socle';
  if (commune.arrondissement !== 2) return 'Non classée';
  // A whole EPCI goes in or out at once; names stand in for the calculation that the law makes.
  return placeName(territory.epcis[commune.epci].name).ncc.length % 2 === 0
    ? 'FRR bénéficiaire'
    : 'FRR socle';
}
