import { CELL_STATUSES, SITE_PLACES } from '../../coverage/explain-rows.ts';
import { PROVIDERS } from '../../grid/access-matrix.ts';
import type { Column } from '../columns.ts';
import { codeColumn, column } from './column.ts';
import { SITE_COLUMNS } from './sites.ts';

/** Columns of `explain`: the cells of a territory, the sites that serve it, its residents by provider of times. */

const FRENCH_PROVIDERS = {
  none: 'aucune',
  road: 'route',
  friction: 'estimation',
  imported: 'importée',
} satisfies Record<(typeof PROVIDERS)[number], string>;

const PROVIDER = column(
  'provider',
  'string',
  ['Source of the time', 'Source de la durée'],
  'road: by the road network; friction: estimated; imported: from a table of times; none: no time can be given.',
  'road : par la route ; friction : estimée ; imported : table de durées importée ; none : aucune durée.',
  { values: PROVIDERS, frenchValues: FRENCH_PROVIDERS },
);
const LON = column('lon', 'number', ['Longitude', 'Longitude'], 'Longitude, WGS84.', 'Longitude, WGS84.', {
  unit: 'degrees',
});
const LAT = column('lat', 'number', ['Latitude', 'Latitude'], 'Latitude, WGS84.', 'Latitude, WGS84.', {
  unit: 'degrees',
});

export const EXPLAIN_CELL_COLUMNS: readonly Column[] = [
  column(
    'cell',
    'string',
    ['H3 cell', 'Cellule H3'],
    'H3 cell that holds the point the time starts from; twice where two points share it.',
    'Cellule H3 du point de départ ; deux fois si deux points la partagent.',
  ),
  LON,
  LAT,
  column(
    'residents',
    'integer',
    ['Residents', 'Habitants'],
    'Residents of the territory asked for who are placed there; others may live in the cell.',
    'Habitants du territoire demandé placés à ce point ; la cellule peut en compter d’autres.',
    { unit: 'residents' },
  ),
  column(
    'status',
    'string',
    ['Status', 'Statut'],
    'covered: at or under the threshold; beyond: over it; no-time: no provider gives a time.',
    'covered : sous le seuil ou égal ; beyond : au-delà ; no-time : aucune durée connue.',
    {
      values: CELL_STATUSES,
      frenchValues: { covered: 'couvert', beyond: 'au-delà du seuil', 'no-time': 'sans durée' },
    },
  ),
  column(
    'seconds',
    'integer',
    ['Time (s)', 'Durée (s)'],
    'Seconds by car to the nearest site of the network; empty where none lies within the grid’s limit.',
    'Secondes en voiture jusqu’au site du réseau le plus proche ; vide si aucun dans la limite de la grille.',
    { unit: 'seconds', nullable: true },
  ),
  codeColumn(
    'site',
    ['Nearest site', 'Site le plus proche'],
    'Identifier of that site',
    'Identifiant du site',
  ),
  codeColumn('site_name', ['Name of the site', 'Nom du site'], 'Name of that site', 'Nom du site'),
  codeColumn(
    'site_commune',
    ['Commune of the site', 'Commune du site'],
    'INSEE code of that site’s commune',
    'Code INSEE de la commune du site',
  ),
  codeColumn(
    'site_commune_name',
    ['Name of the site’s commune', 'Nom de la commune du site'],
    'Name of that site’s commune, where it is loaded',
    'Nom de la commune du site, si elle est chargée',
  ),
  PROVIDER,
  column(
    'snap_m',
    'integer',
    ['Distance to the road (m)', 'Distance à la route (m)'],
    'Metres from the point to the road its time starts on; empty where the provider has no road.',
    'Mètres du point à la route où commence le trajet ; vide sans route.',
    { unit: 'metres', nullable: true },
  ),
  column(
    'flags',
    'list',
    ['Flags', 'Remarques'],
    'far-snap: the road is more than 1,000 m away, so that much of the time is the way to it.',
    'far-snap : la route est à plus de 1 000 m ; l’accès pèse dans la durée.',
  ),
];

const ofSite = (name: string): Column => {
  const found = SITE_COLUMNS.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no column ${name} among those of sites`);
  return found;
};

export const EXPLAIN_SITE_COLUMNS: readonly Column[] = [
  ofSite('id'),
  ofSite('name'),
  ofSite('type'),
  ofSite('format'),
  ofSite('commune'),
  codeColumn(
    'commune_name',
    ['Name of the commune', 'Nom de la commune'],
    'Name of the commune, where it is loaded',
    'Nom de la commune, si elle est chargée',
  ),
  ofSite('departement'),
  column(
    'place',
    'string',
    ['Where it stands', 'Situation'],
    'inside: in the territory asked for; neighbour: outside it; outside-edition: beyond all that is loaded.',
    'inside : dans le territoire ; neighbour : hors du territoire ; outside-edition : hors de tout ce qui est chargé.',
    {
      values: SITE_PLACES,
      frenchValues: {
        inside: 'dans le territoire',
        neighbour: 'voisin',
        'outside-edition': 'hors de l’édition',
      },
    },
  ),
  column(
    'residents_nearest',
    'integer',
    ['Residents it is nearest to', 'Habitants dont il est le plus proche'],
    'Residents of the territory whose nearest site it is.',
    'Habitants du territoire dont c’est le site le plus proche.',
    { unit: 'residents' },
  ),
  column(
    'residents_covered',
    'integer',
    ['Of them within the threshold', 'Dont sous le seuil'],
    'Those of them at or under the threshold.',
    'Dont à une durée inférieure ou égale au seuil.',
    { unit: 'residents' },
  ),
  LON,
  LAT,
  ofSite('flags'),
];

export const EXPLAIN_PROVIDER_COLUMNS: readonly Column[] = [
  PROVIDER,
  column(
    'residents',
    'integer',
    ['Residents', 'Habitants'],
    'Residents of the territory whose time it gives.',
    'Habitants dont la durée en vient.',
    { unit: 'residents' },
  ),
  column(
    'covered',
    'integer',
    ['Of them within the threshold', 'Dont sous le seuil'],
    'Those of them at or under the threshold.',
    'Dont à une durée inférieure ou égale au seuil.',
    { unit: 'residents' },
  ),
];

/** Of the lists of cells and of sites: what a file of one list says of the whole. */
export const EXPLAIN_TOTAL_COLUMNS: readonly Column[] = [
  column('count', 'integer', ['In all', 'En tout'], 'Rows, listed or not.', 'Lignes, listées ou non.', {
    unit: 'rows',
  }),
  column('listed', 'integer', ['Listed', 'Listées'], 'Rows of this list.', 'Lignes de cette liste.', {
    unit: 'rows',
  }),
  column(
    'beyond',
    'integer',
    ['Cells beyond the threshold', 'Cellules au-delà du seuil'],
    'Cells over the threshold, or without a time.',
    'Cellules au-delà du seuil ou sans durée.',
    { unit: 'cells' },
  ),
  column(
    'outside',
    'integer',
    ['Sites outside the territory', 'Sites hors du territoire'],
    'Sites outside the territory that are the nearest of some of its residents.',
    'Sites hors du territoire, les plus proches pour une partie de ses habitants.',
    { unit: 'sites' },
  ),
  column(
    'outside_residents',
    'integer',
    [
      'Residents whose nearest site is outside',
      'Habitants dont le site le plus proche est hors du territoire',
    ],
    'Residents of the territory whose nearest site is outside it.',
    'Habitants du territoire dont le site le plus proche est hors de celui-ci.',
    { unit: 'residents' },
  ),
];
