import type { CurveFigures } from '../../coverage/curve.ts';
import type { Column } from '../columns.ts';
import { column } from './column.ts';
import { COVERAGE_COLUMNS } from './coverage.ts';

type Words = readonly [en: string, fr: string];

/** A column twice: of the territory asked about, and of what it is held against. */
interface Paired {
  name: string;
  type: Column['type'];
  heading: Words;
  /** Sentences without their full stop. */
  definition: Words;
  extra: Parameters<typeof column>[5];
}

const SIDES: readonly { prefix: string; heading: Words; suffix: Words }[] = [
  { prefix: '', heading: ['', ''], suffix: ['', ''] },
  {
    prefix: 'comparison_',
    heading: [', comparison', ' (comparaison)'],
    suffix: ['; of the comparison', ' ; de la comparaison'],
  },
];

function pairOf({ name, type, heading, definition, extra }: Paired): Column[] {
  return SIDES.map((side) =>
    column(
      `${side.prefix}${name}`,
      type,
      [heading[0] + side.heading[0], heading[1] + side.heading[1]],
      `${definition[0]}${side.suffix[0]}.`,
      `${definition[1]}${side.suffix[1]}.`,
      extra,
    ),
  );
}

const RESIDENTS_WITHIN: Paired = {
  name: 'residents_within',
  type: 'integer',
  heading: ['Residents at or under', 'Habitants à cette durée ou moins'],
  definition: [
    'Residents whose nearest site of the network is at or under the minute by car, those of lower minutes included',
    'Habitants dont le site du réseau le plus proche est à cette durée en voiture ou moins, minutes précédentes comprises',
  ],
  extra: { unit: 'residents' },
};
const SHARE: Paired = {
  name: 'share',
  type: 'number',
  heading: ['Share at or under', 'Part à cette durée ou moins'],
  definition: [
    'residents_within ÷ residents, from 0 to 1; empty where there are no residents',
    'Habitants à cette durée ou moins ÷ habitants, de 0 à 1 ; vide sans habitant',
  ],
  extra: { unit: 'fraction', nullable: true },
};

export const CURVE_COLUMNS: readonly Column[] = [
  column(
    'minute',
    'integer',
    ['Minutes by car', 'Minutes en voiture'],
    'Whole minutes to the nearest site of the network.',
    'Minutes entières jusqu’au site du réseau le plus proche.',
    { unit: 'minutes' },
  ),
  ...pairOf(RESIDENTS_WITHIN).slice(0, 1),
  ...pairOf(SHARE).slice(0, 1),
  ...pairOf(RESIDENTS_WITHIN).slice(1),
  ...pairOf(SHARE).slice(1),
  column(
    'difference_points',
    'number',
    ['Difference, points', 'Écart, points'],
    'share less comparison_share, in percentage points; empty where either has no residents.',
    'Part moins part de la comparaison, en points de pourcentage ; vide si l’un des deux est sans habitant.',
    { unit: 'percentage points', nullable: true },
  ),
];

const STATUS = COVERAGE_COLUMNS.find((each) => each.name === 'status')!;

const CURVE_FIGURES: (Paired & { name: keyof CurveFigures })[] = [
  {
    name: 'name',
    type: 'string',
    heading: ['Territory', 'Territoire'],
    definition: [
      'Names of the territories, and of those they were narrowed to',
      'Noms des territoires, et de ceux auxquels ils sont restreints',
    ],
    extra: {},
  },
  {
    name: 'residents',
    type: 'integer',
    heading: ['Residents', 'Habitants'],
    definition: ['All residents, with a time or without', 'Tous les habitants, avec ou sans durée connue'],
    extra: { unit: 'residents' },
  },
  {
    name: 'median_minutes',
    type: 'number',
    heading: ['Median time, minutes', 'Durée médiane, minutes'],
    definition: [
      'Least time at or under which half of all residents are, in whole seconds told in minutes; residents without a time count as the farthest; empty where less than half are within the edition’s limit',
      'Plus petite durée à laquelle ou sous laquelle se trouve la moitié de tous les habitants, en secondes entières exprimées en minutes ; les habitants sans durée comptent comme les plus éloignés ; vide si moins de la moitié est sous la limite de l’édition',
    ],
    extra: { unit: 'minutes', nullable: true },
  },
  {
    name: 'd9_minutes',
    type: 'number',
    heading: ['Ninth decile, minutes', 'Neuvième décile, minutes'],
    definition: [
      'Least time at or under which nine tenths of all residents are, as the median is counted; empty where fewer are within the edition’s limit',
      'Plus petite durée à laquelle ou sous laquelle se trouvent neuf dixièmes de tous les habitants, comptée comme la médiane ; vide s’ils sont moins nombreux sous la limite de l’édition',
    ],
    extra: { unit: 'minutes', nullable: true },
  },
  {
    name: 'mean_minutes',
    type: 'number',
    heading: ['Mean time, minutes', 'Durée moyenne, minutes'],
    definition: [
      'Mean time of the residents that have one within the edition’s limit; those beyond and those without are left out; empty where nobody has one',
      'Durée moyenne des habitants qui en ont une sous la limite de l’édition ; ceux au-delà et ceux sans durée sont exclus ; vide si personne n’en a',
    ],
    extra: { unit: 'minutes', nullable: true },
  },
  {
    name: 'beyond_limit',
    type: 'integer',
    heading: ['Residents beyond the limit', 'Habitants au-delà de la limite'],
    definition: [
      'Residents who reach no site of the network within the edition’s limit (60 minutes, but for editions that say otherwise), those without a time left out',
      'Habitants qui n’atteignent aucun site du réseau dans la limite de l’édition (60 minutes sauf mention contraire), hors habitants sans durée',
    ],
    extra: { unit: 'residents' },
  },
  {
    name: 'without_time',
    type: 'integer',
    heading: ['Residents without a time', 'Habitants sans durée'],
    definition: [
      'Residents for whom no provider gives any time (an island without a road); counted as residents, never at or under a minute',
      'Habitants sans aucune durée connue (île sans route) ; comptés comme habitants, jamais à une durée ou moins',
    ],
    extra: { unit: 'residents' },
  },
  {
    name: 'estimate_share',
    type: 'number',
    heading: ['Share estimated', 'Part estimée'],
    definition: [
      'Share of the residents whose time is an estimate (friction surface) and not a road time; empty without residents',
      'Part des habitants dont la durée est une estimation (surface de friction) et non une durée par la route ; vide sans habitant',
    ],
    extra: { unit: 'fraction', nullable: true },
  },
  {
    name: 'sites',
    type: 'integer',
    heading: ['Sites', 'Sites'],
    definition: ['Sites of the network that lie in it', 'Sites du réseau qui s’y trouvent'],
    extra: { unit: 'sites' },
  },
  {
    name: 'status',
    type: 'string',
    heading: ['Status', 'Statut'],
    definition: [
      'ok; partial: a part of it is not loaded; no-population; no-time: no resident has a time; not-applicable: the level does not exist there',
      'ok ; partial : une partie n’est pas chargée ; no-population : sans habitant ; no-time : aucune durée ; not-applicable : niveau inexistant ici',
    ],
    extra: { values: STATUS.values, frenchValues: STATUS.frenchValues },
  },
];

/** The figures of the territory, then the same of the comparison. */
export const CURVE_TOTAL_COLUMNS: readonly Column[] = [0, 1].flatMap((side) =>
  CURVE_FIGURES.map((figure) => pairOf(figure)[side]),
);
