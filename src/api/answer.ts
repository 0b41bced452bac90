import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { VERSION } from '../config.ts';
import { DomainError } from '../domain-error.ts';
import { licenceUrls } from '../publish/attribution.ts';
import type { EditionSource, LoadedEdition } from './edition-source.ts';
import { contentDisposition } from './file-name.ts';
import { CONTENT_TYPES, chooseFormat, type Format, MEDIA_TYPES } from './representation.ts';
import { type Body, sendBody } from './send-body.ts';
import { descriptorAddress, withAddress } from './table-body.ts';

export type { Body } from './send-body.ts';

export interface AnswerPlan<F extends Format> {
  /** The question without `format`, in one spelling: equal questions share an ETag. */
  canonical: Record<string, string | number | readonly string[]>;
  /**
   * Path and query that ask the same again: said in the JSON and GeoJSON of a table, whose copies travel without their
   * headers. Other files hold it beside their figures.
   */
  address?: string;
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
  setHeaders(reply, edition, plan, format);
  return sendBody(request, reply, {
    // With the path: `without-site` and `sites` can be asked with the same words.
    tag: answerTag(edition.meta.id, { ...plan.canonical, path: request.url.split('?', 1)[0] }, format),
    contentType: CONTENT_TYPES[format],
    makeBody: async () => {
      const body = await plan.makeBody(edition, format);
      const isText = format === 'json' || format === 'geojson';
      return plan.address !== undefined && isText ? withAddress(body, plan.address) : body;
    },
  });
}

/**
 * Names an answer: equal tags, equal bytes. The program's version is part of it: an edition does not change, but what is
 * said of it can.
 */
export function answerTag(
  edition: string,
  canonical: AnswerPlan<Format>['canonical'],
  format: Format | 'mvt',
): string {
  const sorted = Object.entries(canonical).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([VERSION, edition, sorted, format]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 27);
}

function setHeaders<F extends Format>(
  reply: FastifyReply,
  edition: LoadedEdition,
  plan: AnswerPlan<F>,
  format: F,
): void {
  const { meta } = edition;
  const describedBy = ['</v1/editions/current>; rel="describedby"'];
  if (format === 'csv' || format === 'csv-fr') {
    const descriptor = descriptorAddress(reply.request.url);
    describedBy.push(`<${descriptor}>; rel="describedby"; type="${MEDIA_TYPES.datapackage}"`);
  }
  const licences = licenceUrls(meta).map((url) => `<${url}>; rel="license"`);
  reply
    // A new edition may be published at any time: caches hold an answer for a minute, then ask with its ETag.
    .header('cache-control', 'public, max-age=60, must-revalidate')
    .header('maillage-edition', headerText(meta.id))
    .header('maillage-definition', headerText(definitionText(plan.canonical, meta.fictional)))
    .header('link', [...describedBy, ...licences].join(', '));
  const disposition = contentDisposition(plan.fileName, plan.canonical, meta.id, format);
  if (disposition !== null) reply.header('content-disposition', disposition);
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
