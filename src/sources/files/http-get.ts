import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { headerText, TransferFailure } from './transfer-failure.ts';

/*
 * node:http rather than fetch: fetch unpacks a body that is sent with Content-Encoding, so that a `.geojson.gz` arrives
 * as something else than what is counted, resumed and checksummed; and it says nothing of bytes past Content-Length.
 */

export interface GetLimits {
  /** To a connection, name resolution and TLS included. */
  connectTimeoutMs: number;
  /** Without a byte received, headers included. */
  idleTimeoutMs: number;
  maxRedirects: number;
}

export interface HttpAnswer {
  /** After redirects. */
  url: string;
  status: number;
  headers: IncomingHttpHeaders;
  /** The body as sent, once; throws TransferFailure on a cut, a stall or bytes past the promised length. */
  body(): AsyncGenerator<Buffer, void>;
  /** Drops the connection when the body is not wanted. */
  discard(): void;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * One GET, redirects followed: http or https, never from https back to http, never to another scheme.
 * @throws TransferFailure
 */
export async function httpGet(
  url: string,
  headers: Record<string, string>,
  limits: GetLimits,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const visited = [url];
  let at = resolveAddress(url, null);
  for (;;) {
    const answer = await getOnce(at, headers, limits, signal);
    const location = headerText(answer.headers, 'location');
    if (!REDIRECTS.has(answer.status)) return answer;
    answer.discard();
    const facts = { retriable: false, url: at.href, status: answer.status };
    if (location === null) throw new TransferFailure('a redirect that does not say where to', facts);
    const next = resolveAddress(location, at);
    if (visited.includes(next.href)) {
      throw new TransferFailure(`redirects go in a loop: ${[...visited, next.href].join(' → ')}`, facts);
    }
    if (visited.length > limits.maxRedirects) {
      throw new TransferFailure(`more than ${limits.maxRedirects} redirects: ${visited.join(' → ')}`, facts);
    }
    visited.push(next.href);
    at = next;
  }
}

/** @throws TransferFailure: not an address, another scheme than http and https, from https back to http */
export function resolveAddress(address: string, from: URL | null): URL {
  const facts = { retriable: false, url: from?.href ?? address };
  const to = URL.parse(address, from?.href);
  if (!to) throw new TransferFailure(`not an address: ${address}`, facts);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') {
    throw new TransferFailure(
      `${from ? 'redirected to' : 'asked for'} ${to.href}, which is not http or https`,
      facts,
    );
  }
  if (from?.protocol === 'https:' && to.protocol === 'http:') {
    throw new TransferFailure(`redirected from https to plain http (${to.href})`, facts);
  }
  return to;
}

function getOnce(
  url: URL,
  headers: Record<string, string>,
  limits: GetLimits,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    // One connection a request: at its close, bytes past the promised length show as an error.
    const options = { headers: { ...headers, connection: 'close' }, signal };
    const request: ClientRequest =
      url.protocol === 'https:' ? https.request(url, options) : http.request(url, options);
    const stalled = (what: string) => new TransferFailure(what, { retriable: true, url: url.href });
    let timer = setTimeout(
      () => request.destroy(stalled(`no connection within ${limits.connectTimeoutMs} ms`)),
      limits.connectTimeoutMs,
    );
    const waitForHeaders = () => {
      clearTimeout(timer);
      const silent = stalled(`connected, then no answer within ${limits.idleTimeoutMs} ms`);
      timer = setTimeout(() => request.destroy(silent), limits.idleTimeoutMs);
    };
    request.once('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', waitForHeaders);
    });
    let late: Error | null = null;
    request.on('error', (cause: Error) => {
      clearTimeout(timer);
      late = cause;
      reject(asFailure(cause, url.href));
    });
    request.once('response', (response) => {
      clearTimeout(timer);
      resolve({
        url: url.href,
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: () => readBody(response, url.href, limits.idleTimeoutMs, () => late),
        discard: () => {
          response.on('error', () => {});
          request.destroy();
        },
      });
    });
    request.end();
  });
}

/** Received and not yet taken; past this the connection is held back. */
const QUEUED_BYTES = 1 << 20;

/*
 * A queue of our own: read as an async iterable, a response that is cut throws away what was received and not yet taken,
 * which would then be asked for again.
 */
async function* readBody(
  response: IncomingMessage,
  url: string,
  idleTimeoutMs: number,
  lateError: () => Error | null,
): AsyncGenerator<Buffer, void> {
  const queue: Buffer[] = [];
  let queuedBytes = 0;
  const end: { reached: boolean; failure: TransferFailure | null } = { reached: false, failure: null };
  const finish = (failure: TransferFailure | null) => {
    if (!end.reached) Object.assign(end, { reached: true, failure });
    wake();
  };
  let wake = () => {};
  response.on('data', (chunk: Buffer) => {
    queue.push(chunk);
    queuedBytes += chunk.length;
    if (queuedBytes > QUEUED_BYTES) response.pause();
    wake();
  });
  response.once('end', () => finish(pastTheEnd(lateError(), url)));
  response.on('error', (cause) => finish(asFailure(cause, url)));
  const stall = () =>
    response.destroy(
      new TransferFailure(`the server stopped sending for ${idleTimeoutMs} ms`, { retriable: true, url }),
    );
  try {
    for (;;) {
      for (let chunk = queue.shift(); chunk; chunk = queue.shift()) {
        queuedBytes -= chunk.length;
        yield chunk;
      }
      if (end.reached) break;
      const more = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (response.isPaused()) response.resume();
      // Armed only while waiting for the network: the time that the disk takes is not the server's.
      const timer = setTimeout(stall, idleTimeoutMs);
      await more;
      clearTimeout(timer);
    }
    if (end.failure) throw end.failure;
  } finally {
    response.destroy();
  }
}

/** On a connection that closes after the answer, bytes past its length are a parser's error, after the body has ended. */
function pastTheEnd(late: NodeJS.ErrnoException | null, url: string): TransferFailure | null {
  if (!late?.code?.startsWith('HPE_')) return null;
  const what = 'the server sent more bytes than the length it gave';
  return new TransferFailure(what, { retriable: true, url, discard: true });
}

function asFailure(cause: unknown, url: string): TransferFailure {
  if (cause instanceof TransferFailure) return cause;
  const error = cause as NodeJS.ErrnoException;
  // A name that resolves to several addresses fails with all of them and an empty message of its own.
  const reason =
    error.message || (cause instanceof AggregateError ? cause.errors.map(String).join('; ') : '');
  const text =
    error.message === 'aborted' ? 'the connection was cut' : `the network failed: ${reason || error.code}`;
  // A name that does not exist will not exist in a second; a resolver that is out of reach says EAI_AGAIN.
  return new TransferFailure(text, { retriable: error.code !== 'ENOTFOUND', url }, { cause });
}
