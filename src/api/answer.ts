import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { VERSION } from '../config.ts';
import { DomainError } from '../domain-error.ts';
import { licenceUrls } from '../publish/attribution.ts';
import type { EditionSource, LoadedEdition } from './edition-source.ts';
import { CONTENT_TYPES, chooseFormat, type Format } from './representation.ts';

/** A body as it is sent: whole, or in pieces that are made as they are read. */
export type Body = string | Uint8Array | AsyncIterable<string | Uint8Array>;

export interface AnswerPlan<F extends Format> {
  /** The question without `format`, in one spelling: equal questions share an ETag. */
  canonical: Record<string, string | number | readonly string[]>;
  /** Forms in the server's order of preference. */
  forms: readonly F[];
  format: F | undefined;
  /** Stem of the file a browser would save CSV as. */
  fileName: string;
  makeBody: (edition: LoadedEdition, format: F) => Body | Promise<Body>;
}

/** The current edition. @throws DomainError no-edition, saying what to run. */
export async function currentEdition(editions: EditionSource): Promise<LoadedEdition> {
  const edition = await editions.current();
  if (edition !== null) return edition;
  throw new DomainError(
    'no-edition',
    'No edition is loaded yet. Run `maillage load --territory <codes>` (or `npm start` for the built-in sample).',
  );
}

/** Answers from the current edition: form, ETag and 304, headers, body. */
export async function sendAnswer<F extends Format>(
  editions: EditionSource,
  request: FastifyRequest,
  reply: FastifyReply,
  plan: AnswerPlan<F>,
): Promise<FastifyReply> {
  const edition = await currentEdition(editions);
  reply.header('vary', 'Accept');
  const format = chooseFormat(plan.forms, plan.format, request.headers.accept);
  const etag = answerEtag(edition.meta.id, plan.canonical, format);
  setHeaders(reply, edition, plan, format);
  reply.header('etag', etag);
  // Before the body is made: only a question that was answered once has handed out this tag.
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  const body = await plan.makeBody(edition, format);
  reply.header('content-type', CONTENT_TYPES[format]);
  if (typeof body === 'string') return reply.send(body);
  return reply.send(
    body instanceof Uint8Array ? Buffer.from(body) : Readable.from(body, { objectMode: false }),
  );
}

/**
 * A strong ETag. The program's version is part of it: an edition does not change, but what is said of it can.
 */
export function answerEtag(
  edition: string,
  canonical: AnswerPlan<Format>['canonical'],
  format: Format,
): string {
  const sorted = Object.entries(canonical).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([VERSION, edition, sorted, format]);
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  // GET compares weakly (RFC 9110): a cache may have weakened the tag when it compressed the body. `*` matches nothing
  // here, since whether the question can be answered is not known yet.
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

function setHeaders<F extends Format>(
  reply: FastifyReply,
  edition: LoadedEdition,
  plan: AnswerPlan<F>,
  format: F,
): void {
  const { meta } = edition;
  const licences = licenceUrls(meta).map((url) => `<${url}>; rel="license"`);
  reply
    // A new edition may be published at any time: caches hold an answer for a minute, then ask with its ETag.
    .header('cache-control', 'public, max-age=60, must-revalidate')
    .header('maillage-edition', headerText(meta.id))
    .header('maillage-definition', headerText(definitionText(plan.canonical, meta.fictional)))
    .header('link', ['</v1/editions/current>; rel="describedby"', ...licences].join(', '));
  if (format === 'csv' || format === 'geojson') {
    const parts = ['maillage', plan.fileName, ...Object.values(plan.canonical).map(String), meta.id];
    const stem = parts
      .join('_')
      .replaceAll(/[^\w-]+/g, '-')
      .slice(0, 150);
    const disposition = format === 'csv' ? 'attachment' : 'inline';
    reply.header('content-disposition', `${disposition}; filename="${stem}.${format}"`);
  }
}

function definitionText(canonical: AnswerPlan<Format>['canonical'], fictional: boolean): string {
  const parts = Object.entries(canonical).map(([name, value]) =>
    name === 'threshold' ? `threshold<=${value}min` : `${name}=${value}`,
  );
  return [...parts, ...(fictional ? ['fictional=true'] : [])].join('; ');
}

/** Header values are ASCII; a long list of territories is cut, since the body or the URL has it whole. */
function headerText(text: string): string {
  const ascii = text.replaceAll(/[^\x20-\x7e]/g, '?');
  return ascii.length > 500 ? `${ascii.slice(0, 497)}...` : ascii;
}
