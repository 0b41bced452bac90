import type { FastifyInstance } from 'fastify';
import { DomainError } from '../domain-error.ts';

/** What the command line reads of an answer. */
export interface SentAnswer {
  status: number;
  contentType: string;
  /** As it came: a workbook is not text. */
  bytes: Uint8Array;
  /** The same as text. */
  body: string;
}

/** Asks the API a path with its query string, whether in this process or of a running server. */
export type Send = (path: string) => Promise<SentAnswer>;

export interface Sender {
  send: Send;
  close(): Promise<void>;
}

/** Asks an application in this process; `close` closes it. */
export function injectSender(app: Pick<FastifyInstance, 'inject' | 'close'>): Sender {
  return {
    send: async (path) => {
      const response = await app.inject({ url: path });
      return {
        status: response.statusCode,
        contentType: String(response.headers['content-type'] ?? ''),
        bytes: response.rawPayload,
        body: response.body,
      };
    },
    close: async () => {
      await app.close();
    },
  };
}

/**
 * Asks a running server.
 * @param baseUrl e.g. `http://127.0.0.1:3000`
 * @throws DomainError store-unavailable when nothing answers there
 */
export function fetchSender(baseUrl: string): Sender {
  return {
    send: async (path) => {
      const url = new URL(path, baseUrl);
      try {
        const response = await fetch(url);
        const contentType = response.headers.get('content-type') ?? '';
        const bytes = new Uint8Array(await response.arrayBuffer());
        return { status: response.status, contentType, bytes, body: new TextDecoder().decode(bytes) };
      } catch (cause) {
        throw new DomainError(
          'store-unavailable',
          `No answer from ${url.origin}.`,
          { url: url.origin },
          { cause },
        );
      }
    },
    close: async () => {},
  };
}
