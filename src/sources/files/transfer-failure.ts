import type { IncomingHttpHeaders } from 'node:http';

export interface FailureFacts {
  /** Worth another try: the network, a time-out, 429, 5xx, a body cut short. */
  retriable: boolean;
  /** The address that answered, after redirects. */
  url?: string;
  status?: number;
  contentType?: string;
  /** Start of the body. */
  head?: Uint8Array;
  /** What the server asked us to wait, in milliseconds. */
  retryAfterMs?: number | null;
  /** What is kept on disk must not be continued. */
  discard?: boolean;
}

/** One try of a transfer that did not end well. Stays inside the downloader, which tells the whole story in the end. */
export class TransferFailure extends Error {
  readonly facts: FailureFacts;

  constructor(message: string, facts: FailureFacts, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TransferFailure';
    this.facts = facts;
  }
}

export function headerText(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.[0] ?? null);
}
