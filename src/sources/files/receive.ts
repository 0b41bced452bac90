import type { FileKind } from './catalogue.ts';
import { HEAD_BYTES, headComplaint } from './content-check.ts';
import { type GetLimits, type HttpAnswer, httpGet } from './http-get.ts';
import { type KeptPart, keptPart, openPart, type PartNote, validatorOf } from './part-file.ts';
import { isRetriedStatus, retryAfterMs } from './retry-policy.ts';
import { type FailureFacts, headerText, TransferFailure } from './transfer-failure.ts';

export interface ReceiveOptions extends GetLimits {
  kind: FileKind | null;
  maxBytes: number;
  userAgent: string;
  signal?: AbortSignal;
  onProgress?: (bytes: number, total: number | null) => void;
  now: () => number;
}

export interface Received {
  /** After redirects. */
  url: string;
  note: PartNote;
  bytes: number;
}

/** Where the body of an answer goes. */
interface Placement {
  from: number;
  total: number | null;
  /** Null: continues what is kept. */
  fresh: PartNote | null;
}

/**
 * One try: asks for the file, or for the rest of it where a part is kept, and writes what comes into `destination.part`.
 * Returns once every promised byte is on disk.
 * @throws TransferFailure; the file system's own error
 */
export async function receive(url: string, destination: string, options: ReceiveOptions): Promise<Received> {
  const kept = await keptPart(destination, url);
  const headers: Record<string, string> = {
    'user-agent': options.userAgent,
    accept: '*/*',
    'accept-encoding': 'identity',
  };
  if (kept.note) {
    headers.range = `bytes=${kept.bytes}-`;
    headers['if-range'] = validatorOf(kept.note)!;
  }
  const answer = await httpGet(url, headers, options, options.signal);
  const facts: FailureFacts = {
    retriable: true,
    url: answer.url,
    status: answer.status,
    contentType: headerText(answer.headers, 'content-type') ?? '',
  };
  try {
    if (answer.status === 416 && kept.note) return completeOrRestart(kept, kept.note, answer, facts);
    if (answer.status !== 200 && answer.status !== 206) throw await refusedBy(answer, facts, options.now());
    const placement = placementOf(url, answer, kept, facts);
    if (placement.total !== null && placement.total > options.maxBytes)
      throw tooLarge(placement.total, options, facts);
    const bytes = await writeBody(answer, destination, placement, options, facts);
    return { url: answer.url, note: placement.fresh ?? kept.note!, bytes };
  } finally {
    answer.discard();
  }
}

/** 416: nothing lies past what is kept. Whole when the server says that it is exactly as long. */
function completeOrRestart(
  kept: KeptPart,
  note: PartNote,
  answer: HttpAnswer,
  facts: FailureFacts,
): Received {
  const total = /^bytes \*\/(\d+)$/.exec(headerText(answer.headers, 'content-range') ?? '')?.[1];
  const promised = note.totalBytes ?? kept.bytes;
  if (Number(total) === kept.bytes && promised === kept.bytes)
    return { url: answer.url, note, bytes: kept.bytes };
  throw new TransferFailure(
    `the server has nothing after byte ${kept.bytes} (its file has ${total ?? 'an unsaid number of'} bytes, ${promised} were promised)`,
    { ...facts, discard: true },
  );
}

function placementOf(url: string, answer: HttpAnswer, kept: KeptPart, facts: FailureFacts): Placement {
  const etag = headerText(answer.headers, 'etag');
  const lastModified = headerText(answer.headers, 'last-modified');
  const length = headerText(answer.headers, 'content-length');
  const lengthBytes = length === null ? null : Number(length);
  if (answer.status === 200) {
    return { from: 0, total: lengthBytes, fresh: { url, etag, lastModified, totalBytes: lengthBytes } };
  }
  const range = headerText(answer.headers, 'content-range');
  const wrong = (reason: string) => new TransferFailure(reason, { ...facts, discard: true });
  const parts = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range ?? '');
  if (!parts || !kept.note || Number(parts[1]) !== kept.bytes) {
    throw wrong(`asked for the bytes from ${kept.bytes} on, got Content-Range "${range ?? 'none'}"`);
  }
  const total = parts[3] === '*' ? Number(parts[2]) + 1 : Number(parts[3]);
  const otherFile =
    (kept.note.totalBytes !== null && kept.note.totalBytes !== total) ||
    (etag !== null && kept.note.etag !== null && etag !== kept.note.etag) ||
    (lastModified !== null && kept.note.lastModified !== null && lastModified !== kept.note.lastModified);
  if (otherFile) throw wrong('the file changed on the server between two tries');
  return { from: kept.bytes, total, fresh: null };
}

async function writeBody(
  answer: HttpAnswer,
  destination: string,
  placement: Placement,
  options: ReceiveOptions,
  facts: FailureFacts,
): Promise<number> {
  let position = placement.from;
  // The start is looked at before anything is opened: an error page must not empty a part that can be continued.
  let head: Buffer | null = Buffer.alloc(0);
  let part: Awaited<ReturnType<typeof openPart>> | null = null;
  const write = async (chunk: Buffer) => {
    if (position + chunk.length > options.maxBytes) throw tooLarge(position + chunk.length, options, facts);
    part ??= await openPart(destination, placement.fresh);
    await part.write(chunk, position);
    position += chunk.length;
    options.onProgress?.(position, placement.total);
  };
  const checkHead = (bytes: Buffer) => {
    const complaint = placement.from === 0 ? headComplaint(bytes, options.kind, facts.contentType) : null;
    if (complaint)
      throw new TransferFailure(complaint, { ...facts, retriable: bytes.length === 0, head: bytes });
  };
  try {
    for await (const chunk of answer.body()) {
      if (head === null) {
        await write(chunk);
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < HEAD_BYTES) continue;
      checkHead(head);
      await write(head);
      head = null;
    }
    if (head !== null) {
      checkHead(head);
      await write(head);
    }
  } catch (cause) {
    if (!(cause instanceof TransferFailure)) throw cause;
    throw new TransferFailure(`${cause.message}${progressText(position, placement.total)}`, {
      ...facts,
      head: head ?? undefined,
      ...cause.facts,
    });
  } finally {
    await closed(part);
  }
  if (placement.total !== null && position !== placement.total) {
    const reason = `${placement.total} bytes were promised, ${position} came`;
    throw new TransferFailure(reason, { ...facts, discard: position > placement.total });
  }
  return position;
}

async function closed(part: { close(): Promise<void> } | null): Promise<void> {
  await part?.close();
}

function progressText(position: number, total: number | null): string {
  return position > 0 ? ` (after ${position} of ${total ?? 'an unsaid number of'} bytes)` : '';
}

function tooLarge(bytes: number, options: ReceiveOptions, facts: FailureFacts): TransferFailure {
  return new TransferFailure(
    `the file is larger than the limit: ${bytes} bytes, at most ${options.maxBytes} are taken`,
    {
      ...facts,
      retriable: false,
      discard: true,
    },
  );
}

/** A status that is not a file. The start of the body goes into the message: it often says why. */
async function refusedBy(answer: HttpAnswer, facts: FailureFacts, nowMs: number): Promise<TransferFailure> {
  let head = Buffer.alloc(0);
  try {
    for await (const chunk of answer.body()) {
      head = Buffer.concat([head, chunk]);
      if (head.length >= HEAD_BYTES) break;
    }
  } catch {
    // The status is the story; a body that breaks off adds nothing.
  }
  return new TransferFailure(`the server answered ${answer.status}`, {
    ...facts,
    retriable: isRetriedStatus(answer.status),
    retryAfterMs: retryAfterMs(headerText(answer.headers, 'retry-after'), nowMs),
    head: head.subarray(0, HEAD_BYTES),
    discard: answer.status === 416,
  });
}
