import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ratiosAnswer, ratiosTable } from '../../publish/answers/ratios-answer.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { ratiosQuestion } from '../questions.ts';
import { TABLE_FORMS } from '../representation.ts';
import { RatiosParameters } from '../schemas/parameters.ts';
import { ratiosResponses } from '../schemas/tables.ts';
import { canonicalAddress, tableBody } from '../table-body.ts';

export function ratiosRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'ratios',
      tags: ['questions'],
      summary: 'Kinds of territories side by side',
      description:
        'Rural and urban, inside and outside ZRR, FRR or QPV: residents, coverage and sites of each.',
      querystring: RatiosParameters,
      response: ratiosResponses,
    };
    app.get('/v1/ratios', { schema }, (request, reply) => {
      const { query, canonical } = ratiosQuestion(request.query);
      const address = canonicalAddress('/v1/ratios', canonical);
      return sendAnswer(editions, request, reply, {
        canonical,
        address,
        forms: TABLE_FORMS,
        format: request.query.format,
        fileName: 'ratios',
        makeBody: (edition, format) => {
          const answer = ratiosAnswer(edition, query);
          return tableBody(format, {
            json: () => JSON.stringify(answer),
            table: () => ratiosTable(edition, query, answer, address),
          });
        },
      });
    });
  };
}
