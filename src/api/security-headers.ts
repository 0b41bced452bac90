import type { FastifyInstance } from 'fastify';

/**
 * On every answer. Pages (landing, /docs, the collections) put a policy of their own in place of this one, which lets
 * a document do nothing: what is sent is data. The data are public: any site may embed them. Strict-Transport-Security
 * is left to the proxy that ends TLS, since this server does not know whether there is one.
 */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export function registerSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    done();
  });
}
