import type { FastifyInstance } from 'fastify';

/**
 * A stop lets the answers under way end. Their connections are then kept alive by the client for more than a minute,
 * and the server would wait for each: they are told to close, or closed as soon as they are idle.
 */
export function registerStopping(app: FastifyInstance): void {
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onResponse', (_request, _reply, done) => {
    // For an answer whose headers had left before the stop; idle only once this response is wholly done with.
    if (stopping) setImmediate(() => app.server.closeIdleConnections());
    done();
  });
}
