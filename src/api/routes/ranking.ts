import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { rankingAnswer, rankingTable } from '../../publish/answers/ranking-answer.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { rankingQuestion } from '../group-questions.ts';
import { MAP_FORMS } from '../representation.ts';
import { RANKING_LIMIT, RankingParameters, rankingResponses } from '../schemas/ranking.ts';
import { canonicalAddress, territoryTableBody } from '../table-body.ts';

export function rankingRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'ranking',
      tags: ['questions'],
      summary: 'Territories in order',
      description:
        'Territories of a level by share covered, by residents not covered or by residents to a site, with ranks and ties. JSON comes in pages; the other forms hold every territory.',
      querystring: RankingParameters,
      response: rankingResponses,
    };
    app.get('/v1/ranking', { schema }, (request, reply) => {
      const { query, canonical, simplification, limit } = rankingQuestion(request.query);
      const address = canonicalAddress('/v1/ranking', canonical);
      return sendAnswer(editions, request, reply, {
        canonical,
        address,
        forms: MAP_FORMS,
        format: request.query.format,
        fileName: 'ranking',
        makeBody: (edition, format) => {
          const rows = limit ?? (format === 'json' ? RANKING_LIMIT : null);
          const answer = rankingAnswer(edition, { ...query, limit: rows });
          return territoryTableBody(format, edition, answer, simplification, (outlines) =>
            rankingTable(edition, answer, address, outlines),
          );
        },
      });
    });
  };
}
