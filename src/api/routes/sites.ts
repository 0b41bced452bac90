import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { siteFeature, sitesAnswer } from '../../publish/answers/sites-answer.ts';
import { csvTable } from '../../publish/csv.ts';
import { SITE_COLUMNS } from '../../publish/dictionary/sites.ts';
import { featureCollectionText } from '../../publish/geojson.ts';
import { sendAnswer } from '../answer.ts';
import type { EditionSource } from '../edition-source.ts';
import { sitesQuestion } from '../questions.ts';
import { SitesParameters } from '../schemas/parameters.ts';
import { sitesResponses } from '../schemas/tables.ts';

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
      return sendAnswer(editions, request, reply, {
        canonical,
        forms: ['json', 'geojson', 'csv'],
        format: request.query.format,
        fileName: 'sites',
        makeBody: (edition, format) => {
          const { items, ...foreign } = sitesAnswer(edition, query);
          if (format === 'csv') return csvTable(SITE_COLUMNS, items);
          if (format === 'json') return JSON.stringify({ ...foreign, items });
          return featureCollectionText(foreign, items, siteFeature);
        },
      });
    });
  };
}
