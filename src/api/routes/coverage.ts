import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { coverageAnswer } from '../../publish/answers/coverage-answer.ts';
import { csvTable } from '../../publish/csv.ts';
import { COVERAGE_COLUMNS } from '../../publish/dictionary/coverage.ts';
import { territoryMapText } from '../../publish/territory-map.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { coverageQuestion } from '../questions.ts';
import { CoverageParameters } from '../schemas/parameters.ts';
import { coverageResponses } from '../schemas/tables.ts';

export function coverageRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'coverage',
      tags: ['questions'],
      summary: 'Residents within reach of a site',
      description:
        'For each territory of a level, the residents whose nearest site is at or under the threshold.',
      querystring: CoverageParameters,
      response: coverageResponses,
    };
    app.get('/v1/coverage', { schema }, (request, reply) => {
      const { query, canonical, simplification } = coverageQuestion(request.query);
      return sendAnswer(editions, request, reply, {
        canonical,
        forms: ['json', 'geojson', 'csv'],
        format: request.query.format,
        fileName: 'coverage',
        makeBody: (edition, format) => {
          const answer = coverageAnswer(edition, query);
          if (format === 'csv') return csvTable(COVERAGE_COLUMNS, answer.items);
          return format === 'geojson'
            ? territoryMapText(answer, edition, simplification)
            : JSON.stringify(answer);
        },
      });
    });
  };
}
