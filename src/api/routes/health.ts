import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { DomainError } from '../../domain-error.ts';
import { currentEdition } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { problemResponses } from '../schemas/responses.ts';

const Live = Type.Object({ status: Type.Literal('ok') }, { additionalProperties: false });
const Ready = Type.Object(
  { status: Type.Literal('ready'), edition: Type.String() },
  { additionalProperties: false },
);

function json(description: string, schema: object) {
  return { description, content: { 'application/json': { schema } } };
}

/** A probe is never refused: it would restart a server for being asked much. */
const OPTIONS = { logLevel: 'warn', config: { rateLimit: false } } as const;

export function healthRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const live = {
      operationId: 'live',
      tags: ['health'],
      summary: 'Whether the process runs',
      response: { 200: json('It runs.', Live) },
    };
    app.get('/health/live', { schema: live, ...OPTIONS }, (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ status: 'ok' as const }),
    );

    const ready = {
      operationId: 'ready',
      tags: ['health'],
      summary: 'Whether questions can be answered',
      response: {
        200: json('An edition is loaded and the database answers.', Ready),
        ...problemResponses(503),
      },
    };
    app.get('/health/ready', { schema: ready, ...OPTIONS }, async (_request, reply) => {
      if (!(await editions.ready())) throw new DomainError('store-unavailable', 'ready() is false');
      const edition = await currentEdition(editions);
      return reply
        .header('cache-control', 'no-store')
        .send({ status: 'ready' as const, edition: edition.meta.id });
    });
  };
}
