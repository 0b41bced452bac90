import { SCENARIO_STATUSES, SCENARIOS, VERDICTS } from '../../coverage/compare.ts';
import type { Column } from '../columns.ts';
import { column } from './column.ts';
import { COVERAGE_COLUMNS } from './coverage.ts';

const STATUS = COVERAGE_COLUMNS.find((each) => each.name === 'status')!;

/** The columns of one of the two; `letter` is what the parameter is called. */
function sideColumns(letter: 'a' | 'b'): Record<string, Column> {
  const upper = letter.toUpperCase();
  const of = (
    name: string,
    type: Column['type'],
    heading: readonly [en: string, fr: string],
    en: string,
    fr: string,
    extra: Parameters<typeof column>[5] = {},
  ) =>
    column(
      `${letter}_${name}`,
      type,
      [`${upper}: ${heading[0]}`, `${upper} : ${heading[1]}`],
      `${upper}: ${en}`,
      `${upper} : ${fr}`,
      extra,
    );
  return {
    codes: of(
      'codes',
      'string',
      ['codes', 'codes'],
      'the territories as the parameter writes them.',
      'les territoires tels que le paramètre les écrit.',
    ),
    name: of(
      'name',
      'string',
      ['territory', 'territoire'],
      'names of the territories, and of those they were narrowed to.',
      'noms des territoires, et de ceux auxquels ils sont restreints.',
    ),
    residents: of('residents', 'integer', ['residents', 'habitants'], 'residents.', 'habitants.', {
      unit: 'residents',
    }),
    covered: of(
      'covered',
      'integer',
      ['residents within the threshold', 'habitants sous le seuil'],
      'residents whose nearest site of the network is at or under the threshold by car, in the scenario; empty where it is not computed.',
      'habitants dont le site du réseau le plus proche est à une durée en voiture inférieure ou égale au seuil, dans ce scénario ; vide s’il n’est pas calculé.',
      { unit: 'residents', nullable: true },
    ),
    uncovered: of(
      'uncovered',
      'integer',
      ['residents beyond the threshold', 'habitants au-delà du seuil'],
      'residents less those within the threshold; empty where the scenario is not computed.',
      'habitants moins ceux sous le seuil ; vide si le scénario n’est pas calculé.',
      { unit: 'residents', nullable: true },
    ),
    share: of(
      'share',
      'number',
      ['share within the threshold', 'part sous le seuil'],
      'covered ÷ residents, from 0 to 1; empty without residents or where the scenario is not computed.',
      'habitants couverts ÷ habitants, de 0 à 1 ; vide sans habitant ou si le scénario n’est pas calculé.',
      { unit: 'fraction', nullable: true },
    ),
    sites: of(
      'sites',
      'integer',
      ['sites', 'sites'],
      'sites of the network that lie in it.',
      'sites du réseau qui s’y trouvent.',
      { unit: 'sites' },
    ),
    sites_per_100k: of(
      'sites_per_100k',
      'number',
      ['sites per 100,000 residents', 'sites pour 100 000 habitants'],
      'sites per 100,000 residents; empty without residents.',
      'sites pour 100 000 habitants ; vide sans habitant.',
      { unit: 'sites per 100,000 residents', nullable: true },
    ),
    median_minutes: of(
      'median_minutes',
      'number',
      ['median time, minutes', 'durée médiane, minutes'],
      'least time at or under which half of all residents are, at the speeds of the scenario; residents without a time count as the farthest; empty where less than half are within the edition’s limit.',
      'plus petite durée à laquelle ou sous laquelle se trouve la moitié de tous les habitants, aux vitesses du scénario ; les habitants sans durée comptent comme les plus éloignés ; vide si moins de la moitié est sous la limite de l’édition.',
      { unit: 'minutes', nullable: true },
    ),
    without_time: of(
      'without_time',
      'integer',
      ['residents without a time', 'habitants sans durée'],
      'residents for whom no provider gives any time (an island without a road); never covered.',
      'habitants sans aucune durée connue (île sans route) ; jamais couverts.',
      { unit: 'residents' },
    ),
    estimate_share: of(
      'estimate_share',
      'number',
      ['share estimated', 'part estimée'],
      'share of the residents whose time is an estimate (friction surface) and not a road time; empty without residents.',
      'part des habitants dont la durée est une estimation (surface de friction) et non une durée par la route ; vide sans habitant.',
      { unit: 'fraction', nullable: true },
    ),
    status: of(
      'status',
      'string',
      ['status', 'statut'],
      'ok; partial: a part of it is not loaded; no-population; no-time: no resident has a time; not-applicable: the level does not exist there.',
      'complet (ok) ; partiel (partial) : une partie n’est pas chargée ; sans habitant (no-population) ; sans durée (no-time) ; sans objet (not-applicable) : niveau inexistant ici.',
      { values: STATUS.values, frenchValues: STATUS.frenchValues },
    ),
  };
}

const A = sideColumns('a');
const B = sideColumns('b');

const POINTS = { unit: 'percentage points', nullable: true };

/** What is read first stands first: the scenario, the two shares, what lies between them; then all of A, all of B. */
export const COMPARE_COLUMNS: readonly Column[] = [
  column(
    'scenario',
    'string',
    ['Scenario', 'Scénario'],
    'as-asked; threshold-lower and threshold-higher: five minutes less or more; slower and faster: every speed a tenth lower or higher, at the threshold asked.',
    'Comme demandé (as-asked) ; seuil abaissé ou relevé de cinq minutes (threshold-lower, threshold-higher) ; vitesses inférieures ou supérieures d’un dixième, au seuil demandé (slower, faster).',
    {
      values: SCENARIOS,
      frenchValues: {
        'as-asked': 'comme demandé',
        'threshold-lower': 'seuil abaissé',
        'threshold-higher': 'seuil relevé',
        slower: 'vitesses −10 %',
        faster: 'vitesses +10 %',
      } satisfies Record<(typeof SCENARIOS)[number], string>,
    },
  ),
  column(
    'threshold_minutes',
    'integer',
    ['Threshold, minutes', 'Seuil, minutes'],
    'Minutes of the scenario; a resident at exactly the threshold is covered; empty where less than a minute is left.',
    'Minutes du scénario ; un habitant exactement au seuil est couvert ; vide s’il reste moins d’une minute.',
    { unit: 'minutes', nullable: true },
  ),
  column(
    'speed_percent',
    'integer',
    ['Speeds, % of the edition’s', 'Vitesses, % de celles de l’édition'],
    'Speeds of the scenario: at 90 a time of t becomes t ÷ 0.9, at 110 it becomes t ÷ 1.1.',
    'Vitesses du scénario : à 90, une durée t devient t ÷ 0,9 ; à 110, t ÷ 1,1.',
    { unit: 'percent' },
  ),
  A.name,
  A.share,
  B.name,
  B.share,
  column(
    'difference_points',
    'number',
    ['Difference, points (A − B)', 'Écart, points (A − B)'],
    'Share of A less share of B, in percentage points; empty where either has none.',
    'Part de A moins part de B, en points de pourcentage ; vide si l’une manque.',
    POINTS,
  ),
  column(
    'share_ratio',
    'number',
    ['Ratio of shares (A ÷ B)', 'Rapport des parts (A ÷ B)'],
    'Share of A ÷ share of B; empty where B has nobody covered.',
    'Part de A ÷ part de B ; vide si personne n’est couvert en B.',
    { unit: 'ratio', nullable: true },
  ),
  column(
    'uncovered_ratio',
    'number',
    ['Ratio of uncovered shares (A ÷ B)', 'Rapport des parts non couvertes (A ÷ B)'],
    'Share of A that is not covered ÷ share of B that is not; empty where all of B are covered.',
    'Part non couverte de A ÷ part non couverte de B ; vide si tous sont couverts en B.',
    { unit: 'ratio', nullable: true },
  ),
  column(
    'status',
    'string',
    ['Status', 'Statut'],
    'computed; past-limit: times beyond the edition’s limit would be needed; below-a-minute: no threshold is left; no-residents: nobody lives in A or in B.',
    'Calculé (computed) ; au-delà de la limite (past-limit) : il faudrait des durées que l’édition n’a pas ; moins d’une minute (below-a-minute) ; sans habitant (no-residents) : personne n’habite A ou B.',
    {
      values: SCENARIO_STATUSES,
      frenchValues: {
        computed: 'calculé',
        'past-limit': 'au-delà de la limite',
        'below-a-minute': 'moins d’une minute',
        'no-residents': 'sans habitant',
      } satisfies Record<(typeof SCENARIO_STATUSES)[number], string>,
    },
  ),
  column(
    'limit_seconds',
    'integer',
    ['Seconds counted', 'Secondes comptées'],
    'Residents are covered at or under this many seconds of the edition’s own times; empty where the scenario is not computed.',
    'Sont couverts les habitants à ce nombre de secondes ou moins, aux durées de l’édition ; vide si le scénario n’est pas calculé.',
    { unit: 'seconds', nullable: true },
  ),
  ...restOf(A),
  ...restOf(B),
];

function restOf({ name: _name, share: _share, ...rest }: Record<string, Column>): Column[] {
  return Object.values(rest);
}

export const COMPARE_TOTAL_COLUMNS: readonly Column[] = [
  column(
    'verdict',
    'string',
    ['What holds', 'Ce qui tient'],
    'a-higher, b-higher or equal in every scenario that is computed; a-higher-or-equal, b-higher-or-equal: higher in some and equal in the others; changes: A is higher in some and B in others; not-comparable: nobody lives in A or in B.',
    'A plus couvert (a-higher), B plus couvert (b-higher) ou égalité (equal) dans tous les scénarios calculés ; plus couvert ou égal (a-higher-or-equal, b-higher-or-equal) ; varie (changes) : A l’est plus dans certains, B dans d’autres ; non comparable (not-comparable) : personne n’habite A ou B.',
    {
      values: VERDICTS,
      frenchValues: {
        'a-higher': 'A plus couvert',
        'a-higher-or-equal': 'A plus couvert ou égal',
        'b-higher': 'B plus couvert',
        'b-higher-or-equal': 'B plus couvert ou égal',
        equal: 'égalité',
        changes: 'varie',
        'not-comparable': 'non comparable',
      } satisfies Record<(typeof VERDICTS)[number], string>,
    },
  ),
  column(
    'difference_points',
    'number',
    ['Difference as asked, points', 'Écart demandé, points'],
    'Share of A less share of B as asked, in percentage points.',
    'Part de A moins part de B comme demandé, en points de pourcentage.',
    POINTS,
  ),
  column(
    'difference_points_least',
    'number',
    ['Least difference, points', 'Plus petit écart, points'],
    'Least difference over the scenarios computed, with its sign.',
    'Plus petit écart parmi les scénarios calculés, avec son signe.',
    POINTS,
  ),
  column(
    'difference_points_most',
    'number',
    ['Greatest difference, points', 'Plus grand écart, points'],
    'Greatest difference over the scenarios computed, with its sign.',
    'Plus grand écart parmi les scénarios calculés, avec son signe.',
    POINTS,
  ),
  column(
    'scenarios_computed',
    'integer',
    ['Scenarios computed', 'Scénarios calculés'],
    'Scenarios that could be computed.',
    'Scénarios qui ont pu être calculés.',
    { unit: 'scenarios' },
  ),
  column('scenarios', 'integer', ['Scenarios', 'Scénarios'], 'Scenarios in all.', 'Scénarios en tout.', {
    unit: 'scenarios',
  }),
];
