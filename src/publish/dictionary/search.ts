import { SITE_TYPES } from '../../coverage/edition-data.ts';
import { SEARCH_LEVELS, SEARCH_MATCHES } from '../../coverage/search-entries.ts';
import type { Column } from '../columns.ts';
import { codeColumn, column } from './column.ts';
import { LEVEL } from './figures.ts';

/** Columns of `search`: a row for each territory or site that was found. */

export const SEARCH_KINDS = ['territory', 'site'] as const;

export const SEARCH_COLUMNS: readonly Column[] = [
  column('kind', 'string', ['Kind', 'Nature'], 'Territory or site.', 'Territoire ou site.', {
    values: SEARCH_KINDS,
    frenchValues: { territory: 'territoire', site: 'site' },
  }),
  column(
    'level',
    'string',
    ['Level', 'Niveau'],
    'Level of the territory; empty for a site.',
    'Niveau du territoire ; vide pour un site.',
    { nullable: true, values: SEARCH_LEVELS, frenchValues: LEVEL.frenchValues },
  ),
  column(
    'code',
    'string',
    ['Code', 'Code'],
    'Official code of the territory, or identifier of the site.',
    'Code officiel du territoire, ou identifiant du site.',
  ),
  column('name', 'string', ['Name', 'Nom'], 'Name of today.', 'Nom actuel.'),
  column(
    'matched',
    'string',
    ['Found by', 'Trouvé par'],
    'What the question met: name, code, postcode; former-name, former-code: of a commune that is now in this one; part-name, part-code: of a municipal arrondissement.',
    'Ce qui répond à la question : name, code, postcode ; former-name, former-code : ancienne commune ; part-name, part-code : arrondissement municipal.',
    {
      values: SEARCH_MATCHES,
      frenchValues: {
        name: 'nom',
        code: 'code',
        postcode: 'code postal',
        'former-name': 'ancien nom',
        'former-code': 'ancien code',
        'part-name': 'nom d’un arrondissement municipal',
        'part-code': 'code d’un arrondissement municipal',
      },
    },
  ),
  column(
    'matched_text',
    'string',
    ['Text met', 'Texte trouvé'],
    'The name, code or postcode that the question met, as the source writes it.',
    'Nom, code ou code postal trouvé, tel que la source l’écrit.',
  ),
  codeColumn(
    'departement',
    ['Département', 'Département'],
    'Code of the département, the one with most of the residents where there are several',
    'Code du département, celui du plus grand nombre d’habitants s’il y en a plusieurs',
  ),
  column(
    'population',
    'integer',
    ['Residents', 'Habitants'],
    'Residents of the territory as loaded; empty for a site.',
    'Habitants du territoire chargé ; vide pour un site.',
    { unit: 'residents', nullable: true },
  ),
  column(
    'site_type',
    'string',
    ['Type of site', 'Type de site'],
    'Principal site or antenna; empty for a territory.',
    'Site principal ou antenne ; vide pour un territoire.',
    {
      nullable: true,
      values: SITE_TYPES,
      frenchValues: { principal: 'principal', antenna: 'antenne' },
    },
  ),
  column(
    'lon',
    'number',
    ['Longitude', 'Longitude'],
    'Longitude, WGS84, of the site, or of the point where most people of the territory live.',
    'Longitude, WGS84, du site ou du point le plus peuplé du territoire.',
    { unit: 'degrees', nullable: true },
  ),
  column(
    'lat',
    'number',
    ['Latitude', 'Latitude'],
    'Latitude, WGS84, of the same point.',
    'Latitude, WGS84, du même point.',
    { unit: 'degrees', nullable: true },
  ),
  codeColumn(
    'explain',
    ['Why its figures', 'Explication'],
    'Path of the explanation of its figures; of the commune’s for a site',
    'Chemin de l’explication de ses chiffres ; de ceux de la commune pour un site',
  ),
  codeColumn(
    'coverage',
    ['Its figures', 'Chiffres'],
    'Path of its coverage; of the commune’s for a site',
    'Chemin de sa couverture ; de celle de la commune pour un site',
  ),
];

export const SEARCH_TOTAL_COLUMNS: readonly Column[] = [
  column('listed', 'integer', ['Listed', 'Listés'], 'Hits in items.', 'Réponses listées.', { unit: 'hits' }),
];
