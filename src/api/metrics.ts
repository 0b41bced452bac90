import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EditionSource } from './edition-source.ts';

/** From a warm answer (under 1 ms) to a question about the whole country asked for the first time. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Whatever path or method a caller invents is one label: labels are few, or the scraper's memory is the caller's. */
const UNMATCHED = 'unmatched';
const METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** /metrics in the text format of Prometheus. To be called before the routes are registered. */
export function registerMetrics(app: FastifyInstance, editions: EditionSource): void {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  countRequests(app, registers);

  counterOf(
    registers,
    'maillage_body_cache_hits_total',
    'Answers sent from the cache of bodies.',
    () => app.bodies.figures.hits,
  );
  counterOf(
    registers,
    'maillage_body_cache_misses_total',
    'Answers that had to be made.',
    () => app.bodies.figures.misses,
  );
  counterOf(
    registers,
    'maillage_http_requests_aborted_total',
    'Answers that their client did not wait for.',
    () => app.underWay.aborted,
  );
  gaugeOf(registers, 'maillage_http_requests_in_flight', 'Requests under way.', () => app.underWay.count);
  gaugeOf(
    registers,
    'maillage_body_cache_bytes',
    'Bytes the cache of bodies holds.',
    () => app.bodies.figures.bytes,
  );
  gaugeOf(
    registers,
    'maillage_body_cache_entries',
    'Bodies the cache holds.',
    () => app.bodies.figures.entries,
  );
  new Gauge({
    name: 'maillage_edition_info',
    help: 'The edition that answers, as a label; none before the first load.',
    labelNames: ['edition'],
    registers,
    async collect() {
      this.reset();
      const edition = await editions.current().catch(() => null);
      if (edition !== null) this.set({ edition: edition.meta.id }, 1);
    },
  });

  const options = {
    schema: { hide: true },
    config: { rateLimit: false as const },
    logLevel: 'warn' as const,
  };
  app.get('/metrics', options, async (_request, reply) => {
    reply.header('content-type', registry.contentType).header('cache-control', 'no-store');
    return reply.send(await registry.metrics());
  });
}

function gaugeOf(registers: Registry[], name: string, help: string, figure: () => number): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(figure());
    },
  });
}

/** A figure that only grows, read when it is asked for. */
function counterOf(registers: Registry[], name: string, help: string, figure: () => number): void {
  let told = 0;
  new Counter({
    name,
    help,
    registers,
    collect() {
      this.inc(figure() - told);
      told = figure();
    },
  });
}

function countRequests(app: FastifyInstance, registers: Registry[]): void {
  const seconds = new Histogram({
    name: 'maillage_http_request_seconds',
    help: 'Time from a request to the end of its answer, by route template.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const sent = new Counter({
    name: 'maillage_http_sent_bytes_total',
    help: 'Bytes sent to clients, headers included, as encoded.',
    registers,
  });
  /** What was counted of each connection, which carries many answers. */
  const counted = new WeakMap<object, number>();

  app.addHook('onRequest', (request, reply, done) => {
    const started = performance.now();
    const { socket } = request.raw;
    reply.raw.once('close', () => {
      const labels = {
        method: METHODS.has(request.method) ? request.method : 'other',
        route: request.routeOptions.url ?? UNMATCHED,
        status: reply.raw.statusCode,
      };
      seconds.observe(labels, (performance.now() - started) / 1000);
      // An injected request has no connection.
      const { bytesWritten = 0 } = socket;
      sent.inc(Math.max(0, bytesWritten - (counted.get(socket) ?? 0)));
      counted.set(socket, bytesWritten);
    });
    done();
  });
}
