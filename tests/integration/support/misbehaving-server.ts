import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface MisbehavingServer {
  /** `http://127.0.0.1:port` */
  origin: string;
  /** Answers of a path, one a request; the last one stays. Returns the address. */
  at(path: string, ...answers: Answer[]): string;
  /** The requests that came to a path, in order. */
  requests(
    path: string,
  ): { range: string | undefined; ifRange: string | undefined; userAgent: string | undefined }[];
  close(): Promise<void>;
}

/** A local server that does to a downloader what servers and lines do: slow, cut, stalled, lying, redirecting, refusing. */
export async function startMisbehavingServer(): Promise<MisbehavingServer> {
  const answers = new Map<string, Answer[]>();
  const seen = new Map<string, IncomingMessage[]>();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const before = seen.get(path) ?? [];
    seen.set(path, [...before, request]);
    const queue = answers.get(path) ?? [status(404)];
    queue[Math.min(before.length, queue.length - 1)](request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    at(path, ...list) {
      answers.set(path, list);
      return `${origin}${path}`;
    },
    requests: (path) =>
      (seen.get(path) ?? []).map(({ headers }) => ({
        range: headers.range,
        ifRange: headers['if-range'] as string | undefined,
        userAgent: headers['user-agent'],
      })),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A server that behaves: ETag, Range and If-Range. */
export function serve(
  content: Buffer,
  etag: string | null = '"v1"',
  type = 'application/octet-stream',
): Answer {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
    response.setHeader('content-type', type);
    if (etag) response.setHeader('etag', etag);
    if (Number.isNaN(from) || request.headers['if-range'] !== etag) {
      response.writeHead(200, { 'content-length': content.length }).end(content);
    } else if (from >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    } else {
      const range = `bytes ${from}-${content.length - 1}/${content.length}`;
      response.writeHead(206, { 'content-range': range, 'content-length': content.length - from });
      response.end(content.subarray(from));
    }
  };
}

/** Any status, headers and body. */
export function status(code: number, headers: Record<string, string> = {}, body = ''): Answer {
  return (_request, response) => void response.writeHead(code, headers).end(body);
}

export function redirect(to: string, code = 302): Answer {
  return status(code, { location: to });
}

/** Promises the whole, sends the first bytes, then hangs up, or says nothing more with `stall`. */
export function sendPart(
  content: Buffer,
  bytes: number,
  then: 'cut' | 'stall',
  etag: string | null = '"v1"',
): Answer {
  return (_request, response) => {
    if (etag) response.setHeader('etag', etag);
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, bytes), () => {
      // The bytes must leave before the line is cut, or the cut would take them along.
      if (then === 'cut') setImmediate(() => response.socket?.end());
    });
  };
}

/** Continues where it is asked to, and hangs up after so many bytes, each time. */
export function serveAtMost(content: Buffer, bytes: number): Answer {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? 'bytes=0-')?.[1]);
    response.writeHead(request.headers.range ? 206 : 200, {
      etag: '"v1"',
      'content-length': content.length - from,
      'content-range': `bytes ${from}-${content.length - 1}/${content.length}`,
    });
    if (from + bytes >= content.length) return void response.end(content.subarray(from));
    response.write(content.subarray(from, from + bytes), () => setImmediate(() => response.socket?.end()));
  };
}

/** Accepts the request and never answers. */
export const silent: Answer = () => {};

/** Sends in pieces with a pause between them. */
export function sendSlowly(content: Buffer, pieces: number, pauseMs: number): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': content.length });
    const size = Math.ceil(content.length / pieces);
    const sendFrom = (from: number) => {
      if (from >= content.length) return void response.end();
      response.write(content.subarray(from, from + size));
      setTimeout(sendFrom, pauseMs, from + size);
    };
    sendFrom(0);
  };
}

/** Says one length and sends other bytes, on the bare socket: node's server would correct it. */
export function lieAboutLength(content: Buffer, saidBytes: number): Answer {
  return (_request, response) => {
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${saidBytes}\r\nConnection: close\r\n\r\n`;
    response.socket?.end(Buffer.concat([Buffer.from(head), content]));
  };
}

/** A 206 whose Content-Range is not what was asked. */
export function wrongRange(content: Buffer, contentRange: string, etag = '"v1"'): Answer {
  return (_request, response) => {
    response.writeHead(206, { 'content-range': contentRange, 'content-length': content.length, etag });
    response.end(content);
  };
}
