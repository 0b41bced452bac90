import compress from '@fastify/compress';
import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance } from 'fastify';
import { registerBodies } from './bodies.ts';
import { COMPRESS_FROM_BYTES } from './content-encoding.ts';
import type { EditionSource } from './edition-source.ts';
import { registerErrorHandling } from './error-handling.ts';
import { featuresRoutes } from './features/features-routes.ts';
import { type Limits, NO_LIMITS, registerLimits } from './limits.ts';
import { registerMetrics } from './metrics.ts';
import { registerOpenApi } from './openapi.ts';
import { cellsRoutes } from './routes/cells.ts';
import { compareRoutes } from './routes/compare.ts';
import { coverageRoutes } from './routes/coverage.ts';
import { curveRoutes } from './routes/curve.ts';
import { dictionaryRoutes } from './routes/dictionary.ts';
import { editionsRoutes } from './routes/editions.ts';
import { explainRoutes } from './routes/explain.ts';
import { gapsRoutes } from './routes/gaps.ts';
import { healthRoutes } from './routes/health.ts';
import { landingRoutes } from './routes/landing.ts';
import { rankingRoutes } from './routes/ranking.ts';
import { ratiosRoutes } from './routes/ratios.ts';
import { searchRoutes } from './routes/search.ts';
import { sitesRoutes } from './routes/sites.ts';
import { tilesRoutes } from './routes/tiles.ts';
import { withoutSiteRoutes } from './routes/without-site.ts';
import { registerSecurityHeaders } from './security-headers.ts';
import { type ServerOptions, serverOptions } from './server-options.ts';
import { registerStopping } from './stopping.ts';
import { registerUnderWay } from './under-way.ts';
import { registerRefusedMethods, registerUnknownPaths } from './unserved.ts';

export interface AppOptions extends ServerOptions {
  editions: EditionSource;
  /** Bound of the cache of finished bodies; 64 MB by default. */
  cacheBytes?: number;
  /** None by default: a question asked in this process is not refused. */
  limits?: Limits;
  /** Whether /metrics is there; not by default. */
  metrics?: boolean;
}

const CORS: FastifyCorsOptions = {
  origin: '*',
  methods: ['GET', 'HEAD'],
  // An OPTIONS without the headers of a preflight would get a text/plain 400: it gets the same 204.
  strictPreflight: false,
  // Every header: nothing here asks for credentials, and a list of them all would be longer than most.
  exposedHeaders: '*',
  maxAge: 86_400,
};

const CACHE_BYTES = 64 * 1024 * 1024;

/** The HTTP application, ready to `listen` or `inject`. What it knows comes from `editions`; it keeps finished bodies. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { editions, limits = NO_LIMITS } = options;
  const app = Fastify(serverOptions(options)).withTypeProvider<TypeBoxTypeProvider>();
  // The schemas of responses are documentation, held to by the tests. Fastify would drop undeclared keys in silence.
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  registerErrorHandling(app);
  registerStopping(app);
  registerUnderWay(app);
  registerSecurityHeaders(app);
  registerRefusedMethods(app);
  await app.register(cors, CORS);
  // Of what is not sent by sendBody, which encodes and keeps its bodies itself: pages, problems, the description.
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: COMPRESS_FROM_BYTES,
    globalDecompression: false,
  });
  await registerLimits(app, limits);
  registerUnknownPaths(app);
  if (options.metrics) registerMetrics(app, editions);
  registerBodies(app, editions, options.cacheBytes ?? CACHE_BYTES, limits.costPerMinute);
  await registerOpenApi(app);
  for (const routes of [
    landingRoutes(editions),
    coverageRoutes(editions),
    withoutSiteRoutes(editions),
    gapsRoutes(editions),
    ratiosRoutes(editions),
    curveRoutes(editions),
    rankingRoutes(editions),
    compareRoutes(editions),
    explainRoutes(editions),
    searchRoutes(editions),
    sitesRoutes(editions),
    cellsRoutes(editions),
    tilesRoutes(editions),
    featuresRoutes(editions),
    dictionaryRoutes(),
    editionsRoutes(editions),
    healthRoutes(editions),
  ]) {
    await app.register(routes);
  }
  await app.ready();
  return app;
}
