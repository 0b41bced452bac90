import type { EditionMeta } from '../publish/edition-meta.ts';
import { escapeHtml } from '../publish/html-parts.ts';

export interface Landing {
  title: string;
  description: string;
  edition: string | null;
  fictional: boolean;
  links: { href: string; title: string }[];
}

/** The main questions, each as an address that answers. */
const LINKS: { href: string; title: string; titleFr: string }[] = [
  { href: '/docs', title: 'Documentation of the API', titleFr: 'Documentation de l’API' },
  { href: '/openapi.json', title: 'OpenAPI description', titleFr: 'Description OpenAPI' },
  {
    href: '/v1/coverage?level=departement&threshold=30',
    title: 'Who is within 30 minutes of a site?',
    titleFr: 'Qui est à moins de 30 minutes d’un site ?',
  },
  {
    href: '/v1/without-site?level=canton',
    title: 'Which cantons have no site?',
    titleFr: 'Quels cantons n’ont pas de site ?',
  },
  {
    href: '/v1/gaps?threshold=30',
    title: 'Where do the people beyond 30 minutes live? (GeoJSON)',
    titleFr: 'Où vivent les habitants au-delà de 30 minutes ? (GeoJSON)',
  },
  {
    href: '/v1/ratios?by=density',
    title: 'How do rural and urban differ?',
    titleFr: 'Rural et urbain : quelles différences ?',
  },
  { href: '/v1/sites?format=csv', title: 'The sites (CSV)', titleFr: 'Les sites (CSV)' },
  {
    href: '/v1/editions/current',
    title: 'Sources, licences and method',
    titleFr: 'Sources, licences et méthode',
  },
];

const DESCRIPTION =
  'How well the France Services network covers the territory, from official files and travel times by road.';

export function landing(meta: Pick<EditionMeta, 'id' | 'fictional'> | null): Landing {
  return {
    title: 'Maillage',
    description: DESCRIPTION,
    edition: meta?.id ?? null,
    fictional: meta?.fictional ?? false,
    links: LINKS.map(({ href, title }) => ({ href, title })),
  };
}

export const LANDING_STYLE = [
  'body{font:1.05rem/1.6 system-ui,sans-serif;color:#1b1b1f;background:#fff;max-width:42rem;margin:2rem auto;padding:0 1rem}',
  'h1{line-height:1.2}a{color:#0b5394}a:focus-visible{outline:3px solid #b45309;outline-offset:2px}',
  '.notice{border-left:.35rem solid #b45309;background:#fff7ed;padding:.6rem 1rem}code{background:#f1f1f4;padding:0 .25em}',
].join('\n');

/** A plain page in French: what this is, a warning where the data are fictional, the main questions. No script. */
export function landingPage(answer: Landing): string {
  const links = LINKS.map(
    ({ href, titleFr }) => `<li><a href="${escapeHtml(href)}">${escapeHtml(titleFr)}</a></li>`,
  );
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Maillage</title>
<link rel="icon" href="data:,">
<style>${LANDING_STYLE}</style>
</head>
<body>
<main>
<h1>Maillage</h1>
<p>Maillage mesure la couverture du territoire par le réseau France Services, à partir des fichiers officiels et de temps de trajet en voiture, et montre où sont les manques.</p>
${noticeOf(answer)}
<h2>Pour commencer</h2>
<ul>
${links.join('\n')}
</ul>
<p>Chaque réponse nomme son édition, sa définition et ses sources. Ce service n’est pas un site officiel de l’État.</p>
</main>
</body>
</html>
`;
}

function noticeOf(answer: Landing): string {
  if (answer.edition === null) {
    return '<p class="notice" role="note">Aucune édition n’est chargée. Lancez <code>maillage load</code>.</p>';
  }
  const edition = `<p>Édition en cours : <code>${escapeHtml(answer.edition)}</code>.</p>`;
  if (!answer.fictional) return edition;
  return `<p class="notice" role="note"><strong>Données fictives.</strong> Ce territoire est inventé pour essayer Maillage : il ne décrit aucun lieu réel.</p>\n${edition}`;
}
