import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { explainAnswer, explainMapText, explainTable } from '../../publish/answers/explain-answer.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { MAP_FORMS } from '../representation.ts';
import {
  EXPLAIN_LIMIT,
  EXPLAIN_TABLE,
  ExplainParameters,
  ExplainPath,
  explainResponses,
} from '../schemas/explain.ts';
import { DEFAULTS } from '../schemas/parameters.ts';
import { canonicalAddress, tableBody } from '../table-body.ts';

export function explainRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'explain',
      tags: ['questions'],
      summary: 'Why a territory has its figures',
      description:
        'Its cells with their nearest site, the sites that serve it, where its times come from, in figures and in sentences. Files and maps hold one of the two lists (table).',
      params: ExplainPath,
      querystring: ExplainParameters,
      response: explainResponses,
    };
    app.get('/v1/explain/:level/:code', { schema }, (request, reply) => {
      const { level, code } = request.params;
      const { threshold = DEFAULTS.threshold, network = DEFAULTS.network } = request.query;
      const { limit = EXPLAIN_LIMIT, table = EXPLAIN_TABLE } = request.query;
      const asked = { threshold, network, limit, table };
      const address = canonicalAddress(`/v1/explain/${level}/${encodeURIComponent(code)}`, asked);
      return sendAnswer(editions, request, reply, {
        canonical: { level, code, ...asked },
        address,
        forms: MAP_FORMS,
        format: request.query.format,
        fileName: 'explain',
        makeBody: (edition, format) => {
          const query = { level, code, thresholdMinutes: threshold, rule: network, limit };
          const answer = explainAnswer(edition, query);
          const published = () => explainTable(edition, answer, table, address);
          return tableBody(format, {
            json: () => JSON.stringify(answer),
            geojson: () => explainMapText(answer, published()),
            table: published,
          });
        },
      });
    });
  };
}
