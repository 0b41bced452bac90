import type { FastifyInstance } from 'fastify';
import type { LoadedEdition } from '../../api/edition-source.ts';
import { DomainError } from '../../domain-error.ts';
import { frenchDate } from '../../publish/french-date.ts';
import { dataPackage } from '../../publish/publication/data-package.ts';
import { dcatCatalogue } from '../../publish/publication/dcat-catalogue.ts';
import { indexPage, type KeyFigure } from '../../publish/publication/index-page.ts';
import {
  type PlannedDataset,
  PUBLISHED_FORMATS,
  type PublicationScope,
  publicationPlan,
} from '../../publish/publication/plan.ts';
import type {
  DataResource,
  PublishedDataset,
  PublishedFile,
} from '../../publish/publication/published-dataset.ts';
import { writePmtiles } from '../../publish/tiles/pmtiles.ts';
import type { Progress } from '../progress.ts';
import { openPublicationFolder, type PublicationFolder } from './publication-folder.ts';

export interface PublicationRequest {
  folder: string;
  scope: PublicationScope;
  pmtiles: boolean;
  /** Who publishes, for the catalogue. */
  publisher: string | null;
  /** Where the files will stand, ending in `/`. */
  baseUrl: string | null;
}

export interface PublicationSummary {
  edition: string;
  files: number;
  bytes: number;
}

interface Other {
  file: PublishedFile;
  label: string;
}

/**
 * Writes everything that the API answers of an edition as static files. Each file is an answer of the API, so that a
 * publication can say nothing else than the service; an edition gives the same bytes whenever it is published.
 * @throws DomainError invalid-parameter (folder), interrupted, and what the API refuses
 */
export async function writePublication(
  app: FastifyInstance,
  edition: LoadedEdition,
  request: PublicationRequest,
  progress: Progress,
  signal: AbortSignal,
): Promise<PublicationSummary> {
  const plan = publicationPlan(request.scope);
  const asker = editionAsker(app, edition.meta.id, signal);
  const figures = await keyFigures(asker, request.scope);
  const territory = await territoryName(asker, edition, request.scope);
  const folder = await openPublicationFolder(request.folder);
  try {
    const datasets = await writeDatasets(folder, asker, plan, progress);
    const others = await writeOthers(folder, asker, edition, request, datasets, progress, signal);
    const page = indexPage({
      meta: edition.meta,
      title: titleOf(edition).fr,
      territory,
      network: request.scope.network,
      figures,
      datasets,
      others,
    });
    const index = await folder.write('index.html', 'text/html', page);
    signal.throwIfAborted();
    await folder.publish();
    const files = [
      index,
      ...others.map(({ file }) => file),
      ...datasets.flatMap(({ files }) => Object.values(files)),
    ];
    return {
      edition: edition.meta.id,
      files: files.length + 1,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    };
  } catch (error) {
    throw signal.aborted
      ? new DomainError('interrupted', 'the publication was interrupted; nothing was changed')
      : error;
  } finally {
    await folder.abandon();
  }
}

async function writeDatasets(
  folder: PublicationFolder,
  asker: Asker,
  plan: readonly PlannedDataset[],
  progress: Progress,
): Promise<PublishedDataset[]> {
  const step = progress.step('Tables and maps');
  const datasets: PublishedDataset[] = [];
  const total = plan.reduce((sum, planned) => sum + planned.formats.length, 0);
  let done = 0;
  for (const planned of plan) {
    const { resources } = await asker.json<{ resources: DataResource[] }>(
      `${planned.address}&format=datapackage`,
    );
    const files: PublishedDataset['files'] = {};
    for (const format of planned.formats) {
      const { mediaType, chunks } = await asker.file(`${planned.address}&format=${format}`);
      const path = `data/${planned.name}.${PUBLISHED_FORMATS[format].extension}`;
      files[format] = await folder.writeStream(path, mediaType, chunks);
      step.advance(++done, total);
    }
    datasets.push({ planned, descriptor: resources[0], files });
  }
  step.done(`${total} files`);
  return datasets;
}

async function writeOthers(
  folder: PublicationFolder,
  asker: Asker,
  edition: LoadedEdition,
  request: PublicationRequest,
  datasets: readonly PublishedDataset[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Other[]> {
  const others: Other[] = [];
  const answers = [
    [
      'edition.json',
      '/v1/editions/current',
      'comment l’édition a été faite : sources, méthode, rapport d’import',
    ],
    ['dictionary.json', '/v1/dictionary', 'dictionnaire des données, en français et en anglais'],
  ];
  for (const [path, address, label] of answers) {
    const { mediaType, chunks } = await asker.file(address);
    others.push({ file: await folder.writeStream(path, mediaType, chunks), label });
  }
  if (request.pmtiles) {
    const step = progress.step('Vector tiles');
    const [minutes] = request.scope.thresholds;
    const path = 'tiles/maillage.pmtiles';
    await writePmtiles(await folder.pathOf(path), edition, {
      threshold: minutes,
      rule: request.scope.network,
      onProgress: (done, total) => step.advance(done, total),
      signal,
    });
    const file = await folder.adopt(path, 'application/vnd.pmtiles');
    others.push({ file, label: `tuiles vectorielles (PMTiles), à ${minutes} minutes` });
    step.done(`${(file.bytes / 1e6).toFixed(1)} MB`);
  }
  const title = titleOf(edition);
  const catalogue = dcatCatalogue(
    {
      meta: edition.meta,
      title,
      description: DESCRIPTION,
      publisher: request.publisher,
      baseUrl: request.baseUrl,
    },
    datasets,
  );
  others.push({
    file: await folder.write('catalog.jsonld', 'application/ld+json', jsonText(catalogue)),
    label: 'catalogue DCAT',
  });
  const described = dataPackage(edition.meta, title.fr, DESCRIPTION.fr, datasets);
  others.push({
    file: await folder.write('datapackage.json', 'application/json', jsonText(described)),
    label: 'description de tous les fichiers (Frictionless)',
  });
  return others;
}

const DESCRIPTION = {
  en: 'How well the France Services network covers the territory: residents by travel time by car, territories without a site, gaps.',
  fr: 'Couverture du territoire par le réseau France Services : habitants selon la durée en voiture, territoires sans site, zones éloignées.',
};

function titleOf(edition: LoadedEdition): { en: string; fr: string } {
  const date = edition.meta.created_at.slice(0, 10);
  return {
    en: `Maillage: coverage by France Services, edition of ${date}`,
    fr: `Maillage : couverture par France Services, édition du ${frenchDate(edition.meta.created_at)}`,
  };
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What the page opens with. */
async function keyFigures(asker: Asker, scope: PublicationScope): Promise<KeyFigure[]> {
  const figures: KeyFigure[] = [];
  for (const minutes of scope.thresholds) {
    const search = new URLSearchParams({
      level: 'france',
      threshold: String(minutes),
      network: scope.network,
    });
    if (scope.within !== 'france') search.set('within', scope.within);
    const { total } = await asker.json<{ total: { population: number; covered: number } }>(
      `/v1/coverage?${search}`,
    );
    figures.push({ minutes, population: total.population, covered: total.covered });
  }
  return figures;
}

/** Names of the territories published: a reader knows few codes. */
async function territoryName(asker: Asker, edition: LoadedEdition, scope: PublicationScope): Promise<string> {
  const of = scope.within === 'france' ? edition.meta.territory.join(',') : scope.within;
  const search = new URLSearchParams({ of, network: scope.network });
  const { total } = await asker.json<{ total: { name: string } }>(`/v1/curve?${search}`);
  return total.name;
}

interface Asker {
  json<T>(address: string): Promise<T>;
  file(address: string): Promise<{ mediaType: string; chunks: AsyncIterable<Uint8Array> }>;
}

/**
 * Asks the application in this process, and makes sure that one edition gave every answer.
 * @throws DomainError with the words of the refusal; unknown-edition where another edition became current meanwhile
 */
function editionAsker(app: FastifyInstance, edition: string, signal: AbortSignal): Asker {
  async function ask(url: string) {
    signal.throwIfAborted();
    const response = await app.inject({ url, payloadAsStream: true });
    const stream = response.stream() as AsyncIterable<Uint8Array>;
    if (response.statusCode !== 200) {
      const { detail } = JSON.parse(await textOf(stream));
      throw new DomainError('invalid-parameter', `${url}: ${detail}`, { address: url });
    }
    const answered = response.headers['maillage-edition'];
    if (answered !== undefined && answered !== edition) {
      throw new DomainError(
        'unknown-edition',
        `edition ${answered} became current while ${edition} was being published; nothing was changed, publish again`,
        { expected: edition, found: String(answered) },
      );
    }
    return { mediaType: String(response.headers['content-type']).split(';')[0], chunks: stream };
  }
  return {
    file: ask,
    json: async (address) => JSON.parse(await textOf((await ask(address)).chunks)),
  };
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(chunks)).toString('utf8');
}
