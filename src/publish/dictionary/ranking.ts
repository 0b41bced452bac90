import { RANKED_STATUSES } from '../../coverage/ranking.ts';
import type { Column } from '../columns.ts';
import { column } from './column.ts';
import {
  CODE,
  COVERED,
  ESTIMATE_SHARE,
  LEVEL,
  NAME,
  POPULATION,
  SHARE,
  SITES,
  WITHOUT_TIME,
} from './figures.ts';

const UNCOVERED = column(
  'uncovered',
  'integer',
  ['Residents beyond the threshold', 'Habitants au-delà du seuil'],
  'Residents less those within the threshold: beyond it, or without a time.',
  'Habitants moins ceux sous le seuil : au-delà, ou sans durée connue.',
  { unit: 'residents' },
);

export const RANKING_COLUMNS: readonly Column[] = [
  column(
    'rank',
    'integer',
    ['Rank', 'Rang'],
    'Place in the order asked for, from 1; equal figures share a rank, and the next one leaves room for them (1, 2, 2, 4).',
    'Place dans l’ordre demandé, à partir de 1 ; les ex aequo partagent un rang, et le suivant en tient compte (1, 2, 2, 4).',
    { unit: 'rank' },
  ),
  column(
    'tied',
    'integer',
    ['Territories at this rank', 'Territoires à ce rang'],
    'Number of territories that share the rank, this one included: 1 where it stands alone.',
    'Nombre de territoires au même rang, celui-ci compris : 1 s’il est seul.',
    { unit: 'territories' },
  ),
  LEVEL,
  CODE,
  NAME,
  POPULATION,
  COVERED,
  UNCOVERED,
  SHARE,
  SITES,
  column(
    'residents_per_site',
    'number',
    ['Residents per site', 'Habitants par site'],
    'Residents ÷ sites of the network in the territory; empty without a site.',
    'Habitants ÷ sites du réseau situés dans le territoire ; vide sans site.',
    { unit: 'residents per site', nullable: true },
  ),
  column(
    'status',
    'string',
    ['Status', 'Statut'],
    'ok; no-time: no resident has a time; no-site: in the ranking by residents per site, a territory without a site, at the worst end.',
    'ok ; sans durée (no-time) : aucun habitant n’a de durée ; sans site (no-site) : dans le classement par habitants par site, à l’extrémité la plus défavorable.',
    {
      values: RANKED_STATUSES,
      frenchValues: { ok: 'complet', 'no-time': 'sans durée', 'no-site': 'sans site' } satisfies Record<
        (typeof RANKED_STATUSES)[number],
        string
      >,
    },
  ),
  ESTIMATE_SHARE,
  WITHOUT_TIME,
];

const TERRITORIES = { unit: 'territories' };

export const RANKING_TOTAL_COLUMNS: readonly Column[] = [
  column(
    'ranked',
    'integer',
    ['Ranked', 'Classés'],
    'Territories that have a rank, listed here or not.',
    'Territoires classés, affichés ici ou non.',
    TERRITORIES,
  ),
  column(
    'partial',
    'integer',
    ['Kept out: partial', 'Hors classement : partiels'],
    'Territories of which only a part is loaded or asked for.',
    'Territoires dont une partie seulement est chargée ou demandée.',
    TERRITORIES,
  ),
  column(
    'no_population',
    'integer',
    ['Kept out: without residents', 'Hors classement : sans habitant'],
    'Territories where nobody lives.',
    'Territoires sans habitant.',
    TERRITORIES,
  ),
  column(
    'not_applicable',
    'integer',
    ['Kept out: not applicable', 'Hors classement : sans objet'],
    'Remainders to which the level does not apply.',
    'Restes où le niveau ne s’applique pas.',
    TERRITORIES,
  ),
  POPULATION,
  COVERED,
  UNCOVERED,
  SHARE,
  SITES,
  ESTIMATE_SHARE,
  WITHOUT_TIME,
];
