import { EXPLAIN_CELL_COLUMNS, EXPLAIN_SITE_COLUMNS } from '../../publish/dictionary/explain.ts';
import { SEARCH_COLUMNS } from '../../publish/dictionary/search.ts';
import { terminalTable } from '../table.ts';
import { columnsBut, type Definition, definitionLine, type Row } from './answer-tables.ts';

/** Answers about one place as text for the terminal. */

interface ExplainBody {
  edition: string;
  definition: Definition;
  sentences: { en: string[] };
  cells: { count: number; listed: number; items: Row[] };
  sites: { count: number; listed: number; items: Row[] };
}

/** The sentences, then the sites that serve the territory, then its cells. */
export function explainText(body: string): string {
  const { edition, definition, sentences, cells, sites }: ExplainBody = JSON.parse(body);
  const siteColumns = columnsBut(EXPLAIN_SITE_COLUMNS, 'commune', 'format', 'lon', 'lat');
  const cellColumns = columnsBut(EXPLAIN_CELL_COLUMNS, 'lon', 'lat', 'site', 'site_commune', 'site_name');
  const blocks = [definitionLine(edition, definition), sentences.en.join('\n')];
  if (sites.count > 0)
    blocks.push(`${listed('sites that serve it', sites)}\n${terminalTable(siteColumns, sites.items)}`);
  if (cells.count > 0) blocks.push(`${listed('cells', cells)}\n${terminalTable(cellColumns, cells.items)}`);
  return blocks.join('\n\n');
}

function listed(what: string, list: { count: number; listed: number }): string {
  return list.listed === list.count ? `${list.count} ${what}` : `${list.listed} of ${list.count} ${what}`;
}

interface SearchBody {
  edition: string;
  definition: { edition_created_at: string; fictional: boolean };
  items: Row[];
}

export function searchText(body: string): string {
  const { edition, definition, items }: SearchBody = JSON.parse(body);
  const date = definition.edition_created_at.slice(0, 10);
  const fictional = definition.fictional ? 'FICTIONAL DATA: an invented territory, no real place\n' : '';
  const line = `${fictional}edition ${edition} (${date})`;
  if (items.length === 0) return `${line}\n\nnothing found`;
  const columns = columnsBut(SEARCH_COLUMNS, 'kind', 'lon', 'lat', 'coverage');
  return `${line}\n\n${terminalTable(columns, items)}`;
}
