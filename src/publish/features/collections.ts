import type { Level } from '../../coverage/edition-data.ts';
import type { Column } from '../columns.ts';
import {
  CANTON_FEATURE_COLUMNS,
  CELL_FEATURE_COLUMNS,
  COMMUNE_FEATURE_COLUMNS,
  DEPARTEMENT_FEATURE_COLUMNS,
  EPCI_FEATURE_COLUMNS,
  FRR_FEATURE_COLUMNS,
  GAP_FEATURE_COLUMNS,
  QPV_FEATURE_COLUMNS,
  REGION_FEATURE_COLUMNS,
  SITE_FEATURE_COLUMNS,
  ZRR_FEATURE_COLUMNS,
} from '../dictionary/features.ts';
import type { Zoning } from './territory-rows.ts';

/** What a collection's features are made from. */
export type CollectionContent =
  | { kind: 'territories'; level: Level; zoning?: Zoning }
  | { kind: 'sites' }
  | { kind: 'cells' }
  | { kind: 'gaps' };

export interface Collection {
  id: string;
  title: string;
  description: string;
  content: CollectionContent;
  geometry: 'MultiPolygon' | 'Polygon' | 'Point';
  /** Property that names a feature to a reader. */
  label: string;
  columns: readonly Column[];
  /** Properties that can be filtered by, each a query parameter of its own. */
  queryables: readonly string[];
  /** The same as tables: path and question, to which `&format=` can be added. */
  table: string;
}

const FIGURES_FR = 'avec les habitants à portée d’un site au seuil demandé (paramètres threshold et network)';

/**
 * The collections of OGC API – Features. ZRR and FRR are zonings of communes: each feature is a commune of the zoning
 * with its class, as the decrees list them, so that a map is coloured by class and joined by INSEE code; one
 * MultiPolygon a class would hide both. Communes outside the zoning are in `communes`, with the same properties.
 */
export const COLLECTIONS: readonly Collection[] = [
  {
    id: 'communes',
    title: 'Communes',
    description: `Communes du territoire chargé, ${FIGURES_FR}.`,
    content: { kind: 'territories', level: 'commune' },
    geometry: 'MultiPolygon',
    label: 'name',
    columns: COMMUNE_FEATURE_COLUMNS,
    queryables: [
      'code',
      'name',
      'canton',
      'epci',
      'departement',
      'region',
      'density',
      'zrr',
      'frr',
      'status',
    ],
    table: '/v1/coverage?level=commune',
  },
  {
    id: 'cantons',
    title: 'Cantons',
    description: `Cantons, ${FIGURES_FR}. Les communes sans canton (Paris, Métropole de Lyon, Martinique, Guyane) n’y figurent pas.`,
    content: { kind: 'territories', level: 'canton' },
    geometry: 'MultiPolygon',
    label: 'name',
    columns: CANTON_FEATURE_COLUMNS,
    queryables: ['code', 'name', 'departement', 'region', 'status'],
    table: '/v1/coverage?level=canton',
  },
  {
    id: 'departements',
    title: 'Départements',
    description: `Départements, ${FIGURES_FR}.`,
    content: { kind: 'territories', level: 'departement' },
    geometry: 'MultiPolygon',
    label: 'name',
    columns: DEPARTEMENT_FEATURE_COLUMNS,
    queryables: ['code', 'name', 'region', 'status'],
    table: '/v1/coverage?level=departement',
  },
  {
    id: 'regions',
    title: 'Régions',
    description: `Régions, ${FIGURES_FR}.`,
    content: { kind: 'territories', level: 'region' },
    geometry: 'MultiPolygon',
    label: 'name',
    columns: REGION_FEATURE_COLUMNS,
    queryables: ['code', 'name', 'status'],
    table: '/v1/coverage?level=region',
  },
  {
    id: 'epci',
    title: 'Intercommunalités (EPCI)',
    description: `Établissements publics de coopération intercommunale à fiscalité propre, ${FIGURES_FR}.`,
    content: { kind: 'territories', level: 'epci' },
    geometry: 'MultiPolygon',
    label: 'name',
    columns: EPCI_FEATURE_COLUMNS,
    queryables: ['code', 'name', 'departement', 'region', 'status'],
    table: '/v1/coverage?level=epci',
  },
  {
    id: 'qpv',
    title: 'Quartiers prioritaires (QPV)',
    description: `Quartiers prioritaires de la politique de la ville, ${FIGURES_FR}. Leur population est estimée.`,
    content: { kind: 'territories', level: 'qpv' },
    geometry: 'MultiPolygon',
    label: 'name',
    columns: QPV_FEATURE_COLUMNS,
    queryables: ['code', 'name', 'commune', 'epci', 'departement', 'region', 'status'],
    table: '/v1/coverage?level=qpv',
  },
  {
    id: 'zrr',
    title: 'Communes en ZRR',
    description: `Communes classées en zone de revitalisation rurale, en tout ou partie, chacune avec sa classe, ${FIGURES_FR}.`,
    content: { kind: 'territories', level: 'commune', zoning: 'zrr' },
    geometry: 'MultiPolygon',
    label: 'name',
    columns: ZRR_FEATURE_COLUMNS,
    queryables: [
      'code',
      'name',
      'zrr',
      'zrr_detail',
      'canton',
      'epci',
      'departement',
      'region',
      'density',
      'status',
    ],
    table: '/v1/coverage?level=zrr',
  },
  {
    id: 'frr',
    title: 'Communes en FRR',
    description: `Communes classées France ruralités revitalisation (FRR, FRR+, bénéficiaires, partielles), chacune avec sa classe, ${FIGURES_FR}.`,
    content: { kind: 'territories', level: 'commune', zoning: 'frr' },
    geometry: 'MultiPolygon',
    label: 'name',
    columns: FRR_FEATURE_COLUMNS,
    queryables: ['code', 'name', 'frr', 'canton', 'epci', 'departement', 'region', 'density', 'status'],
    table: '/v1/coverage?level=frr',
  },
  {
    id: 'sites',
    title: 'Sites France Services',
    description:
      'Sites labellisés du territoire chargé, antennes comprises sauf demande contraire (paramètre network). Leur date est celle du label.',
    content: { kind: 'sites' },
    geometry: 'Point',
    label: 'name',
    columns: SITE_FEATURE_COLUMNS,
    queryables: [
      'name',
      'type',
      'format',
      'commune',
      'canton',
      'departement',
      'qpv',
      'zrr',
      'frr',
      'density',
    ],
    table: '/v1/sites?network=all',
  },
  {
    id: 'cells',
    title: 'Carreaux habités et durées de trajet',
    description:
      'Cellules H3 habitées, avec leurs habitants et la durée en voiture jusqu’au site le plus proche (paramètres threshold et network).',
    content: { kind: 'cells' },
    geometry: 'Polygon',
    label: 'h3',
    columns: CELL_FEATURE_COLUMNS,
    queryables: ['h3', 'commune', 'departement', 'site', 'provider'],
    table: '/v1/cells?network=principal',
  },
  {
    id: 'gaps',
    title: 'Zones au-delà du seuil',
    description:
      'Où vivent les habitants au-delà du seuil (paramètres threshold et network) : cellules voisines réunies, de la plus à la moins peuplée. Le contour est un dessin ; les chiffres viennent des cellules.',
    content: { kind: 'gaps' },
    geometry: 'MultiPolygon',
    label: 'commune_names',
    columns: GAP_FEATURE_COLUMNS,
    queryables: ['departement', 'commune_codes'],
    table: '/v1/gaps?network=principal',
  },
];

/** A column of the collection by its name. */
export function columnOf(collection: Collection, name: string): Column {
  return collection.columns.find((known) => known.name === name)!;
}
