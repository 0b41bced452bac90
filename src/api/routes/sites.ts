import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { siteFeature, sitesAnswer, sitesTable } from '../../publish/answers/sites-answer.ts';
import { featureCollectionText } from '../../publish/geojson.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { sitesQuestion } from '../questions.ts';
import { MAP_FORMS } from '../representation.ts';
import { SitesParameters } from '../schemas/parameters.ts';
import { sitesResponses } from '../schemas/tables.ts';
import { canonicalAddress, tableBody } from '../table-body.ts';

export function sitesRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const schema = {
      operationId: 'sites',
      tags: ['questions'],
      summary: 'The sites of a network',
      description: 'Sites inside the territories asked for, as a table or as points.',
      querystring: SitesParameters,
      response: sitesResponses,
    };
    app.get('/v1/sites', { schema }, (request, reply) => {
      const { query, canonical } = sitesQuestion(request.query);
      const address = canonicalAddress('/v1/sites', canonical);
      return sendAnswer(editions, request, reply, {
        canonical,
        address,
        forms: MAP_FORMS,
        format: request.query.format,
        fileName: 'sites',
        makeBody: (edition, format) => {
          const answer = sitesAnswer(edition, query);
          const { items, ...foreign } = answer;
          return tableBody(format, {
            json: () => JSON.stringify({ ...foreign, items }),
            geojson: () => featureCollectionText(foreign, items, siteFeature),
            table: () => sitesTable(edition, answer, address),
          });
        },
      });
    });
  };
}
