import { createHash } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { EditionSource } from '../edition-source.ts';
import { LANDING_STYLE, landing, landingPage } from '../landing-page.ts';
import { CONTENT_TYPES, chooseFormat } from '../representation.ts';

const Landing = Type.Object(
  {
    title: Type.String(),
    description: Type.String(),
    edition: Type.Union([Type.String(), Type.Null()], { description: 'Null where none is loaded yet.' }),
    fictional: Type.Boolean(),
    links: Type.Array(
      Type.Object({ href: Type.String(), title: Type.String() }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);

const STYLE_HASH = createHash('sha256').update(LANDING_STYLE).digest('base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export function landingRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'landing',
      tags: ['editions'],
      summary: 'What this is, and where to go',
      description: 'JSON, or a short page in French where Accept prefers text/html.',
      response: {
        200: {
          description: 'The landing page.',
          content: { 'application/json': { schema: Landing }, 'text/html': { schema: Type.String() } },
        },
      },
    };
    app.get('/', { schema }, async (request, reply) => {
      const format = chooseFormat(['json', 'html'], undefined, request.headers.accept);
      const edition = await editions.current();
      const answer = landing(edition?.meta ?? null);
      const body = format === 'html' ? landingPage(answer) : JSON.stringify(answer);
      return reply
        .header('vary', 'Accept')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', POLICY)
        .header('content-type', CONTENT_TYPES[format])
        .send(body);
    });
    // Browsers ask for one beside every JSON answer; there is none, and that is no error.
    app.get('/favicon.ico', { schema: { hide: true } }, (_request, reply) =>
      reply.code(204).header('cache-control', 'public, max-age=86400').send(),
    );
  };
}
