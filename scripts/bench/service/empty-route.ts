/** A Fastify with one route that returns given bytes: what any answer costs at least. Forked by service.bench.ts. */
import Fastify from 'fastify';

export interface EmptyRoute {
  contentType: string;
  bodyBase64: string;
}

process.once('message', async ({ contentType, bodyBase64 }: EmptyRoute) => {
  const body = Buffer.from(bodyBase64, 'base64');
  const app = Fastify({ logger: false });
  app.get('/', (_request, reply) => reply.header('content-type', contentType).send(body));
  process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
});
process.once('disconnect', () => process.exit(0));
