import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { collectionDocument, collectionsDocument } from '../../publish/features/collection-document.ts';
import type { Collection } from '../../publish/features/collections.ts';
import { SCHEMA_TYPE } from '../../publish/features/feature-link.ts';
import { featureSchema, queryablesSchema } from '../../publish/features/schema-document.ts';
import { answerTag, currentEdition, sendAnswer } from '../answer.ts';
import { baseAddress } from '../base-address.ts';
import type { EditionSource } from '../edition-source.ts';
import { CONTENT_TYPES, chooseFormat, type Format } from '../representation.ts';
import { sendBody } from '../send-body.ts';
import { CONFORMANCE, conformancePage } from './conformance.ts';
import { documentForm } from './document-form.ts';
import { PAGE_POLICY } from './html-page.ts';
import { collectionPage, collectionsPage } from './pages.ts';
import { FormParameters, NoParameters } from './parameters.ts';
import { usualQuestion } from './question.ts';
import {
  collectionResponses,
  collectionsResponses,
  conformanceResponses,
  schemaResponses,
} from './schemas.ts';

const PAGE_FORMS = ['json', 'html'] as const satisfies readonly Format[];
const TAGS = ['features'];

/** /conformance and /collections. */
export function collectionsRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const conformance = {
      operationId: 'conformance',
      tags: TAGS,
      summary: 'Conformance classes of OGC API – Features',
      querystring: FormParameters,
      response: conformanceResponses,
    };
    app.get('/conformance', { schema: conformance }, async (request, reply) => {
      const form = chooseFormat(PAGE_FORMS, documentForm(request.query.f), request.headers.accept);
      return reply
        .header('vary', 'Accept')
        .header('cache-control', 'public, max-age=3600')
        .header('content-security-policy', PAGE_POLICY)
        .header('content-type', CONTENT_TYPES[form])
        .send(form === 'html' ? conformancePage() : JSON.stringify(CONFORMANCE));
    });
    const collections = {
      operationId: 'collections',
      tags: TAGS,
      summary: 'The collections of features',
      querystring: FormParameters,
      response: collectionsResponses,
    };
    app.get('/collections', { schema: collections }, (request, reply) => {
      const base = baseAddress(request);
      reply.header('content-security-policy', PAGE_POLICY);
      return sendAnswer(editions, request, reply, {
        canonical: { collections: 'all', host: base },
        forms: PAGE_FORMS,
        format: documentForm(request.query.f),
        fileName: 'collections',
        makeBody: async (edition, format) => {
          const document = await collectionsDocument(edition, usualQuestion, base);
          return format === 'html'
            ? collectionsPage(document, edition.meta.fictional)
            : JSON.stringify(document);
        },
      });
    });
  };
}

/** What a collection says of itself, and the schemas of its features and filters. */
export function collectionRoutes(editions: EditionSource, collection: Collection): FastifyPluginAsyncTypebox {
  const { id, title } = collection;
  const path = `/collections/${id}`;
  return async (app) => {
    const schema = {
      operationId: `${id}Collection`,
      tags: TAGS,
      summary: `The collection ${id}`,
      querystring: FormParameters,
      response: collectionResponses,
    };
    app.get(path, { schema }, (request, reply) => {
      const base = baseAddress(request);
      reply.header('content-security-policy', PAGE_POLICY);
      return sendAnswer(editions, request, reply, {
        canonical: { collection: id, host: base },
        forms: PAGE_FORMS,
        format: documentForm(request.query.f),
        fileName: id,
        makeBody: async (edition, format) => {
          const document = await collectionDocument(edition, collection, usualQuestion(collection), base);
          return format === 'html'
            ? collectionPage(collection, document, edition.meta.fictional)
            : JSON.stringify(document);
        },
      });
    });
    for (const [part, make] of [
      ['schema', featureSchema],
      ['queryables', queryablesSchema],
    ] as const) {
      const partSchema = {
        operationId: `${id}${part === 'schema' ? 'Schema' : 'Queryables'}`,
        tags: TAGS,
        summary: part === 'schema' ? `JSON Schema of a feature of ${id}` : `Filters of ${id}: ${title}`,
        querystring: NoParameters,
        response: schemaResponses,
      };
      app.get(`${path}/${part}`, { schema: partSchema }, async (request, reply) => {
        const base = baseAddress(request);
        const { meta } = await currentEdition(editions);
        return sendBody(request, reply.header('cache-control', 'public, max-age=60, must-revalidate'), {
          tag: answerTag(meta.id, { collection: id, part, host: base }, 'json'),
          contentType: SCHEMA_TYPE,
          makeBody: () => JSON.stringify(make(collection, base)),
        });
      });
    }
  };
}
