import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { sendProblem } from './error-handling.ts';
import { problem } from './problems.ts';

/** What no route serves: methods that write, paths that are not there. */

const REFUSED: HTTPMethods[] = ['POST', 'PUT', 'PATCH', 'DELETE'];
const ALLOWED = ['GET', 'HEAD', 'OPTIONS'];
/** Of any other method (TRACE, PROPFIND …) no path is routed at all. */
const ROUTED = new Set<string>([...ALLOWED, ...REFUSED]);

/** Every path that is read answers 405 with Allow to the other methods. To be called before the routes are registered. */
export function registerRefusedMethods(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url }) => {
    if (![method].flat().includes('GET')) return;
    app.route({
      method: REFUSED,
      url,
      schema: { hide: true },
      // Before a body is read, which would be refused for its media type or its length.
      onRequest: async (request, reply) => refuseMethod(request, reply),
      handler: async (request, reply) => refuseMethod(request, reply),
    });
  });
}

/** To be called once the limits are in place, if there are any: a path that is not there is a request too. */
export function registerUnknownPaths(app: FastifyInstance): void {
  const options = app.hasDecorator('rateLimit') ? { preHandler: app.rateLimit() } : {};
  app.setNotFoundHandler(options, (request, reply) => {
    const path = request.url.split('?', 1)[0];
    // A plugin's `/` under its prefix is two paths, of which onRoute tells one.
    const isRead = !ALLOWED.includes(request.method) && app.hasRoute({ method: 'GET', url: path });
    if (isRead || !ROUTED.has(request.method)) return refuseMethod(request, reply);
    const detail = `Nothing answers ${request.method} ${path.slice(0, 200)}; /docs lists what there is.`;
    return sendProblem(reply, problem('unknown-path', detail, [], request));
  });
}

function refuseMethod(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const allowed = ALLOWED.join(', ');
  const detail = `${request.method} is not served: everything here is only read, by ${allowed}.`;
  return sendProblem(reply.header('allow', allowed), problem('method-not-allowed', detail, [], request));
}
