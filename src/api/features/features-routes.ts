import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { DomainError } from '../../domain-error.ts';
import { COLLECTIONS } from '../../publish/features/collections.ts';
import type { EditionSource } from '../edition-source.ts';
import { collectionRoutes, collectionsRoutes } from './collections-routes.ts';
import { itemsRoutes } from './items-routes.ts';

/**
 * OGC API – Features Part 1: core, GeoJSON, HTML and OpenAPI 3.0; the landing page is in routes/landing.ts. Each
 * collection has paths of its own in the document, so that its filters and the properties of its features are described,
 * and clients that read `limit` and filters by path (GDAL, QGIS) find them.
 */
export function featuresRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    await app.register(collectionsRoutes(editions));
    for (const collection of COLLECTIONS) {
      await app.register(collectionRoutes(editions, collection));
      await app.register(itemsRoutes(editions, collection));
    }
    // Whatever is asked of a collection that there is not.
    for (const url of ['/collections/:collectionId', '/collections/:collectionId/*']) {
      app.get(url, { schema: { hide: true } }, async (request) => {
        throw unknownCollection(request.params as { collectionId: string });
      });
    }
  };
}

function unknownCollection({ collectionId }: { collectionId: string }): DomainError {
  const expected = COLLECTIONS.map(({ id }) => id);
  const found = collectionId.slice(0, 100);
  return new DomainError('unknown-collection', `no collection "${found}"; there are ${expected.join(', ')}`, {
    expected,
    found,
  });
}
