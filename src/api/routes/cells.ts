import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { cellsAnswer, cellsMapText, cellsTable, cellsText } from '../../publish/answers/cells-answer.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { gapsQuestion } from '../questions.ts';
import { MAP_FORMS } from '../representation.ts';
import { CELLS_LIMIT, CellsParameters, cellsResponses } from '../schemas/cells.ts';
import { canonicalAddress, tableBody } from '../table-body.ts';

export function cellsRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'cells',
      tags: ['questions'],
      summary: 'The travel-time grid, cell by cell',
      description:
        'Populated H3 cells with their residents, and the time, the site and the provider of the time of each. JSON comes in pages; the other forms hold every cell.',
      querystring: CellsParameters,
      response: cellsResponses,
    };
    app.get('/v1/cells', { schema }, (request, reply) => {
      const { limit, offset = 0, format: asked, ...question } = request.query;
      // A question of the gaps' kind: where, how many minutes, which sites.
      const { query, canonical: base } = gapsQuestion(question);
      const canonical = {
        ...base,
        ...(limit === undefined ? {} : { limit }),
        ...(offset === 0 ? {} : { offset }),
      };
      const address = canonicalAddress('/v1/cells', canonical);
      return sendAnswer(editions, request, reply, {
        canonical,
        address,
        forms: MAP_FORMS,
        format: asked,
        fileName: 'cells',
        makeBody: (edition, format) => {
          const page = { limit: limit ?? (format === 'json' ? CELLS_LIMIT : null), offset };
          const answer = cellsAnswer(edition, query, page);
          return tableBody(format, {
            json: () => cellsText(answer),
            geojson: () => cellsMapText(answer),
            table: () => cellsTable(edition, answer, address),
          });
        },
      });
    });
  };
}
