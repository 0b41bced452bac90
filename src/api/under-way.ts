import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /** Requests that are being answered. */
    underWay: { count: number; aborted: number };
  }
}

/** Counts the requests under way, and those that their client did not wait for. */
export function registerUnderWay(app: FastifyInstance): void {
  const underWay = { count: 0, aborted: 0 };
  app.decorate('underWay', underWay);
  app.addHook('onRequest', (_request, reply, done) => {
    underWay.count++;
    // `close` comes for a client that hangs up, too; onResponse does not.
    reply.raw.once('close', () => {
      underWay.count--;
      if (!reply.raw.writableEnded) underWay.aborted++;
    });
    done();
  });
}
