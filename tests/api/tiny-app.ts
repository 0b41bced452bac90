import type { FastifyInstance } from 'fastify';
import { type AppOptions, createApp } from '../../src/api/app.ts';
import type { EditionMeta, EditionSource, LoadedEdition } from '../../src/api/edition-source.ts';
import type { EditionData } from '../../src/coverage/edition-data.ts';
import { outlineSetOf } from '../../src/publish/outlines/outline-set.ts';
import { tinyEdition, tinyGeometry } from '../support/tiny-edition.ts';

export const TINY_META: EditionMeta = {
  id: 'tiny-1',
  created_at: '2026-01-02T03:04:05.000Z',
  territory: ['2A', '2B', '01'],
  fictional: false,
  sources: [
    {
      dataset: 'communes',
      title: 'Contours des communes',
      publisher: 'Institut des Cartes',
      licence: 'Licence Ouverte 2.0',
      vintage: '2026-01-01',
      address: 'https://example.org/communes.geojson.gz',
      obtained: 'mirror',
      file: 'communes.geojson.gz',
      sha256: 'a'.repeat(64),
      size_bytes: 1234,
    },
    {
      dataset: 'roads',
      title: 'Routes',
      publisher: 'OpenStreetMap contributors',
      licence: 'ODbL 1.0',
      vintage: '2026-01-01',
      address: 'https://example.org/roads.osm.pbf',
      obtained: 'file',
      file: 'roads.osm.pbf',
      sha256: 'b'.repeat(64),
      size_bytes: 99,
    },
  ],
  method: {
    grid_resolution: 8,
    time_limit_seconds: 3600,
    speed_profile: 'car, free flow',
    providers: { road: 0.978, friction: 0.012, none: 0.01 },
    population: 'Legal population, placed on cells.',
    notes: ['invented for the tests'],
  },
  import_report: [
    {
      dataset: 'communes',
      file: 'communes.geojson.gz',
      read: 8,
      kept: 7,
      repaired: 0,
      rejected: 1,
      flagged: 0,
      issues: [
        {
          kind: 'rejected',
          file: 'communes.geojson.gz',
          row: 3,
          column: 'code',
          value: null,
          reason: 'no code',
        },
      ],
      issuesOmitted: 0,
    },
  ],
  summary: { communes: 7, sites: 7 },
};

export interface TinyOptions {
  data?: EditionData;
  meta?: Partial<EditionMeta>;
  outlines?: LoadedEdition['outlines'];
}

export function tinyLoaded(options: TinyOptions = {}): LoadedEdition {
  const data = options.data ?? tinyEdition();
  return {
    meta: { ...TINY_META, ...options.meta },
    data,
    outlines: options.outlines ?? (async (level) => outlineSetOf(tinyGeometry(data, level))),
  };
}

export function sourceOf(edition: LoadedEdition | null): EditionSource {
  return {
    current: async () => edition,
    list: async () => {
      if (edition === null) return [];
      const { id, created_at, territory, fictional } = edition.meta;
      return [{ id, created_at, territory, fictional, current: true }];
    },
    ready: async () => true,
  };
}

export function tinyApp(options: TinyOptions & Partial<AppOptions> = {}): Promise<FastifyInstance> {
  return createApp({ editions: sourceOf(tinyLoaded(options)), ...options });
}
