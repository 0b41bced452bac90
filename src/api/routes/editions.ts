import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { currentEditionAnswer, editionsAnswer } from '../../publish/answers/editions-answer.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { chooseFormat } from '../representation.ts';
import { currentEditionResponses, editionsResponses } from '../schemas/editions.ts';
import { EditionsParameters } from '../schemas/parameters.ts';

export function editionsRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const list = {
      operationId: 'editions',
      tags: ['editions'],
      summary: 'The editions that are kept',
      description: 'Newest first; one is current and answers every question.',
      querystring: EditionsParameters,
      response: editionsResponses,
    };
    app.get('/v1/editions', { schema: list }, async (request, reply) => {
      chooseFormat(['json'], request.query.format, request.headers.accept);
      const answer = editionsAnswer(await editions.list());
      // The list changes while the current edition stays (an old one is dropped), so that no tag of it would hold.
      reply.header('cache-control', 'no-cache').header('vary', 'Accept');
      return reply.send(answer);
    });

    const current = {
      operationId: 'currentEdition',
      tags: ['editions'],
      summary: 'How the current edition was made',
      description:
        'Sources with vintage, licence and checksum; method; what the import kept, repaired and rejected.',
      querystring: EditionsParameters,
      response: currentEditionResponses,
    };
    app.get('/v1/editions/current', { schema: current }, (request, reply) =>
      sendAnswer(editions, request, reply, {
        canonical: { question: 'edition' },
        forms: ['json'],
        format: request.query.format,
        fileName: 'edition',
        makeBody: (edition) => JSON.stringify(currentEditionAnswer(edition.meta)),
      }),
    );
  };
}
