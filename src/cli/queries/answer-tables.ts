import type { CellValue, Column } from '../../publish/columns.ts';
import { COVERAGE_COLUMNS } from '../../publish/dictionary/coverage.ts';
import { GAP_COLUMNS } from '../../publish/dictionary/gaps.ts';
import { RATIO_COLUMNS } from '../../publish/dictionary/ratios.ts';
import { SITE_COLUMNS } from '../../publish/dictionary/sites.ts';
import { WITHOUT_SITE_COLUMNS } from '../../publish/dictionary/without-site.ts';
import { percentText, terminalTable } from '../table.ts';

/** Answers of the API as text for the terminal: a line of definition, the table, the total. */

export type Row = Record<string, CellValue>;

export interface Definition {
  level?: string;
  by?: string;
  threshold_minutes?: number;
  network: string;
  within: string[];
  edition_created_at: string;
  fictional: boolean;
}

export interface TableAnswer {
  edition: string;
  definition: Definition;
  items: Row[];
  total: Row;
}

/** The line that makes a figure quotable: edition, its date, what was asked; and whether the data are fictional. */
export function definitionLine(edition: string, definition: Definition): string {
  const parts = [
    `edition ${edition} (${definition.edition_created_at.slice(0, 10)})`,
    ...(definition.level ? [`level ${definition.level}`] : []),
    ...(definition.by ? [`by ${definition.by}`] : []),
    ...(definition.threshold_minutes ? [`at or under ${definition.threshold_minutes} min by car`] : []),
    `network ${definition.network}`,
    `within ${definition.within.join(',')}`,
  ];
  const line = parts.join(' · ');
  return definition.fictional ? `FICTIONAL DATA: an invented territory, no real place\n${line}` : line;
}

/** The whole text of an answer. */
export function page(edition: string, definition: Definition, table: string, total: string): string {
  return `${definitionLine(edition, definition)}\n\n${table}\n\n${total}`;
}

export function columnsBut(columns: readonly Column[], ...left: string[]): Column[] {
  return columns.filter((column) => !left.includes(column.name));
}

export function shareText(share: CellValue): string {
  return typeof share === 'number' ? percentText(share) : 'nobody to cover';
}

export function coverageTable(body: string): string {
  const { edition, definition, items, total }: TableAnswer = JSON.parse(body);
  const line =
    `total: ${total.covered} of ${total.population} residents covered (${shareText(total.share)}), ` +
    `${total.sites} sites, ${total.without_time} residents without a time, ` +
    `times estimated for ${shareText(total.estimate_share)}`;
  return page(edition, definition, terminalTable(columnsBut(COVERAGE_COLUMNS, 'level'), items), line);
}

export function withoutSiteTable(body: string): string {
  const { edition, definition, items, total }: TableAnswer = JSON.parse(body);
  const line =
    `total: ${total.without_site} of ${total.territories} without a site` +
    (total.not_applicable === 0 ? '' : `; ${total.not_applicable} not applicable, counted apart`);
  return page(edition, definition, terminalTable(columnsBut(WITHOUT_SITE_COLUMNS, 'level'), items), line);
}

export function ratiosTable(body: string): string {
  const { edition, definition, items, total }: TableAnswer = JSON.parse(body);
  const line = `total: ${total.covered} of ${total.residents} residents covered (${shareText(total.share)}), ${total.sites} sites`;
  return page(edition, definition, terminalTable(columnsBut(RATIO_COLUMNS, 'by'), items), line);
}

export function sitesTable(body: string): string {
  const { edition, definition, items, total }: TableAnswer = JSON.parse(body);
  const line = `total: ${total.sites} sites (${total.principal} principal, ${total.antenna} antennas, ${total.itinerant} itinerant)`;
  const columns = columnsBut(SITE_COLUMNS, 'canton', 'zrr', 'frr', 'density');
  return page(edition, definition, terminalTable(columns, items), line);
}

interface GapsBody {
  edition: string;
  definition: Definition;
  total: Row;
  features: { properties: Row & { communes: never } }[];
}

const MOST_COMMUNES = 5;
const COMMUNES: Column = {
  name: 'communes',
  type: 'string',
  nullable: false,
  unit: null,
  heading: { en: 'Communes', fr: 'Communes' },
  definition: { en: 'Names of the communes, most residents first.', fr: 'Noms des communes.' },
};

/** What fits beside the names of the communes. */
const GAP_TABLE = ['rank', 'population', 'area_km2', 'nearest_seconds_min', 'without_time', 'estimate_share'];

export function gapsTable(body: string): string {
  const { edition, definition, features, total }: GapsBody = JSON.parse(body);
  const rows = features.map(({ properties }) => ({
    ...properties,
    communes: communeNames(properties.communes),
  }));
  const listed = total.listed === total.gaps ? '' : ` (${total.listed} listed)`;
  const line = `total: ${total.population} residents in ${total.gaps} gaps${listed}, ${total.without_time} of them without a time`;
  const columns = GAP_COLUMNS.filter((column) => GAP_TABLE.includes(column.name));
  return page(edition, definition, terminalTable([...columns, COMMUNES], rows), line);
}

function communeNames(communes: readonly { code: string; name: string }[]): string {
  const names = communes.slice(0, MOST_COMMUNES).map((commune) => `${commune.name} (${commune.code})`);
  const more = communes.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

const EDITION_COLUMNS: Column[] = ['id', 'created_at', 'territory', 'fictional', 'current'].map((name) => ({
  name,
  type: name === 'territory' ? 'list' : 'string',
  nullable: false,
  unit: null,
  heading: { en: name, fr: name },
  definition: { en: name, fr: name },
}));

interface EditionsBody {
  items: { id: string; created_at: string; territory: string[]; fictional: boolean; current: boolean }[];
}

export function editionsTable(body: string): string {
  const { items }: EditionsBody = JSON.parse(body);
  if (items.length === 0) return 'No edition is loaded yet. Run `maillage load --territory <codes>`.';
  const rows = items.map(({ id, created_at, territory, fictional, current }) => ({
    id,
    created_at,
    territory,
    fictional: fictional ? 'fictional' : 'no',
    current: current ? 'current' : '',
  }));
  return terminalTable(EDITION_COLUMNS, rows);
}
