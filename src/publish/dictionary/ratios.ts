import { RATIO_DIMENSIONS } from '../../coverage/ratios.ts';
import type { Column } from '../columns.ts';
import { column } from './column.ts';
import { COVERED, SHARE, SITES } from './figures.ts';

const RESIDENTS = column(
  'residents',
  'integer',
  ['Residents', 'Habitants'],
  'Residents of the group.',
  'Habitants du groupe.',
  {
    unit: 'residents',
  },
);
export const BY = column(
  'by',
  'string',
  ['Zoning', 'Zonage'],
  'Zoning of the comparison.',
  'Zonage comparé.',
  {
    values: RATIO_DIMENSIONS,
    frenchValues: { density: 'densité', zrr: 'ZRR', frr: 'FRR', qpv: 'QPV' },
  },
);
export const RATIO_COLUMNS: readonly Column[] = [
  BY,
  column('group', 'string', ['Group', 'Groupe'], 'Code of the group.', 'Code du groupe.'),
  column('name', 'string', ['Name', 'Nom'], 'Name of the group.', 'Nom du groupe.'),
  column(
    'kind',
    'string',
    ['Kind', 'Nature'],
    'group, or detail of a group.',
    'Groupe, ou détail d’un groupe.',
    {
      values: ['group', 'detail'],
      frenchValues: { group: 'groupe', detail: 'détail' },
    },
  ),
  column(
    'parent',
    'string',
    ['Parent group', 'Groupe parent'],
    'The group that a detail belongs to.',
    'Groupe dont relève le détail.',
    {
      nullable: true,
    },
  ),
  RESIDENTS,
  COVERED,
  SHARE,
  SITES,
  column(
    'sites_per_100k',
    'number',
    ['Sites per 100,000 residents', 'Sites pour 100 000 habitants'],
    'Sites per 100,000 residents; empty where there are no residents.',
    'Sites pour 100 000 habitants ; vide sans habitant.',
    { unit: 'sites per 100,000 residents', nullable: true },
  ),
  column(
    'share_of_sites',
    'number',
    ['Share of sites', 'Part des sites'],
    'Sites of the group ÷ all sites; 0 without a site.',
    'Part des sites dans ce groupe ; 0 sans site.',
    { unit: 'fraction' },
  ),
  column(
    'share_of_residents',
    'number',
    ['Share of residents', 'Part des habitants'],
    'Residents of the group ÷ all residents; 0 without residents.',
    'Part des habitants dans ce groupe ; 0 sans habitant.',
    { unit: 'fraction' },
  ),
];
export const RATIO_TOTAL_COLUMNS: readonly Column[] = [RESIDENTS, COVERED, SHARE, SITES];
