import { pipeline, Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  acceptedEncoding,
  COMPRESS_FROM_BYTES,
  type Encoding,
  encoded,
  encoder,
  isCompressible,
} from './content-encoding.ts';
import { matches } from './if-none-match.ts';

/** A body as it is made: whole, or in pieces that are made as they are read. */
export type Body = string | Uint8Array | AsyncIterable<string | Uint8Array>;

export interface BodyPlan {
  /** Names edition, question and form, without quotes; the encoding is added here. */
  tag: string;
  contentType: string;
  makeBody: () => Body | Promise<Body>;
}

/** A body that is ready to be sent, of whatever length. */
export interface FinishedBody {
  bytes: Buffer;
  encoding: Encoding;
}

interface Unfinished {
  beginning: Buffer[];
  rest: AsyncIterator<string | Uint8Array>;
}

/**
 * Sends a body with its ETag, encoded as the client accepts; from the cache where it is there.
 *
 * Each encoding is a representation with a strong ETag of its own (RFC 9110, 8.8.3): `"x"`, `"x.br"`, `"x.gzip"`. A
 * condition is held against the one that this very request would be sent, so that a 304 never speaks of other bytes.
 * Whether a body is too short to be encoded is not known before it is made: then the condition is held once more.
 */
export async function sendBody(
  request: FastifyRequest,
  reply: FastifyReply,
  plan: BodyPlan,
): Promise<FastifyReply> {
  const compressible = isCompressible(plan.contentType);
  if (compressible) varyByEncoding(reply);
  const wanted = compressible ? acceptedEncoding(request.headers['accept-encoding']) : 'identity';
  const etag = etagOf(plan.tag, wanted);
  if (matches(request.headers['if-none-match'], etag)) return reply.header('etag', etag).code(304).send();
  const underWay = request.server.bodiesUnderWay.get(etag);
  const kept = keptBody(request, plan.tag, wanted) ?? (underWay && (await underWay));
  if (kept) {
    request.server.bodies.figures.hits++;
    return sendFinished(request, reply, plan, kept);
  }

  request.server.bodies.figures.misses++;
  request.server.costs.charge(request, reply);
  const { promise, resolve } = Promise.withResolvers<FinishedBody | null>();
  request.server.bodiesUnderWay.set(etag, promise);
  let finished: FinishedBody | null = null;
  try {
    const gathered = await gather(await plan.makeBody(), request.server.bodies.maxEntryBytes);
    if (!Buffer.isBuffer(gathered)) return sendStream(request, reply, plan, gathered, wanted);
    request.server.costs.add(request, gathered.length);
    finished = await encodedBody(gathered, wanted);
    request.server.bodies.set(etagOf(plan.tag, finished.encoding), finished.bytes);
    return sendFinished(request, reply, plan, finished);
  } finally {
    request.server.bodiesUnderWay.delete(etag);
    resolve(finished);
  }
}

/** A strong ETag: a body has one in each encoding. */
export function etagOf(tag: string, encoding: Encoding): string {
  return encoding === 'identity' ? `"${tag}"` : `"${tag}.${encoding}"`;
}

function varyByEncoding(reply: FastifyReply): void {
  const vary = reply.getHeader('vary');
  reply.header('vary', vary === undefined ? 'Accept-Encoding' : `${vary}, Accept-Encoding`);
}

/** The body from the cache: as it is wanted, or as it is where it is too short to be encoded. */
function keptBody(request: FastifyRequest, tag: string, wanted: Encoding): FinishedBody | undefined {
  const { bodies } = request.server;
  const bytes = bodies.get(etagOf(tag, wanted));
  if (bytes !== undefined) return { bytes, encoding: wanted };
  if (wanted === 'identity') return undefined;
  const plain = bodies.get(etagOf(tag, 'identity'));
  return plain !== undefined && plain.length < COMPRESS_FROM_BYTES
    ? { bytes: plain, encoding: 'identity' }
    : undefined;
}

async function encodedBody(body: Buffer, wanted: Encoding): Promise<FinishedBody> {
  const encoding = body.length < COMPRESS_FROM_BYTES ? 'identity' : wanted;
  return { bytes: await encoded(body, encoding), encoding };
}

function sendFinished(
  request: FastifyRequest,
  reply: FastifyReply,
  plan: BodyPlan,
  { bytes, encoding }: FinishedBody,
): FastifyReply {
  const etag = etagOf(plan.tag, encoding);
  reply.header('etag', etag);
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  reply.header('content-type', plan.contentType);
  request.server.answeredBefore.remember(request, reply, etag);
  return reply.send(bytes);
}

/** Reads pieces until they are all there, or more than are kept. */
async function gather(body: Body, maxBytes: number): Promise<Buffer | Unfinished> {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const rest = body[Symbol.asyncIterator]();
  const beginning: Buffer[] = [];
  let length = 0;
  while (length <= maxBytes) {
    const { done, value } = await rest.next();
    if (done) return Buffer.concat(beginning);
    const piece = Buffer.from(value);
    beginning.push(piece);
    length += piece.length;
  }
  return { beginning, rest };
}

/** A body too large to be kept: sent and encoded as it is made, no faster than the client reads. */
async function sendStream(
  request: FastifyRequest,
  reply: FastifyReply,
  plan: BodyPlan,
  body: Unfinished,
  encoding: Encoding,
): Promise<FastifyReply> {
  reply.header('etag', etagOf(plan.tag, encoding)).header('content-type', plan.contentType);
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  if (request.method === 'HEAD' || reply.raw.destroyed) {
    await body.rest.return?.();
    return reply.send(Readable.from([]));
  }
  const pieces = continued(body, (bytes) => request.server.costs.add(request, bytes));
  const source = Readable.from(pieces, { objectMode: false });
  if (encoding === 'identity') return reply.send(source);
  // Whichever end fails or is closed closes the other; Fastify tells of a failure when it reads the encoder.
  return reply.send(pipeline(source, encoder(encoding), () => undefined));
}

/**
 * The pieces read so far, then the rest. An iterator by hand: a generator that was never started would not tell the
 * rest that it is closed.
 */
function continued(
  { beginning, rest }: Unfinished,
  onEnd: (bytes: number) => void,
): AsyncIterable<string | Uint8Array> {
  let at = 0;
  let bytes = 0;
  let ended = false;
  const end = () => {
    if (!ended) onEnd(bytes);
    ended = true;
  };
  const iterator: AsyncIterator<string | Uint8Array> = {
    async next() {
      const result = at < beginning.length ? { done: false, value: beginning[at++] } : await rest.next();
      if (result.done) end();
      else bytes += result.value.length;
      return result;
    },
    async return() {
      end();
      await rest.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
