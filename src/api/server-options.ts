import { randomUUID } from 'node:crypto';
import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger, FastifyHttpOptions } from 'fastify';
import { PROBLEM_MEDIA_TYPE } from './error-handling.ts';
import { problem } from './problems.ts';

export interface ServerOptions {
  /** Of the default logger, which writes JSON lines to standard error; `silent` by default. */
  logLevel?: string;
  /** In place of the default logger. */
  logger?: FastifyBaseLogger;
  /** Addresses of the proxies that may tell a client's address and a request's id, comma-separated. None by default. */
  trustProxy?: string;
}

/** What a proxy in front may name a request: enough for any tracing scheme, and nothing that could break a log line. */
const REQUEST_ID = /^[\w.:-]{8,128}$/;

export function serverOptions(options: ServerOptions): FastifyHttpOptions<Server> {
  const logging = options.logger
    ? { loggerInstance: options.logger }
    : { logger: { level: options.logLevel ?? 'silent', stream: process.stderr } };
  return {
    ...logging,
    trustProxy: options.trustProxy ?? false,
    genReqId: (request) => {
      const given = options.trustProxy === undefined ? undefined : request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    // Nothing here reads a body.
    bodyLimit: 16_384,
    // Against clients that send or read a byte at a time: headers and request within 30 s, and no connection is silent
    // for two minutes. Idle connections are kept longer than the 60 s of the usual proxies, which would else send a
    // request on one that is being closed.
    requestTimeout: 30_000,
    connectionTimeout: 120_000,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 20_000 },
    // A stop waits for answers under way, not for idle connections.
    forceCloseConnections: 'idle',
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: true,
        useDefaults: true,
        allErrors: true,
        // How parameters are written: for the OpenAPI document, and nothing to check.
        keywords: ['style', 'explode'],
      },
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

const NOT_HTTP = { status: 400, detail: 'These bytes are not an HTTP request.' };
const UNREADABLE: Record<string, typeof NOT_HTTP> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The address or the headers are too long.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request did not arrive in time.' },
};

/** Bytes that are no request: there is none yet to answer, so that the answer is written by hand. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return;
  const { status, detail } = UNREADABLE[error.code ?? ''] ?? NOT_HTTP;
  const request = { id: randomUUID(), url: '' };
  const body = JSON.stringify({ ...problem('bad-request', detail, [], request), status });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${PROBLEM_MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
