import type { EditionMeta } from '../publish/edition-meta.ts';
import { address, type FeatureLink } from '../publish/features/feature-link.ts';
import { escapeHtml } from '../publish/html-parts.ts';
import { fictionalNotice, htmlLink, htmlPage } from './features/html-page.ts';

export interface Landing {
  title: string;
  description: string;
  /** Null where none is loaded yet. */
  edition: string | null;
  fictional: boolean;
  links: FeatureLink[];
}

interface Question {
  path: string;
  type: string;
  title: string;
  titleFr: string;
}

/** Where OGC API clients start from: relation, path, media type, title. */
const STANDARD_LINKS: (Omit<Question, 'type'> & { rel: string; type: string })[] = [
  { rel: 'self', path: '/', type: 'application/json', title: 'This document', titleFr: 'Ce document' },
  { rel: 'alternate', path: '/', type: 'text/html', title: 'This document as a page', titleFr: 'Cette page' },
  {
    rel: 'service-desc',
    path: '/openapi.json',
    type: 'application/vnd.oai.openapi+json;version=3.0',
    title: 'OpenAPI description',
    titleFr: 'Description OpenAPI',
  },
  {
    rel: 'service-doc',
    path: '/docs',
    type: 'text/html',
    title: 'Documentation of the API',
    titleFr: 'Documentation de l’API',
  },
  {
    rel: 'conformance',
    path: '/conformance',
    type: 'application/json',
    title: 'Conformance classes',
    titleFr: 'Classes de conformité OGC',
  },
  {
    rel: 'data',
    path: '/collections',
    type: 'application/json',
    title: 'The collections of features (OGC API – Features)',
    titleFr: 'Les collections, pour QGIS et les SIG (OGC API – Features)',
  },
];

/** The main questions, each as an address that answers. */
const QUESTIONS: Question[] = [
  {
    path: '/v1/coverage?level=departement&threshold=30',
    type: 'application/json',
    title: 'Who is within 30 minutes of a site?',
    titleFr: 'Qui est à moins de 30 minutes d’un site ?',
  },
  {
    path: '/v1/without-site?level=canton',
    type: 'application/json',
    title: 'Which cantons have no site?',
    titleFr: 'Quels cantons n’ont pas de site ?',
  },
  {
    path: '/v1/gaps?threshold=30',
    type: 'application/geo+json',
    title: 'Where do the people beyond 30 minutes live? (GeoJSON)',
    titleFr: 'Où vivent les habitants au-delà de 30 minutes ? (GeoJSON)',
  },
  {
    path: '/v1/ratios?by=density',
    type: 'application/json',
    title: 'How do rural and urban differ?',
    titleFr: 'Rural et urbain : quelles différences ?',
  },
  {
    path: '/v1/sites?format=csv-fr',
    type: 'text/csv',
    title: 'The sites (CSV, in French)',
    titleFr: 'Les sites (CSV)',
  },
  {
    path: '/v1/editions/current',
    type: 'application/json',
    title: 'Sources, licences and method',
    titleFr: 'Sources, licences et méthode',
  },
];

const DESCRIPTION =
  'How well the France Services network covers the territory, from official files and travel times by road.';

/** @param base what comes before the path in links: clients of OGC API take them as they are */
export function landing(meta: Pick<EditionMeta, 'id' | 'fictional'> | null, base: string): Landing {
  const standard = STANDARD_LINKS.map(({ rel, path, type, title }) => {
    const form = type === 'text/html' ? 'html' : 'json';
    const href = path === '/docs' || path === '/openapi.json' ? path : address(path, { f: form });
    return { href: base + href, rel, type, title };
  });
  const questions = QUESTIONS.map(({ path, type, title }) => ({
    href: base + path,
    rel: 'related',
    type,
    title,
  }));
  return {
    title: 'Maillage',
    description: DESCRIPTION,
    edition: meta?.id ?? null,
    fictional: meta?.fictional ?? false,
    links: [...standard, ...questions],
  };
}

/** A plain page in French: what this is, a warning where the data are fictional, the main questions. No script. */
export function landingPage({ edition, fictional }: Landing): string {
  const list = (links: readonly { path: string; titleFr: string }[]) =>
    `<ul>${links.map(({ path, titleFr }) => `<li>${htmlLink(path, titleFr)}</li>`).join('\n')}</ul>`;
  const elsewhere = STANDARD_LINKS.filter(({ path }) => path !== '/');
  return htmlPage('Maillage', [
    '<h1>Maillage</h1>',
    '<p>Maillage mesure la couverture du territoire par le réseau France Services, à partir des fichiers officiels et de temps de trajet en voiture, et montre où sont les manques.</p>',
    edition === null
      ? '<p class="notice" role="note">Aucune édition n’est chargée. Lancez <code>maillage load</code>.</p>'
      : `${fictionalNotice(fictional)}<p>Édition en cours : <code>${escapeHtml(edition)}</code>.</p>`,
    '<h2>Pour commencer</h2>',
    list(QUESTIONS),
    '<h2>Pour les logiciels</h2>',
    list(elsewhere),
    '<p>Chaque réponse nomme son édition, sa définition et ses sources. Ce service n’est pas un site officiel de l’État.</p>',
  ]);
}
