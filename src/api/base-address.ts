import type { FastifyRequest } from 'fastify';

/** Name or address, and a port: what a Host header may hold. */
const HOST = /^(\[[0-9a-fA-F:.]+\]|[\w.-]+)(:\d{1,5})?$/;

/**
 * What comes before the path in links. They are whole addresses, since clients of OGC API take them as they are; so they
 * name the host that was asked, and a page is another page under another host.
 */
export function baseAddress(request: FastifyRequest): string {
  const host = request.host;
  return HOST.test(host) ? `${request.protocol}://${host}` : '';
}
