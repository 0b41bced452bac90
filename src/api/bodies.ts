import type { FastifyInstance } from 'fastify';
import { registerAnsweredBefore } from './answered-before.ts';
import { type BodyCache, createBodyCache } from './body-cache.ts';
import { type Costs, createCosts } from './costs.ts';
import type { EditionSource } from './edition-source.ts';
import type { FinishedBody } from './send-body.ts';

declare module 'fastify' {
  interface FastifyInstance {
    bodies: BodyCache;
    /** Bodies that are being made, by ETag: who asks for one meanwhile waits for it. Null: too large to be shared. */
    bodiesUnderWay: Map<string, Promise<FinishedBody | null>>;
    costs: Costs;
  }
}

/** What sendBody works with. To be called before the routes are registered. */
export function registerBodies(
  app: FastifyInstance,
  editions: EditionSource,
  cacheBytes: number,
  costPerMinute: number,
): void {
  app.decorate('bodies', createBodyCache(cacheBytes));
  app.decorate('bodiesUnderWay', new Map());
  app.decorate('costs', createCosts(costPerMinute));
  registerAnsweredBefore(app, editions);
}
