import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { VERSION } from '../config.ts';
import { GeometrySchema, ProblemSchema } from './schemas/responses.ts';

const DESCRIPTION = `How well the France Services network covers the territory: who is within reach of a site, which
territories have none, where the gaps are. Every answer names its edition, its definition and its sources.

Shares are fractions from 0 to 1. Coordinates are WGS84, longitude then latitude. Codes are strings: they keep their
leading zeros. Errors are problem details (RFC 9457) with a stable \`type\`.`;

/** Scripts and styles of the page from here alone; nothing is fetched from elsewhere. */
const DOCS_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

/** /openapi.json, and the page that shows it at /docs. To be called before the routes are registered. */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  app.addSchema(ProblemSchema);
  app.addSchema(GeometrySchema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Maillage',
        version: VERSION,
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        { name: 'questions', description: 'What the network covers, and what it does not.' },
        { name: 'editions', description: 'Where the figures come from.' },
        { name: 'health', description: 'For whoever runs the service.' },
      ],
    },
    refResolver: { buildLocalReference: (json, _baseUri, _fragment, i) => String(json.$id ?? `schema-${i}`) },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCS_POLICY,
    uiConfig: { validatorUrl: null, deepLinking: true, docExpansion: 'list' },
  });
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(app.swagger()),
  );
}
