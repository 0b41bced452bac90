import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { gapRows, gapsAnswer, gapsMapText } from '../../publish/answers/gaps-answer.ts';
import { csvTable } from '../../publish/csv.ts';
import { GAP_CSV_COLUMNS } from '../../publish/dictionary/gaps.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { gapsQuestion } from '../questions.ts';
import { GapsParameters } from '../schemas/parameters.ts';
import { gapsResponses } from '../schemas/tables.ts';

export function gapsRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'gaps',
      tags: ['questions'],
      summary: 'Where the people beyond the threshold live',
      description:
        'Populated cells beyond the threshold, merged where they touch, most residents first. A GeoJSON FeatureCollection; format=json is the same body as application/json.',
      querystring: GapsParameters,
      response: gapsResponses,
    };
    app.get('/v1/gaps', { schema }, (request, reply) => {
      const { query, canonical } = gapsQuestion(request.query);
      return sendAnswer(editions, request, reply, {
        canonical,
        forms: ['geojson', 'json', 'csv'],
        format: request.query.format,
        fileName: 'gaps',
        makeBody: (edition, format) => {
          const answer = gapsAnswer(edition, query);
          return format === 'csv' ? csvTable(GAP_CSV_COLUMNS, gapRows(answer)) : gapsMapText(answer);
        },
      });
    });
  };
}
