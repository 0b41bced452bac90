import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimitedError } from './rate-limited-error.ts';

export const POINTS_LEFT = 'maillage-points-left';

const WINDOW_MS = 60_000;
/** Clients that are remembered; the one seen longest ago is forgotten first. */
const MAX_CLIENTS = 10_000;
const BYTES_A_POINT = 1024 * 1024;

/**
 * What it costs to make an answer that is in no cache, in points: an order of how much of the edition has to be read,
 * not a measure of time; a point more for each MB made. An answer from the cache, a 304 and a refusal cost none.
 */
export const POINTS: Record<string, number> = {
  '/v1/gaps': 10,
  '/v1/cells': 10,
  '/collections/gaps/items': 10,
  '/v1/compare': 2,
  '/v1/explain/:level/:code': 2,
  '/v1/coverage': 2,
  '/v1/ranking': 2,
  '/v1/without-site': 2,
  '/v1/ratios': 2,
  '/v1/curve': 2,
  // A map asks for some thirty at once.
  '/tiles/:layer/:z/:x/:y.mvt': 0.1,
};
const USUAL_POINTS = 1;

/** How much each client has had made for it within the minute. */
export interface Costs {
  /** Before an answer is made. @throws RateLimitedError where the client's points of this minute are spent */
  charge(request: FastifyRequest, reply: FastifyReply): void;
  /** What it took beyond the price of its route: known once it is made. */
  add(request: FastifyRequest, bytes: number): void;
}

/** An IPv4 address, or an IPv6 network of 64 bits, which is what one subscriber has. */
export function clientOf(request: FastifyRequest): string {
  const { ip } = request;
  return ip.includes(':') ? normalizeIP(ip) : ip;
}

interface Account {
  since: number;
  spent: number;
}

/** @param pointsPerMinute for each client; 0: no limit */
export function createCosts(pointsPerMinute: number, now: () => number = Date.now): Costs {
  if (pointsPerMinute === 0) return { charge: () => undefined, add: () => undefined };
  const accounts = new Map<string, Account>();

  function accountOf(request: FastifyRequest): Account {
    const client = clientOf(request);
    let account = accounts.get(client);
    if (account === undefined || account.since + WINDOW_MS <= now()) account = { since: now(), spent: 0 };
    // Put back at the end, so that the first is always the one seen longest ago.
    accounts.delete(client);
    accounts.set(client, account);
    if (accounts.size > MAX_CLIENTS) accounts.delete(accounts.keys().next().value as string);
    return account;
  }

  return {
    charge(request, reply) {
      const account = accountOf(request);
      if (account.spent >= pointsPerMinute) {
        const seconds = Math.ceil((account.since + WINDOW_MS - now()) / 1000);
        throw new RateLimitedError(
          `This client had ${pointsPerMinute} points of answers made for it within a minute, which is all it may. ` +
            `Answers made before are still served. Try again in ${seconds} s.`,
          seconds,
        );
      }
      account.spent += POINTS[request.routeOptions.url ?? ''] ?? USUAL_POINTS;
      reply.header(POINTS_LEFT, Math.max(0, pointsPerMinute - account.spent));
    },
    add(request, bytes) {
      accountOf(request).spent += Math.floor(bytes / BYTES_A_POINT);
    },
  };
}
