import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../domain-error.ts';
import { type Problem, problem, problemOfDomainError } from './problems.ts';
import { RateLimitedError } from './rate-limited-error.ts';
import { validationProblem } from './validation-problems.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Every error of the application as problem+json; a 5xx is logged with its cause and tells none of it. */
export function registerErrorHandling(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const answer = problemOf(error, request);
    if (answer.status >= 500 && !(error instanceof DomainError && error.code === 'no-edition')) {
      request.log.error({ err: error, request_id: request.id }, 'request failed');
    }
    if (error instanceof RateLimitedError) reply.header('retry-after', error.retryAfterSeconds);
    return sendProblem(reply, answer);
  });
}

export function sendProblem(reply: FastifyReply, answer: Problem): FastifyReply {
  // What was set for the answer that failed (a file name, an ETag) does not describe the problem.
  for (const header of ['etag', 'content-disposition', 'content-encoding', 'link'])
    reply.removeHeader(header);
  reply
    .code(answer.status)
    .header('cache-control', 'no-store')
    .header('content-type', `${PROBLEM_MEDIA_TYPE}; charset=utf-8`);
  if (answer.status === 503) reply.header('retry-after', '10');
  return reply.send(JSON.stringify(answer));
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof DomainError) return problemOfDomainError(error, request);
  if (error instanceof RateLimitedError) return problem('rate-limited', error.message, [], request);
  if (error.validation) {
    const asked = error.validationContext === 'params' ? request.params : request.query;
    const found = validationProblem(error.validation, asked, knownParameters(request));
    return problem(found.code, found.detail, found.errors, request);
  }
  const status = error.statusCode ?? 500;
  if (status === 503) return problem('overloaded', 'Try again in a moment.', [], request);
  if (status >= 500) return problem('internal-error', '', [], request);
  // Fastify's own refusals: a body where none is read, a media type, a path that does not decode.
  return {
    ...problem('bad-request', error.message, [], request),
    status,
    title: STATUS_CODES[status] ?? 'Bad request',
  };
}

function knownParameters(request: FastifyRequest): string[] {
  const schema = request.routeOptions.schema?.querystring;
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return [];
  return Object.keys(schema.properties as object);
}
