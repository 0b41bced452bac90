import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { clientOf } from './costs.ts';
import { sendProblem } from './error-handling.ts';
import { problem } from './problems.ts';
import { RateLimitedError } from './rate-limited-error.ts';

/** What the server takes on. 0 turns a limit off. */
export interface Limits {
  /** Of one client: an IPv4 address, or an IPv6 network of 64 bits. */
  requestsPerMinute: number;
  /** Points of answers that have to be made for one client. */
  costPerMinute: number;
  /** Requests under way at a time, of all clients. */
  maxInFlight: number;
}

export const NO_LIMITS: Limits = { requestsPerMinute: 0, costPerMinute: 0, maxInFlight: 0 };

/** Clients that are remembered; the one seen longest ago is forgotten first. */
const MAX_CLIENTS = 10_000;

/**
 * Longest path and query. 200 territories with every comma percent-encoded fit twice; Node's own bound of 16 kB for all
 * headers together would answer 431 without saying what is too long.
 */
export const MAX_ADDRESS_CHARACTERS = 8192;

/** Refuses, before anything is computed, what is too long or too much. To be called before the routes are registered. */
export async function registerLimits(app: FastifyInstance, limits: Limits): Promise<void> {
  app.addHook('onRequest', (request, reply, done) => {
    const { length } = request.raw.url ?? '';
    if (length <= MAX_ADDRESS_CHARACTERS) return done();
    const detail = `The address has ${length} characters; at most ${MAX_ADDRESS_CHARACTERS} are read.`;
    sendProblem(reply, problem('address-too-long', detail, [], request));
  });
  if (limits.maxInFlight > 0) boundRequestsUnderWay(app, limits.maxInFlight);
  if (limits.requestsPerMinute === 0) return;
  await app.register(rateLimit, {
    max: limits.requestsPerMinute,
    timeWindow: 60_000,
    cache: MAX_CLIENTS,
    keyGenerator: clientOf,
    // The headers of the IETF draft: RateLimit-Limit, -Remaining, -Reset.
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { max, ttl }) => {
      const seconds = Math.ceil(ttl / 1000);
      const message = `This client sent more than ${max} requests within a minute. Try again in ${seconds} s.`;
      return new RateLimitedError(message, seconds);
    },
  });
}

/**
 * A server that is asked more than it can answer says so at once, while there is memory: the queue would only grow. The
 * lag of the event loop is no measure here: one large answer lets it lag by itself.
 */
function boundRequestsUnderWay(app: FastifyInstance, maxInFlight: number): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { count } = app.underWay;
    if (count <= maxInFlight || request.routeOptions.config.rateLimit === false) return done();
    const detail = `${maxInFlight} requests are under way already. Try again in a moment.`;
    sendProblem(reply, problem('overloaded', detail, [], request));
  });
}
