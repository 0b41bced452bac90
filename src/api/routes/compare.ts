import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { compareAnswer, compareTable } from '../../publish/answers/compare-answer.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { compareQuestion } from '../group-questions.ts';
import { TABLE_FORMS } from '../representation.ts';
import { CompareParameters, compareResponses } from '../schemas/compare.ts';
import { canonicalAddress, tableBody } from '../table-body.ts';

export function compareRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'compare',
      tags: ['questions'],
      summary: 'Two territories or groups side by side',
      description:
        'Coverage of both, their difference and ratios, and whether these hold at other thresholds and speeds.',
      querystring: CompareParameters,
      response: compareResponses,
    };
    app.get('/v1/compare', { schema }, (request, reply) => {
      const { query, canonical } = compareQuestion(request.query);
      const address = canonicalAddress('/v1/compare', canonical);
      return sendAnswer(editions, request, reply, {
        canonical,
        address,
        forms: TABLE_FORMS,
        format: request.query.format,
        fileName: 'compare',
        makeBody: (edition, format) => {
          const answer = compareAnswer(edition, query);
          return tableBody(format, {
            json: () => JSON.stringify(answer),
            table: () => compareTable(edition, answer, address),
          });
        },
      });
    });
  };
}
