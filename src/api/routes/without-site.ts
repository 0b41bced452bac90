import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { withoutSiteAnswer, withoutSiteTable } from '../../publish/answers/without-site-answer.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { withoutSiteQuestion } from '../questions.ts';
import { MAP_FORMS } from '../representation.ts';
import { WithoutSiteParameters } from '../schemas/parameters.ts';
import { withoutSiteResponses } from '../schemas/tables.ts';
import { canonicalAddress, territoryTableBody } from '../table-body.ts';

export function withoutSiteRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'withoutSite',
      tags: ['questions'],
      summary: 'Territories without a site',
      description:
        'Territories of a level in which no site of the network lies. Those to which the level does not apply (Paris has no canton) are listed and counted apart.',
      querystring: WithoutSiteParameters,
      response: withoutSiteResponses,
    };
    app.get('/v1/without-site', { schema }, (request, reply) => {
      const { query, canonical, simplification } = withoutSiteQuestion(request.query);
      const address = canonicalAddress('/v1/without-site', canonical);
      return sendAnswer(editions, request, reply, {
        canonical,
        address,
        forms: MAP_FORMS,
        format: request.query.format,
        fileName: 'without-site',
        makeBody: (edition, format) => {
          const answer = withoutSiteAnswer(edition, query);
          return territoryTableBody(format, edition, answer, simplification, (outlines) =>
            withoutSiteTable(edition, answer, address, outlines),
          );
        },
      });
    });
  };
}
