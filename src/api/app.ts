import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { EditionSource } from './edition-source.ts';
import { PROBLEM_MEDIA_TYPE, registerErrorHandling } from './error-handling.ts';
import { registerOpenApi } from './openapi.ts';
import { problem } from './problems.ts';
import { coverageRoutes } from './routes/coverage.ts';
import { editionsRoutes } from './routes/editions.ts';
import { gapsRoutes } from './routes/gaps.ts';
import { healthRoutes } from './routes/health.ts';
import { landingRoutes } from './routes/landing.ts';
import { ratiosRoutes } from './routes/ratios.ts';
import { sitesRoutes } from './routes/sites.ts';
import { withoutSiteRoutes } from './routes/without-site.ts';
import { registerStopping } from './stopping.ts';

export interface AppOptions {
  editions: EditionSource;
  /** Of the default logger, which writes JSON lines to standard error; `silent` by default. */
  logLevel?: string;
  /** In place of the default logger. */
  logger?: FastifyBaseLogger;
}

/** The HTTP application, ready to `listen` or `inject`. It holds no state: what it knows comes from `editions`. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify(serverOptions(options)).withTypeProvider<TypeBoxTypeProvider>();
  // The schemas of responses are documentation, held to by the tests. Fastify would drop undeclared keys in silence.
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  registerErrorHandling(app);
  registerStopping(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
  });
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'HEAD'],
    // An OPTIONS without the headers of a preflight would get a text/plain 400: it gets the same 204.
    strictPreflight: false,
    exposedHeaders: [
      'ETag',
      'Link',
      'Content-Disposition',
      'Maillage-Edition',
      'Maillage-Definition',
      'X-Request-Id',
    ],
    maxAge: 86_400,
  });
  await registerOpenApi(app);
  const { editions } = options;
  for (const routes of [
    landingRoutes(editions),
    coverageRoutes(editions),
    withoutSiteRoutes(editions),
    gapsRoutes(editions),
    ratiosRoutes(editions),
    sitesRoutes(editions),
    editionsRoutes(editions),
    healthRoutes(editions),
  ]) {
    await app.register(routes);
  }
  await app.ready();
  return app;
}

function serverOptions(options: AppOptions): FastifyServerOptions {
  const logging = options.logger
    ? { loggerInstance: options.logger }
    : { logger: { level: options.logLevel ?? 'silent', stream: process.stderr } };
  return {
    ...logging,
    genReqId: () => randomUUID(),
    // Nothing here reads a body.
    bodyLimit: 16_384,
    requestTimeout: 30_000,
    // A stop waits for answers under way, not for idle connections.
    forceCloseConnections: 'idle',
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: true, useDefaults: true, allErrors: true },
    },
    frameworkErrors: (error, request, reply) => {
      const answer = problem('bad-request', error.message, [], request);
      reply.hijack();
      reply.raw.writeHead(answer.status, { 'content-type': `${PROBLEM_MEDIA_TYPE}; charset=utf-8` });
      reply.raw.end(JSON.stringify(answer));
    },
    clientErrorHandler: answerUnreadable,
  };
}

/** Bytes that are not HTTP, or headers too long: there is no request yet, so that the answer is written by hand. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return;
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const line = tooLong ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const detail = tooLong
    ? 'The address or the headers are too long.'
    : 'These bytes are not an HTTP request.';
  const request = { id: randomUUID(), url: '' };
  const body = JSON.stringify({
    ...problem('bad-request', detail, [], request),
    status: Number(line.slice(0, 3)),
  });
  socket.end(
    `HTTP/1.1 ${line}\r\nContent-Type: ${PROBLEM_MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
