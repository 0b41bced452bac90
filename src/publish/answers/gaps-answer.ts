import { type GapFeature, type GapsQuery, gaps } from '../../coverage/gaps.ts';
import type { Row } from '../columns.ts';
import { type TimedDefinition, timedDefinition } from '../definition.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { type AnswerFeature, feature } from '../geojson.ts';

/** A GeoJSON FeatureCollection with the answer's edition, definition and total as foreign members. */
export interface GapsAnswer {
  type: 'FeatureCollection';
  edition: string;
  definition: TimedDefinition & { question: string };
  total: { gaps: number; population: number; without_time: number };
  features: AnswerFeature[];
}

/**
 * Populated cells beyond the threshold, merged where they touch, most residents first.
 * @throws DomainError threshold-out-of-range, unknown-territory
 */
export function gapsAnswer(edition: Pick<LoadedEdition, 'meta' | 'data'>, query: GapsQuery): GapsAnswer {
  const found = gaps(edition.data, query);
  return {
    type: 'FeatureCollection',
    edition: edition.meta.id,
    definition: {
      question:
        'Populated H3 cells whose nearest site is beyond the threshold, merged where they touch. The polygons are drawn from the cells; the figures are not read from the polygons.',
      ...timedDefinition(edition.meta, query, false),
    },
    total: {
      gaps: found.length,
      population: found.reduce((sum, gap) => sum + gap.population, 0),
      without_time: found.reduce((sum, gap) => sum + gap.without_time, 0),
    },
    features: found.map(gapFeature),
  };
}

function gapFeature(gap: GapFeature): AnswerFeature {
  const { polygon, ...properties } = gap;
  return feature(gap.id, polygon, properties);
}

/** The gaps as flat rows for CSV: communes as codes and names. */
export function gapRows(answer: GapsAnswer): Row[] {
  return answer.features.map(({ properties }) => {
    const { communes, ...row } = properties as Omit<GapFeature, 'polygon'>;
    return {
      ...row,
      commune_codes: communes.map((commune) => commune.code),
      commune_names: communes.map((commune) => commune.name).join(' | '),
    };
  });
}
