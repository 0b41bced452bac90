import { SITE_FORMATS, SITE_TYPES } from '../../coverage/edition-data.ts';
import type { Column } from '../columns.ts';
import { codeColumn, column } from './column.ts';

export const SITE_COLUMNS: readonly Column[] = [
  column(
    'id',
    'string',
    ['Identifier', 'Identifiant'],
    'Identifier of the site in the official list.',
    'Identifiant du site dans la liste officielle.',
  ),
  column('name', 'string', ['Name', 'Nom'], 'Name of the site.', 'Nom du site.'),
  column(
    'type',
    'string',
    ['Type', 'Type'],
    'Principal site, or antenna of one.',
    'Site principal ou antenne.',
    {
      values: SITE_TYPES,
      frenchValues: { principal: 'principal', antenna: 'antenne' },
    },
  ),
  column(
    'format',
    'string',
    ['Format', 'Format'],
    'Fixed, itinerant or on several places.',
    'Fixe, itinérant ou multi-site.',
    {
      values: SITE_FORMATS,
      frenchValues: { fixed: 'fixe', itinerant: 'itinérant', 'multi-site': 'multi-site' },
    },
  ),
  column(
    'label_date',
    'date',
    ['Label date', 'Date de labellisation'],
    'Date of the label, YYYY-MM-DD, or YYYY-MM where the list gives the month; empty where it gives none.',
    'Date de labellisation, AAAA-MM-JJ, ou AAAA-MM si seul le mois est connu ; vide sinon.',
    { nullable: true },
  ),
  codeColumn(
    'commune',
    ['Commune', 'Commune'],
    'Current INSEE code of the commune',
    'Code INSEE actuel de la commune',
  ),
  codeColumn('canton', ['Canton', 'Canton'], 'Code of the canton', 'Code du canton'),
  codeColumn('departement', ['Département', 'Département'], 'Code of the département', 'Code du département'),
  codeColumn(
    'qpv',
    ['QPV', 'QPV'],
    'Code of the priority quarter (QPV) it lies in',
    'Code du quartier prioritaire (QPV)',
  ),
  codeColumn('zrr', ['ZRR', 'ZRR'], 'ZRR class of the commune', 'Classement ZRR de la commune', {
    frenchValues: { classed: 'classée', partial: 'partiellement classée', 'not-classed': 'non classée' },
  }),
  codeColumn('frr', ['FRR', 'FRR'], 'FRR class of the commune', 'Classement FRR de la commune', {
    frenchValues: {
      frr: 'FRR socle',
      'frr-plus': 'FRR+',
      beneficiary: 'bénéficiaire',
      partial: 'partiellement classée',
      'not-classed': 'non classée',
    },
  }),
  codeColumn(
    'density',
    ['Density class', 'Classe de densité'],
    'INSEE density class of the commune, 1 to 7',
    'Classe de densité INSEE de la commune, 1 à 7',
  ),
  column('lon', 'number', ['Longitude', 'Longitude'], 'Longitude, WGS84.', 'Longitude, WGS84.', {
    unit: 'degrees',
  }),
  column('lat', 'number', ['Latitude', 'Latitude'], 'Latitude, WGS84.', 'Latitude, WGS84.', {
    unit: 'degrees',
  }),
  column(
    'flags',
    'list',
    ['Flags', 'Remarques'],
    'What the import noted, as machine words (placed-at-commune-centre…); separated by spaces in CSV.',
    'Remarques de l’import, en mots-clés ; séparées par des espaces en CSV.',
  ),
];

export const SITE_TOTAL_COLUMNS: readonly Column[] = [
  column('sites', 'integer', ['Sites', 'Sites'], 'Sites in items.', 'Sites listés.', { unit: 'sites' }),
  column(
    'principal',
    'integer',
    ['Principal sites', 'Sites principaux'],
    'Those of them that are principal.',
    'Dont sites principaux.',
    {
      unit: 'sites',
    },
  ),
  column(
    'antenna',
    'integer',
    ['Antennas', 'Antennes'],
    'Those of them that are antennas.',
    'Dont antennes.',
    { unit: 'sites' },
  ),
  column(
    'itinerant',
    'integer',
    ['Itinerant sites', 'Sites itinérants'],
    'Those of them that are itinerant.',
    'Dont itinérants.',
    { unit: 'sites' },
  ),
];
