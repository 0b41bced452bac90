import {
  type CellSelection,
  type CellsQuery,
  type CellsTotal,
  selectCells,
} from '../../coverage/cell-selection.ts';
import { type CellFacts, cellRow } from '../../coverage/cells.ts';
import type { Row } from '../columns.ts';
import { type TimedDefinition, timedDefinition } from '../definition.ts';
import { CELL_COLUMNS, CELL_TOTAL_COLUMNS } from '../dictionary/cells.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { featureCollectionText, featureText } from '../geojson.ts';
import { hexagon } from '../hexagon.ts';
import type { Sentence } from '../sentence.ts';
import { type PublishedTable, tableAbout } from '../tables/table.ts';

/** A part of a long list: `limit` null is all that follows. */
export interface Page {
  limit: number | null;
  offset: number;
}

export interface CellItem extends CellFacts {
  covered: number;
}

export interface CellsAnswer {
  edition: string;
  definition: TimedDefinition & { question: string } & Page;
  /** Rows made as they are read, for a country has some 376,000; can be read more than once. */
  items: Iterable<CellItem>;
  /** Number of items. */
  count: number;
  /** Of all the cells asked for, whatever the page. */
  total: CellsTotal;
}

const QUESTION: Sentence = {
  en: 'Populated cells of the travel-time grid, each with its time to the nearest site.',
  fr: 'Cellules habitées de la grille des durées, chacune avec sa durée jusqu’au site le plus proche.',
};

/**
 * The populated cells of the territories, ascending by H3 index.
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter
 */
export function cellsAnswer(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: CellsQuery,
  page: Page,
): CellsAnswer {
  const selection = selectCells(edition.data, query);
  const { total, chosen } = selection;
  const end = page.limit === null ? chosen.length : page.offset + page.limit;
  const places = chosen.subarray(page.offset, end);
  return {
    edition: edition.meta.id,
    definition: {
      question: QUESTION.en,
      ...page,
      ...timedDefinition(edition.meta, query, false, (total.estimate_share ?? 0) > 0),
    },
    items: { [Symbol.iterator]: () => cellItems(selection, places) },
    count: places.length,
    total,
  };
}

function* cellItems(selection: CellSelection, places: Uint32Array): Generator<CellItem> {
  const { cells, residents, covered } = selection;
  for (const index of places) {
    const row = cellRow(cells, index) as CellItem;
    row.residents = residents[index];
    row.covered = covered[index];
    yield row;
  }
}

export function cellsText({ items, count: _count, ...rest }: CellsAnswer): string {
  return JSON.stringify({ ...rest, items: [...items] });
}

/** The answer as a GeoJSON FeatureCollection of hexagons, in pieces that are made as they are read. */
export function cellsMapText({ items, count: _count, ...foreign }: CellsAnswer): AsyncGenerator<string> {
  return featureCollectionText(foreign, items, (item) =>
    featureText(item.h3, JSON.stringify(hexagon(item.h3)), item),
  );
}

/** @param address path and query that give the same answer */
export function cellsTable(
  edition: Pick<LoadedEdition, 'meta'>,
  answer: CellsAnswer,
  address: string,
): PublishedTable {
  return {
    name: 'cells',
    title: {
      en: 'Populated cells and their time to the nearest site',
      fr: 'Cellules habitées et leur durée jusqu’au site le plus proche',
    },
    columns: CELL_COLUMNS,
    rows: answer.items as Iterable<CellItem & Row>,
    count: answer.count,
    geometry: (row) => hexagon(String(row.h3)),
    about: tableAbout(edition.meta, answer, address, answer.total.estimate_share, CELL_TOTAL_COLUMNS, {
      question: QUESTION.fr,
    }),
  };
}
