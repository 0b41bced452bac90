import type { CommuneRecord } from '../store/edition/read-edition.ts';

/** Levels that group communes by a class: the class of a commune, and the French label of each. */
export type GroupLevel = 'density' | 'rurality' | 'zrr' | 'zrr_detail' | 'frr';

/** A commune that the file of the class does not hold. */
const UNKNOWN = { unknown: 'Non renseigné' };

/**
 * Labels are those of the official files. Rural, in INSEE's sense since 2021, is classes 5, 6 and 7 of the density grid
 * in seven levels.
 */
export const GROUP_LEVELS: Record<
  GroupLevel,
  { names: Record<string, string>; of: (commune: CommuneRecord) => string }
> = {
  density: {
    names: {
      1: 'Grands centres urbains',
      2: 'Centres urbains intermédiaires',
      3: 'Petites villes',
      4: 'Ceintures urbaines',
      5: 'Bourgs ruraux',
      6: 'Rural à habitat dispersé',
      7: 'Rural à habitat très dispersé',
      ...UNKNOWN,
    },
    of: (commune) => commune.density ?? 'unknown',
  },
  rurality: {
    names: { rural: 'Rural', urban: 'Urbain', ...UNKNOWN },
    of: ({ density }) => (density === null ? 'unknown' : density >= '5' ? 'rural' : 'urban'),
  },
  zrr: {
    names: {
      classed: 'Classée en ZRR',
      partial: 'Partiellement classée en ZRR',
      'not-classed': 'Non classée',
      ...UNKNOWN,
    },
    of: (commune) => commune.zrr ?? 'unknown',
  },
  zrr_detail: {
    names: {
      A: 'Sortante en 2017, effets maintenus depuis 2018',
      C: 'Classée en ZRR',
      CM: 'Fusionnée en zone de montagne, effets maintenus',
      D: 'Classée au titre de la baisse de population depuis 40 ans',
      M: 'Sortante en 2017 en zone de montagne, effets maintenus',
      NC: 'Non classée',
      P: 'Partiellement classée',
      PA: 'Fusionnée, effets maintenus en partie',
      PM: 'Fusionnée, en partie en zone de montagne, effets maintenus en partie',
      ...UNKNOWN,
    },
    of: (commune) => commune.zrr_detail ?? 'unknown',
  },
  frr: {
    names: {
      frr: 'FRR socle',
      'frr-plus': 'FRR+',
      beneficiary: 'FRR bénéficiaire',
      partial: 'FRR en partie',
      'not-classed': 'Non classée',
      ...UNKNOWN,
    },
    of: (commune) => commune.frr ?? 'unknown',
  },
};
