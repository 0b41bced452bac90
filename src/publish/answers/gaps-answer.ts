import { type GapFeature, type GapsQuery, gapOutline, gaps } from '../../coverage/gaps.ts';
import type { Row } from '../columns.ts';
import { type TimedDefinition, timedDefinition } from '../definition.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { holdsEstimates } from '../expected-error.ts';
import { featureCollectionText, featureText, rfc7946Geometry } from '../geojson.ts';

/** What the FeatureCollection says beside its features, and the gaps that become them. */
export interface GapsAnswer {
  edition: string;
  definition: TimedDefinition & { question: string };
  total: { gaps: number; population: number; without_time: number };
  gaps: GapFeature[];
}

/**
 * Populated cells beyond the threshold, merged where they touch, most residents first.
 * @throws DomainError threshold-out-of-range, unknown-territory
 */
export function gapsAnswer(edition: Pick<LoadedEdition, 'meta' | 'data'>, query: GapsQuery): GapsAnswer {
  const found = gaps(edition.data, query);
  return {
    edition: edition.meta.id,
    definition: {
      question:
        'Populated H3 cells whose nearest site is beyond the threshold, merged where they touch. The polygons are drawn from the cells; the figures are not read from the polygons.',
      ...timedDefinition(edition.meta, query, false, holdsEstimates(edition.data, query)),
    },
    total: {
      gaps: found.length,
      population: found.reduce((sum, gap) => sum + gap.population, 0),
      without_time: found.reduce((sum, gap) => sum + gap.without_time, 0),
    },
    gaps: found,
  };
}

/** The answer as a GeoJSON FeatureCollection, in pieces: outlines are drawn as they are sent. */
export function gapsMapText({ gaps: found, ...head }: GapsAnswer): AsyncGenerator<string> {
  return featureCollectionText(head, found, ({ cellIds, ...properties }) => {
    const outline = rfc7946Geometry(gapOutline({ cellIds }));
    return featureText(properties.id, JSON.stringify(outline), properties);
  });
}

/** The gaps as flat rows for CSV: communes as codes and names. */
export function gapRows(answer: GapsAnswer): Row[] {
  return answer.gaps.map(({ communes, cellIds: _cellIds, ...row }) => ({
    ...row,
    commune_codes: communes.map((commune) => commune.code),
    commune_names: communes.map((commune) => commune.name).join(' | '),
  }));
}
