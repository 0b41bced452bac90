import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { curveAnswer, curveTable } from '../../publish/answers/curve-answer.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { curveQuestion } from '../group-questions.ts';
import { TABLE_FORMS } from '../representation.ts';
import { CurveParameters, curveResponses } from '../schemas/curve.ts';
import { canonicalAddress, tableBody } from '../table-body.ts';

export function curveRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'curve',
      tags: ['questions'],
      summary: 'Share of residents by minute',
      description:
        'Residents at or under each minute from a site, for a territory or group and what it is held against, with median, ninth decile and mean.',
      querystring: CurveParameters,
      response: curveResponses,
    };
    app.get('/v1/curve', { schema }, (request, reply) => {
      const { query, canonical } = curveQuestion(request.query);
      const address = canonicalAddress('/v1/curve', canonical);
      return sendAnswer(editions, request, reply, {
        canonical,
        address,
        forms: TABLE_FORMS,
        format: request.query.format,
        fileName: 'curve',
        makeBody: (edition, format) => {
          const answer = curveAnswer(edition, query);
          return tableBody(format, {
            json: () => JSON.stringify(answer),
            table: () => curveTable(edition, answer, address),
          });
        },
      });
    });
  };
}
