import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { coverageAnswer, coverageTable } from '../../publish/answers/coverage-answer.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { coverageQuestion } from '../questions.ts';
import { MAP_FORMS } from '../representation.ts';
import { CoverageParameters } from '../schemas/parameters.ts';
import { coverageResponses } from '../schemas/tables.ts';
import { canonicalAddress, territoryTableBody } from '../table-body.ts';

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
      const address = canonicalAddress('/v1/coverage', canonical);
      return sendAnswer(editions, request, reply, {
        canonical,
        address,
        forms: MAP_FORMS,
        format: request.query.format,
        fileName: 'coverage',
        makeBody: (edition, format) => {
          const answer = coverageAnswer(edition, query);
          return territoryTableBody(format, edition, answer, simplification, (outlines) =>
            coverageTable(edition, answer, address, outlines),
          );
        },
      });
    });
  };
}
