import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { DomainError } from '../../domain-error.ts';
import { searchAnswer, searchMapText, searchTable } from '../../publish/answers/search-answer.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { MAP_FORMS } from '../representation.ts';
import { SEARCH_CHARACTERS_MAX, SEARCH_LIMIT, SearchParameters, searchResponses } from '../schemas/search.ts';
import { canonicalAddress, tableBody } from '../table-body.ts';

export function searchRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'search',
      tags: ['questions'],
      summary: 'Territories and sites by name or code',
      description:
        'By the beginning of any word of a name, by code, postcode, former code or former name. Accents, case, hyphens and apostrophes make no difference.',
      querystring: SearchParameters,
      response: searchResponses,
    };
    app.get('/v1/search', { schema }, (request, reply) => {
      const { level, limit = SEARCH_LIMIT } = request.query;
      const q = askedText(request.query.q);
      const canonical = { q, ...(level === undefined ? {} : { level }), limit };
      const address = canonicalAddress('/v1/search', canonical);
      return sendAnswer(editions, request, reply, {
        canonical,
        address,
        forms: MAP_FORMS,
        format: request.query.format,
        fileName: 'search',
        makeBody: (edition, format) => {
          const answer = searchAnswer(edition, { text: q, level: level ?? null, limit });
          return tableBody(format, {
            json: () => JSON.stringify(answer),
            geojson: () => searchMapText(answer),
            table: () => searchTable(edition, answer, address),
          });
        },
      });
    });
  };
}

/** @throws DomainError invalid-parameter for a text of no or too many characters */
function askedText(text: string): string {
  // A half of a surrogate pair cannot be written in an address.
  const trimmed = text.trim().toWellFormed();
  const { length } = [...trimmed];
  if (length >= 1 && length <= SEARCH_CHARACTERS_MAX) return trimmed;
  const expected = `1 to ${SEARCH_CHARACTERS_MAX} characters that are not spaces around`;
  throw new DomainError('invalid-parameter', `q: expected ${expected}, found ${length}`, {
    parameter: 'q',
    expected,
    found: length,
  });
}
