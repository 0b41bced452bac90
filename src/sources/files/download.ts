import { setTimeout as sleepMs } from 'node:timers/promises';
import { DomainError } from '../../domain-error.ts';
import type { FileKind } from './catalogue.ts';
import { type Inspection, inspectFile } from './checksum.ts';
import { fileComplaint, firstBytesText } from './content-check.ts';
import { discardPart, keptPart, partPath, publishPart } from './part-file.ts';
import { type Received, type ReceiveOptions, receive } from './receive.ts';
import { type RetryPolicy, waitMs } from './retry-policy.ts';
import { TransferFailure } from './transfer-failure.ts';

export interface DownloadOptions extends Partial<RetryPolicy>, Partial<ReceiveOptions> {
  /** Called before each wait, so that a person sees why nothing moves. */
  onRetry?: (tryNumber: number, waitMs: number, reason: string) => void;
  /** What a person can do when it cannot be had: the last sentence of the error. */
  byHand?: string;
  /** For tests; both are the machine's by default. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  random?: () => number;
}

export interface Downloaded {
  path: string;
  /** As asked. */
  url: string;
  /** That answered, after redirects. */
  finalUrl: string;
  sizeBytes: number;
  sha256: string;
  etag: string | null;
  /** HTTP date as given by the server. */
  lastModified: string | null;
  tries: number;
}

const DEFAULTS = {
  tries: 5,
  firstWaitMs: 1_000,
  longestWaitMs: 30_000,
  longestRetryAfterMs: 300_000,
  connectTimeoutMs: 15_000,
  idleTimeoutMs: 30_000,
  maxRedirects: 5,
  // The roads of all of France are about half of this.
  maxBytes: 8 * 2 ** 30,
  kind: null as FileKind | null,
  userAgent: 'maillage',
  now: Date.now,
  random: Math.random,
  sleep: (ms: number, signal?: AbortSignal) => sleepMs(ms, undefined, { signal }),
};

/** A try that brought at least this much new is not counted as a failure in a row: large files on poor lines arrive. */
const PROGRESS_BYTES = 2 ** 20;

/**
 * Downloads a file to `destination`, which appears whole or not at all. Received bytes are kept in `destination.part`
 * across tries and across runs, and continued (Range, If-Range) when the server names the version of its file.
 * @throws DomainError download-failed (what was asked, what came, what to do), interrupted (by the signal)
 */
export async function download(
  url: string,
  destination: string,
  options: DownloadOptions = {},
): Promise<Downloaded> {
  const settings = { ...DEFAULTS, ...withoutUndefined(options) };
  let failuresInARow = 0;
  let furthest = (await keptPart(destination, url)).bytes;
  for (let tries = 1; ; tries++) {
    try {
      settings.signal?.throwIfAborted();
      const received = await receive(url, destination, settings);
      const { sizeBytes, sha256 } = await inspectWhole(received, destination, settings);
      await publishPart(destination);
      const { etag, lastModified } = received.note;
      return { path: destination, url, finalUrl: received.url, sizeBytes, sha256, etag, lastModified, tries };
    } catch (cause) {
      if (settings.signal?.aborted) throw interrupted(url, destination, cause);
      if (!(cause instanceof TransferFailure)) throw cannotKeep(url, destination, cause as Error);
      if (cause.facts.discard) await discardPart(destination);
      const reached = (await keptPart(destination, url)).bytes;
      failuresInARow = reached >= furthest + PROGRESS_BYTES ? 1 : failuresInARow + 1;
      furthest = Math.max(furthest, reached);
      const asked = cause.facts.retryAfterMs ?? null;
      const tooLong = asked !== null && asked > settings.longestRetryAfterMs;
      if (!cause.facts.retriable || tooLong || failuresInARow >= settings.tries) {
        throw downloadFailed(url, cause, tries, settings.byHand);
      }
      const ms = waitMs(settings, failuresInARow, asked, settings.random);
      settings.onRetry?.(tries, ms, cause.message);
      await settings.sleep(ms, settings.signal).catch((stopped) => {
        throw settings.signal?.aborted ? interrupted(url, destination, stopped) : stopped;
      });
    }
  }
}

/** The part as a whole file: its end and, packed, all of it; a server can lie about the length without HTTP noticing. */
async function inspectWhole(
  received: Received,
  destination: string,
  { kind, signal }: { kind: FileKind | null; signal?: AbortSignal },
): Promise<Inspection> {
  const path = partPath(destination);
  const facts = { retriable: true, url: received.url, discard: true };
  const { looks, complaint } = await fileComplaint(path, kind);
  if (complaint) throw new TransferFailure(complaint, facts);
  const inspection = await inspectFile(path, looks === 'gzip', signal);
  if (inspection.gzipComplaint) throw new TransferFailure(inspection.gzipComplaint, facts);
  if (inspection.sizeBytes !== received.bytes) {
    throw new TransferFailure(`${received.bytes} bytes came, ${inspection.sizeBytes} are on disk`, facts);
  }
  return inspection;
}

function downloadFailed(url: string, failure: TransferFailure, tries: number, byHand?: string): DomainError {
  const { status, contentType, head, url: finalUrl = url, retryAfterMs } = failure.facts;
  const firstBytes = head && head.length > 0 ? firstBytesText(head) : null;
  const got = [
    status === undefined ? 'no answer' : `HTTP ${status}`,
    contentType ? `content type ${contentType}` : null,
    firstBytes ? `starting with "${firstBytes}"` : null,
  ].filter((part) => part !== null);
  const wait = retryAfterMs ? ` It asks to come back in ${Math.ceil(retryAfterMs / 1000)} s.` : '';
  const from = finalUrl === url ? '' : ` (redirected to ${finalUrl})`;
  const message =
    `download failed: ${failure.message}. Asked for ${url}${from}; got ${got.join(', ')}; ` +
    `${tries === 1 ? 'one try' : `${tries} tries`}.${wait} ${byHand ?? 'Try again later.'}`;
  return new DomainError(
    'download-failed',
    message,
    {
      url,
      finalUrl,
      status: status ?? null,
      contentType: contentType ?? null,
      firstBytes,
      tries,
      reason: failure.message,
    },
    { cause: failure },
  );
}

function cannotKeep(url: string, destination: string, cause: Error): DomainError {
  const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
  return new DomainError(
    'download-failed',
    `${destination}: ${full ? 'the disk is full' : `cannot be written (${cause.message})`}, while receiving ${url}`,
    { url, file: destination, reason: cause.message },
    { cause },
  );
}

function interrupted(url: string, destination: string, cause: unknown): DomainError {
  return new DomainError(
    'interrupted',
    `the download of ${url} was stopped; what was received is kept and continued next time`,
    { url, file: partPath(destination) },
    { cause },
  );
}

/** So that an option passed as undefined means its default. */
function withoutUndefined(options: DownloadOptions): DownloadOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
