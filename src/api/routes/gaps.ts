import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { inTurns } from '../../coverage/steps.ts';
import { gapsAnswerInSteps, gapsTable } from '../../publish/answers/gaps-answer.ts';
import { drawnGaps, gapDrawer } from '../../publish/gaps/gap-drawing.ts';
import { gapsMapText } from '../../publish/gaps/gaps-map.ts';
import { tableFile } from '../../publish/tables/table-file.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { gapsQuestion } from '../questions.ts';
import { MAP_FORMS } from '../representation.ts';
import { gapsResponses } from '../schemas/gaps.ts';
import { GapsParameters } from '../schemas/parameters.ts';
import { canonicalAddress, drawsRows } from '../table-body.ts';

export function gapsRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'gaps',
      tags: ['questions'],
      summary: 'Where the people beyond the threshold live',
      description:
        'Populated cells beyond the threshold, merged where they touch, most residents first: at most `limit` of them, while `total` counts all. A GeoJSON FeatureCollection; format=json is the same body as application/json.',
      querystring: GapsParameters,
      response: gapsResponses,
    };
    app.get('/v1/gaps', { schema }, (request, reply) => {
      const { query, page, drawing, canonical } = gapsQuestion(request.query);
      const address = canonicalAddress('/v1/gaps', canonical);
      return sendAnswer(editions, request, reply, {
        canonical,
        address,
        forms: ['geojson', ...MAP_FORMS],
        format: request.query.format,
        fileName: 'gaps',
        makeBody: async (edition, format) => {
          const answer = await inTurns(gapsAnswerInSteps(edition, query, page, drawing));
          if (format === 'json' || format === 'geojson')
            return gapsMapText(answer, await gapDrawer(edition, query, drawing));
          const drawn = drawsRows(format)
            ? await drawnGaps(await gapDrawer(edition, query, drawing), answer.gaps)
            : undefined;
          return tableFile(gapsTable(edition, answer, address, drawn), format);
        },
      });
    });
  };
}
