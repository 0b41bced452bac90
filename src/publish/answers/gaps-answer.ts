import { type GapFeature, type GapsQuery, gapsInSteps } from '../../coverage/gaps.ts';
import { finish, type Steps } from '../../coverage/steps.ts';
import type { Row } from '../columns.ts';
import { type TimedDefinition, timedDefinition } from '../definition.ts';
import { GAP_CSV_COLUMNS, GAP_TOTAL_COLUMNS } from '../dictionary/gaps.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { holdsEstimates } from '../expected-error.ts';
import { DRAWING_DEFINITIONS, type Drawing, outlineOf } from '../gaps/gap-drawing.ts';
import type { DrawnPolygon } from '../gaps/sound-polygons.ts';
import type { Sentence } from '../sentence.ts';
import { type PublishedTable, tableAbout } from '../tables/table.ts';

/** Which gaps of a question are listed. */
export interface GapsPage {
  limit: number;
  offset: number;
  /** Least residents of a gap that is listed. */
  minPopulation: number;
}

export interface GapsTotal {
  /** Of the question, listed or not. */
  gaps: number;
  population: number;
  without_time: number;
  /** Of this answer. */
  listed: number;
  listed_population: number;
}

/** What the FeatureCollection says beside its features, and the gaps that become them. */
export interface GapsAnswer {
  edition: string;
  definition: TimedDefinition & { question: string; drawing: string };
  total: GapsTotal;
  gaps: readonly GapFeature[];
}

const QUESTION: Sentence = {
  en: 'Populated H3 cells whose nearest site is beyond the threshold, merged where they touch, most residents first.',
  fr: 'Cellules H3 habitées dont le site le plus proche est au-delà du seuil, réunies quand elles se touchent, les plus peuplées d’abord.',
};

/** Every gap of a question. */
export const ALL_GAPS: GapsPage = { limit: Number.POSITIVE_INFINITY, offset: 0, minPopulation: 1 };

/**
 * Populated cells beyond the threshold, merged where they touch, most residents first.
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter
 */
export function gapsAnswer(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: GapsQuery,
  page: GapsPage = ALL_GAPS,
  drawing: Drawing = 'smooth',
): GapsAnswer {
  return finish(gapsAnswerInSteps(edition, query, page, drawing));
}

/** As `gapsAnswer`, in steps for `inTurns`. */
export function* gapsAnswerInSteps(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: GapsQuery,
  page: GapsPage,
  drawing: Drawing,
): Steps<GapsAnswer> {
  const found = yield* gapsInSteps(edition.data, query);
  // Most residents first: those with enough of them come before the others.
  const enough = found.findIndex((gap) => gap.population < page.minPopulation);
  const listed = found.slice(
    page.offset,
    Math.min(page.offset + page.limit, enough < 0 ? found.length : enough),
  );
  return {
    edition: edition.meta.id,
    definition: {
      question: QUESTION.en,
      drawing: DRAWING_DEFINITIONS[drawing].en,
      ...timedDefinition(edition.meta, query, false, holdsEstimates(edition.data, query)),
    },
    total: {
      gaps: found.length,
      population: residentsOf(found),
      without_time: found.reduce((sum, gap) => sum + gap.without_time, 0),
      listed: listed.length,
      listed_population: residentsOf(listed),
    },
    gaps: listed,
  };
}

function residentsOf(found: readonly GapFeature[]): number {
  return found.reduce((sum, gap) => sum + gap.population, 0);
}

/** The gaps as a table for files: communes in flat columns. @param drawn outlines by id, where the form draws rows */
export function gapsTable(
  { meta }: Pick<LoadedEdition, 'meta'>,
  answer: GapsAnswer,
  address: string,
  drawn?: ReadonlyMap<string, DrawnPolygon[]>,
): PublishedTable {
  const { gaps } = answer;
  const residents = residentsOf(gaps);
  const estimated = gaps.reduce((sum, gap) => sum + gap.estimate_share * gap.population, 0);
  return {
    name: 'gaps',
    title: {
      en: 'Where the people beyond the threshold live',
      fr: 'Où vivent les habitants au-delà du seuil',
    },
    columns: GAP_CSV_COLUMNS,
    rows: gaps.map(gapRow),
    count: gaps.length,
    ...(drawn === undefined ? {} : { geometry: (row: Row) => outlineOf(drawn.get(String(row.id)) ?? []) }),
    about: tableAbout(
      meta,
      answer,
      address,
      residents === 0 ? null : estimated / residents,
      GAP_TOTAL_COLUMNS,
      { question: QUESTION.fr, ...frenchDrawing(answer.definition.drawing) },
    ),
  };
}

function frenchDrawing(english: string): { drawing?: string } {
  const found = Object.values(DRAWING_DEFINITIONS).find(({ en }) => en === english);
  return found === undefined ? {} : { drawing: found.fr };
}

/** A gap as a flat row of GAP_CSV_COLUMNS. */
export function gapRow({ communes, members: _members, ...figures }: GapFeature): Row {
  return {
    ...figures,
    commune_codes: communes.map((commune) => commune.code),
    commune_residents: communes.map((commune) => String(commune.population)),
    commune_names: communes.map((commune) => commune.name).join(' | '),
  };
}
