import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Collection } from '../../publish/features/collections.ts';
import { itemsPage, itemsText, itemText, singleItem } from '../../publish/features/items.ts';
import { sendAnswer } from '../answer.ts';
import { baseAddress } from '../base-address.ts';
import type { EditionSource } from '../edition-source.ts';
import type { Format } from '../representation.ts';
import { PAGE_POLICY } from './html-page.ts';
import { itemPage, itemsListPage } from './pages.ts';
import { itemParameters, itemsParameters } from './parameters.ts';
import { type CheckedQuery, itemQuestion, itemsQuestion, prepareQuery } from './question.ts';
import { itemResponses, itemsResponses } from './schemas.ts';

/** The JSON of features is GeoJSON under either name; a client that accepts only the plain one is sent the same. */
const FEATURE_FORMS = ['geojson', 'json', 'html'] as const satisfies readonly Format[];

function featureForm(f: string | undefined): 'geojson' | 'html' | undefined {
  return f === 'json' ? 'geojson' : (f as 'geojson' | 'html' | undefined);
}

/** The features of a collection, as pages and one by one. */
export function itemsRoutes(editions: EditionSource, collection: Collection): FastifyPluginAsyncTypebox {
  const { id } = collection;
  return async (app) => {
    const items = {
      operationId: `${id}Items`,
      tags: ['features'],
      summary: `A page of ${id}`,
      description: collection.description,
      querystring: itemsParameters(collection),
      response: itemsResponses(collection),
    };
    const prepared = async (request: { query: unknown }) => prepareQuery(request.query);
    app.get(`/collections/${id}/items`, { schema: items, preValidation: prepared }, (request, reply) => {
      const query = request.query as CheckedQuery;
      const question = itemsQuestion(collection, query);
      const base = baseAddress(request);
      const { canonical, offset, edition: pageOf } = question;
      reply.header('content-security-policy', PAGE_POLICY);
      return sendAnswer(editions, request, reply, {
        canonical: {
          items: id,
          ...canonical,
          offset,
          ...(pageOf === null ? {} : { edition: pageOf }),
          host: base,
        },
        forms: FEATURE_FORMS,
        format: featureForm(query.f as string | undefined),
        fileName: id,
        makeBody: async (edition, format) => {
          const page = await itemsPage(edition, collection, question, base);
          return format === 'html' ? itemsListPage(page, offset) : itemsText(page);
        },
      });
    });

    const item = {
      operationId: `${id}Item`,
      tags: ['features'],
      summary: `A feature of ${id}`,
      params: Type.Object({
        featureId: Type.String({
          minLength: 1,
          maxLength: 200,
          description: 'The feature’s id: its official code where it has one.',
        }),
      }),
      querystring: itemParameters(collection),
      response: itemResponses(collection),
    };
    app.get(`/collections/${id}/items/:featureId`, { schema: item }, (request, reply) => {
      const query = request.query as CheckedQuery;
      const question = itemQuestion(collection, query);
      const { featureId } = request.params;
      const base = baseAddress(request);
      reply.header('content-security-policy', PAGE_POLICY);
      return sendAnswer(editions, request, reply, {
        canonical: { items: id, item: featureId, ...question.canonical, host: base },
        forms: FEATURE_FORMS,
        format: featureForm(query.f as string | undefined),
        fileName: id,
        makeBody: async (edition, format) => {
          const found = await singleItem(edition, collection, featureId, question, base);
          return format === 'html' ? itemPage(found) : itemText(found);
        },
      });
    });
  };
}
