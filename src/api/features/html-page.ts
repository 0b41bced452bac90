import { createHash } from 'node:crypto';
import { escapeHtml } from '../../publish/html-parts.ts';

/** Text and links have a contrast of 4.5 or more on white. */
const PAGE_STYLE = [
  'body{font:1.05rem/1.6 system-ui,sans-serif;color:#1b1b1f;background:#fff;max-width:66rem;margin:2rem auto;padding:0 1rem}',
  'main>p,main>ul,main>dl{max-width:44rem}h1,h2{line-height:1.25}a{color:#0b5394}a:focus-visible,.wide:focus-visible{outline:3px solid #b45309;outline-offset:2px}',
  '.notice{border-left:.35rem solid #b45309;background:#fff7ed;padding:.6rem 1rem}code{background:#f1f1f4;padding:0 .25em;overflow-wrap:anywhere}',
  '.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.92rem}caption{text-align:left;color:#4a4a55;padding:.3rem 0}',
  'th,td{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #dedee4}thead th{border-bottom:2px solid #4a4a55;vertical-align:bottom}tbody th{font-weight:600}',
  '.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem}',
  'dt{font-weight:600}dd{margin:0 0 .7rem 0}footer{margin-top:2.5rem;border-top:1px solid #c9c9d1;font-size:.9rem;color:#4a4a55}',
].join('\n');

const STYLE_HASH = createHash('sha256').update(PAGE_STYLE).digest('base64');

/** Content-Security-Policy of the pages: their own style, and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * A whole page in French, without script.
 * @param title as text
 * @param body HTML of the main part, its heading first
 */
export function htmlPage(title: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
${body.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}

/** @param text as text */
export function htmlLink(href: string, text: string): string {
  return `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;
}

export function fictionalNotice(fictional: boolean): string {
  if (!fictional) return '';
  return '<p class="notice" role="note"><strong>Données fictives.</strong> Ce territoire est inventé pour essayer Maillage : il ne décrit aucun lieu réel.</p>';
}

/** Where a page stands, from the landing page down: path and name of each page above it. */
export function breadcrumb(above: readonly (readonly [href: string, name: string])[]): string {
  const items = above.map(([href, name]) => `<li>${htmlLink(href, name)}</li>`);
  return `<nav aria-label="Fil d’Ariane"><ul>${items.join('')}</ul></nav>`;
}
