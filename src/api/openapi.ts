import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { VERSION } from '../config.ts';
import { FEATURE_SCHEMAS } from './features/schemas.ts';
import { asOpenApi30 } from './openapi-30.ts';
import { parseAccept } from './representation.ts';
import { GeometrySchema, ProblemSchema } from './schemas/responses.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
/** The media type that OGC API – Features names for the document. */
const OPENAPI_TYPE = 'application/vnd.oai.openapi+json';

const DESCRIPTION = `How well the France Services network covers the territory: who is within reach of a site, which
territories have none, where the gaps are. Every answer names its edition, its definition and its sources.

Shares are fractions from 0 to 1. Coordinates are WGS84, longitude then latitude. Codes are strings: they keep their
leading zeros. Errors are problem details (RFC 9457) with a stable \`type\`.`;

/** Scripts and styles of the page from here alone; nothing is fetched from elsewhere. */
const DOCS_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

/** What any path may answer before it is looked at. */
const ADDRESS_TOO_LONG = { 414: 'The address is too long.' };
/** The same of any path but the health checks, which are never refused. */
const SHARED_REFUSALS = {
  429: 'This client asks too much; Retry-After says for how long to wait.',
  503: 'The server is overloaded or stopping, or has no edition yet; try again after Retry-After.',
};

/** /openapi.json, and the page that shows it at /docs. To be called before the routes are registered. */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  app.addSchema(ProblemSchema);
  app.addSchema(GeometrySchema);
  for (const schema of FEATURE_SCHEMAS) app.addSchema(schema);
  await app.register(swagger, {
    openapi: {
      // OGC API – Features 1.0 speaks of 3.0 alone (its conformance class oas30).
      openapi: '3.0.3',
      info: {
        title: 'Maillage',
        version: VERSION,
        description: DESCRIPTION,
        license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      },
      servers: [{ url: '/', description: 'Where this document is served.' }],
      // Open to all: no key, no token.
      security: [],
      tags: [
        { name: 'questions', description: 'What the network covers, and what it does not.' },
        { name: 'features', description: 'OGC API – Features: the same data for GIS.' },
        { name: 'tiles', description: 'Vector tiles for maps.' },
        { name: 'editions', description: 'Where the figures come from.' },
        { name: 'dictionary', description: 'What each column of each table means.' },
        { name: 'health', description: 'For whoever runs the service.' },
      ],
    },
    refResolver: { buildLocalReference: (json, _baseUri, _fragment, i) => String(json.$id ?? `schema-${i}`) },
    transformObject: (written) =>
      'openapiObject' in written
        ? asOpenApi30(withSharedRefusals(written.openapiObject))
        : written.swaggerObject,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCS_POLICY,
    uiConfig: { validatorUrl: null, deepLinking: true, docExpansion: 'list' },
  });
  // Once all routes are there. Bytes, since Fastify would add a charset to the media type of a text.
  let written: Buffer | undefined;
  app.get('/openapi.json', { schema: { hide: true } }, (request, reply) => {
    written ??= Buffer.from(JSON.stringify(app.swagger()));
    const type = asksForOpenApiType(request.headers.accept) ? `${OPENAPI_TYPE};version=3.0` : JSON_TYPE;
    return reply
      .header('cache-control', 'no-cache')
      .header('vary', 'Accept')
      .header('content-type', type)
      .send(written);
  });
}

/** Only by name: a browser or a tool that takes anything gets plain JSON, which it can show. */
function asksForOpenApiType(accept = ''): boolean {
  const ranges = parseAccept(accept);
  const qualityOf = (type: string) =>
    ranges.find((range) => `${range.type}/${range.subtype}` === type)?.quality ?? 0;
  const quality = qualityOf(OPENAPI_TYPE);
  return quality > 0 && quality >= qualityOf('application/json');
}

function withSharedRefusals<T extends { paths?: object }>(document: T): T {
  const headers = { 'retry-after': { description: 'Seconds.', schema: { type: 'integer' } } };
  const tooLong = refusals(ADDRESS_TOO_LONG);
  const tooMuch = refusals(SHARED_REFUSALS, headers);
  const paths = Object.entries(document.paths ?? {}).map(([path, operations]) => {
    const { get } = operations;
    const shared = path.startsWith('/health/') ? tooLong : { ...tooLong, ...tooMuch };
    return [path, { ...operations, get: { ...get, responses: { ...shared, ...get.responses } } }];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

function refusals(descriptions: Record<number, string>, headers?: object): Record<string, object> {
  const schema = { $ref: '#/components/schemas/Problem' };
  return Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => [
      status,
      { description, headers, content: { 'application/problem+json': { schema } } },
    ]),
  );
}
