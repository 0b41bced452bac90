import type { CoverageItem } from '../../coverage/coverage.ts';
import type { Level } from '../../coverage/edition-data.ts';
import { type ExplainQuery, type Explanation, explain, type UntimedReason } from '../../coverage/explain.ts';
import type { ExplainedCell, ExplainedSite } from '../../coverage/explain-rows.ts';
import type { FormerCommune } from '../../coverage/explain-territory.ts';
import type { Row } from '../columns.ts';
import { type TimedDefinition, timedDefinition } from '../definition.ts';
import { EXPLAIN_CELL_COLUMNS, EXPLAIN_SITE_COLUMNS, EXPLAIN_TOTAL_COLUMNS } from '../dictionary/explain.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { featureCollectionText, featureText, rounded } from '../geojson.ts';
import { hexagon } from '../hexagon.ts';
import type { Sentence } from '../sentence.ts';
import { type PublishedTable, tableAbout, tableRows } from '../tables/table.ts';
import { explainSentences, type Sentences } from './explain-sentences.ts';

export const EXPLAIN_TABLES = ['cells', 'sites'] as const;
export type ExplainTable = (typeof EXPLAIN_TABLES)[number];

export interface ExplainAnswer {
  edition: string;
  definition: TimedDefinition & { level: Level; question: string };
  territory: { level: Level; code: string; name: string; former: FormerCommune | null };
  figures: CoverageItem;
  parts: CoverageItem[];
  sentences: Sentences;
  providers: Explanation['providers'];
  untimed: { reason: UntimedReason; residents: number; en: string; fr: string }[];
  cells: { count: number; beyond: number; listed: number; items: ExplainedCell[] };
  sites: {
    count: number;
    outside: number;
    outside_residents: number;
    listed: number;
    items: ExplainedSite[];
  };
}

const QUESTION: Sentence = {
  en: 'Why the territory has these figures. The cells with most residents beyond the threshold come first; figures, providers and counts are of all cells, listed or not.',
  fr: 'Pourquoi le territoire a ces chiffres. D’abord les cellules qui ont le plus d’habitants au-delà du seuil ; chiffres, origines des durées et nombres portent sur toutes les cellules, listées ou non.',
};

const UNTIMED_TEXTS: Record<UntimedReason, { en: string; fr: string }> = {
  'no-provider': {
    en: 'Neither the roads nor the estimate lead from there to a site: an island without a road and without a site.',
    fr: 'Ni la route ni l’estimation n’y mènent à un site : île sans route et sans site.',
  },
  'beyond-limit': {
    en: 'No site of the network lies within the limit of the travel-time grid.',
    fr: 'Aucun site du réseau dans la limite de la grille des durées.',
  },
};

/**
 * Why a territory has the figures it has: its cells, the sites that serve it, where its times come from.
 * @throws DomainError threshold-out-of-range; unknown-territory (parameter: code)
 */
export function explainAnswer(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: ExplainQuery,
): ExplainAnswer {
  const { level, thresholdMinutes, rule } = query;
  const explanation = explain(edition.data, query);
  const { figures, parts, former, providers, untimed, cells, sites } = explanation;
  const within = parts.map(({ code }) => ({ level, code }));
  const estimated = providers.some((row) => row.provider === 'friction');
  return {
    edition: edition.meta.id,
    definition: {
      level,
      question: QUESTION.en,
      ...timedDefinition(edition.meta, { rule, within, thresholdMinutes }, level === 'qpv', estimated),
    },
    territory: { level, code: former?.code ?? figures.code, name: former?.names[0] ?? figures.name, former },
    figures,
    parts,
    sentences: explainSentences(explanation, thresholdMinutes),
    providers,
    untimed: untimed.map((row) => ({ ...row, ...UNTIMED_TEXTS[row.reason] })),
    cells: {
      count: cells.count,
      beyond: cells.beyond,
      listed: cells.items.length,
      items: cells.items.map((cell) => {
        const [lon, lat] = rounded([cell.lon, cell.lat]);
        return { ...cell, lon, lat };
      }),
    },
    sites: {
      count: sites.count,
      outside: sites.outside.count,
      outside_residents: sites.outside.residents,
      listed: sites.items.length,
      items: sites.items,
    },
  };
}

/** One of the two lists of the answer as a table: cells are drawn as hexagons, sites as points. */
export function explainTable(
  { meta }: Pick<LoadedEdition, 'meta'>,
  answer: ExplainAnswer,
  table: ExplainTable,
  address: string,
): PublishedTable {
  const { items: _items, ...total } = answer[table];
  const about = tableAbout(
    meta,
    { definition: answer.definition, total },
    address,
    answer.figures.estimate_share,
    EXPLAIN_TOTAL_COLUMNS,
    { question: QUESTION.fr },
  );
  const { name } = answer.territory;
  if (table === 'cells') {
    return {
      name: 'explain-cells',
      title: {
        en: `Cells of ${name} and their nearest site`,
        fr: `Cellules de ${name} et site le plus proche`,
      },
      columns: EXPLAIN_CELL_COLUMNS,
      rows: tableRows(answer.cells.items),
      count: total.listed,
      geometry: (row) => hexagon(row.cell as string),
      about,
    };
  }
  return {
    name: 'explain-sites',
    title: { en: `Sites that serve ${name}`, fr: `Sites qui desservent ${name}` },
    columns: EXPLAIN_SITE_COLUMNS,
    rows: tableRows(answer.sites.items),
    count: total.listed,
    geometry: (row) => ({ type: 'Point', coordinates: rounded([row.lon as number, row.lat as number]) }),
    about,
  };
}

/** The table as a GeoJSON FeatureCollection, in pieces. */
export function explainMapText(answer: ExplainAnswer, table: PublishedTable): AsyncGenerator<string> {
  const { edition, definition } = answer;
  let position = 0;
  return featureCollectionText({ edition, definition, total: table.about.total }, table.rows, (row: Row) => {
    // A cell may come twice: its place in the list names it.
    const id = String(row.id ?? `${row.cell}-${position++}`);
    return featureText(id, JSON.stringify(table.geometry?.(row) ?? null), row);
  });
}
