import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { baseAddress } from '../base-address.ts';
import type { EditionSource } from '../edition-source.ts';
import { documentForm } from '../features/document-form.ts';
import { PAGE_POLICY } from '../features/html-page.ts';
import { FormParameters } from '../features/parameters.ts';
import { landing, landingPage } from '../landing-page.ts';
import { CONTENT_TYPES, chooseFormat } from '../representation.ts';
import { problemResponses } from '../schemas/responses.ts';

const Landing = Type.Object(
  {
    title: Type.String(),
    description: Type.String(),
    edition: Type.Union([Type.String(), Type.Null()], { description: 'Null where none is loaded yet.' }),
    fictional: Type.Boolean(),
    links: Type.Array(Type.Ref('Link')),
  },
  { additionalProperties: false },
);

export function landingRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'landing',
      tags: ['editions'],
      summary: 'What this is, and where to go',
      description: 'JSON, the landing page of OGC API – Features, or a short page in French.',
      querystring: FormParameters,
      response: {
        200: {
          description: 'The landing page.',
          content: { 'application/json': { schema: Landing }, 'text/html': { schema: Type.String() } },
        },
        ...problemResponses(400, 406, 500),
      },
    };
    app.get('/', { schema }, async (request, reply) => {
      const format = chooseFormat(
        ['json', 'html'] as const,
        documentForm(request.query.f),
        request.headers.accept,
      );
      const edition = await editions.current();
      const answer = landing(edition?.meta ?? null, baseAddress(request));
      const body = format === 'html' ? landingPage(answer) : JSON.stringify(answer);
      return reply
        .header('vary', 'Accept')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', PAGE_POLICY)
        .header('content-type', CONTENT_TYPES[format])
        .send(body);
    });
    // Browsers ask for one beside every JSON answer; there is none, and that is no error.
    app.get('/favicon.ico', { schema: { hide: true } }, (_request, reply) =>
      reply.code(204).header('cache-control', 'public, max-age=86400').send(),
    );
  };
}
