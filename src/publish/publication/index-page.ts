import type { CountingRule } from '../../coverage/network.ts';
import { attribution, FICTIONAL_NOTICE_FR, licenceUrls } from '../attribution.ts';
import type { EditionMeta } from '../edition-meta.ts';
import { escapeHtml, htmlList } from '../html-parts.ts';
import { FRENCH_RULES } from '../tables/source-rows.ts';
import { PUBLISHED_FORMATS, type PublishedFormat } from './plan.ts';
import type { PublishedDataset, PublishedFile } from './published-dataset.ts';

/** The figure that a publication opens with, by threshold. */
export interface KeyFigure {
  minutes: number;
  population: number;
  covered: number;
}

export interface IndexFacts {
  meta: EditionMeta;
  title: string;
  /** Territories published, as a reader names them. */
  territory: string;
  network: CountingRule;
  figures: readonly KeyFigure[];
  datasets: readonly PublishedDataset[];
  /** Files beside the datasets, with what they hold. */
  others: readonly { file: PublishedFile; label: string }[];
}

const STYLE = [
  'body{font:1rem/1.6 system-ui,sans-serif;color:#1b1b1f;background:#fff;max-width:64rem;margin:2rem auto;padding:0 1rem}',
  'h1,h2{line-height:1.25}h2{margin-top:2.2rem}a{color:#0b5394}a:focus-visible{outline:3px solid #b45309;outline-offset:2px}',
  '.notice{border-left:.35rem solid #b45309;background:#fff7ed;padding:.6rem 1rem}.wide{overflow-x:auto}',
  'table{border-collapse:collapse;font-size:.92rem}caption{text-align:left;color:#4a4a55;padding:.3rem 0}',
  'th,td{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #dedee4}thead th{border-bottom:2px solid #4a4a55}',
  'td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}small{color:#4a4a55;font-weight:400}code{background:#f1f1f4;padding:0 .25em;overflow-wrap:anywhere}',
].join('\n');

const FORMATS = Object.keys(PUBLISHED_FORMATS) as PublishedFormat[];
const whole = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('fr-FR', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** The page of a publication, in French: what it says, its files, what the figures mean, whose data it is. No script. */
export function indexPage(facts: IndexFacts): string {
  const { meta } = facts;
  const title = escapeHtml(facts.title);
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="describedby" type="application/json" href="datapackage.json">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${meta.fictional ? `<p class="notice" role="note"><strong>Données fictives.</strong> ${escapeHtml(FICTIONAL_NOTICE_FR)}</p>` : ''}
<p>Territoire : ${escapeHtml(facts.territory)}. Édition <code>${escapeHtml(meta.id)}</code> du ${frenchDate(meta.created_at)}.</p>
${keyFigures(facts.figures)}
<h2>Fichiers</h2>
${fileTable(facts.datasets)}
<ul>
${facts.others.map(({ file, label }) => `<li>${link(file, file.path)} : ${escapeHtml(label)} <small>(${size(file.bytes)})</small></li>`).join('\n')}
</ul>
<h2>Ce que disent les chiffres</h2>
<p>Un habitant est couvert si le site du réseau le plus proche est à une durée en voiture <strong>inférieure ou égale</strong> au seuil, de son domicile au site, circulation fluide.</p>
<dl>
<dt>Réseau</dt><dd>${escapeHtml(FRENCH_RULES[facts.network])} (<code>${facts.network}</code>)</dd>
<dt>Habitants</dt><dd>Population légale de chaque commune, répartie sur ses cellules habitées.</dd>
<dt>Durées</dt><dd>${escapeHtml(timesInFrench(meta))}</dd>
</dl>
<p>Chaque colonne de chaque fichier est définie dans <a href="datapackage.json">datapackage.json</a> et <a href="dictionary.json">dictionary.json</a> ; les classeurs Excel ont une feuille de définitions et une feuille de sources.</p>
<h2>Sources et licences</h2>
${htmlList(attribution(meta))}
<p>${licenceUrls(meta)
    .map((url) => `<a rel="license" href="${escapeHtml(url)}">${escapeHtml(url)}</a>`)
    .join(' · ')}</p>
<p>Publication indépendante, sans lien avec l’ANCT ni l’État.</p>
<h2>Vérifier</h2>
<p>Dans ce dossier : <code>sha256sum -c SHA256SUMS</code>. La même édition publiée deux fois donne les mêmes octets.</p>
</main>
</body>
</html>
`;
}

/** Where the times come from, in shares of the residents. */
function timesInFrench({ method }: EditionMeta): string {
  const { road, friction, imported = 0, none } = method.providers;
  const parts = [
    [road, 'par le réseau routier'],
    [friction, 'par une estimation (surface de friction)'],
    [imported, 'par des durées importées'],
    [none, 'sans aucune durée'],
  ] as const;
  const told = parts
    .filter(([share]) => share > 0)
    .map(([share, by]) => `${frenchPercent(share)} % des habitants ${by}`);
  return `${told.join(', ')} ; jusqu’à ${method.time_limit_seconds / 60} minutes. Le détail est dans edition.json.`;
}

function keyFigures(figures: readonly KeyFigure[]): string {
  const rows = figures.map(({ minutes, population, covered }) => {
    const share = population === 0 ? '–' : `${frenchPercent(covered / population)} %`;
    return `<tr><th scope="row">${minutes} minutes</th><td class="number">${share}</td><td class="number">${whole.format(covered)}</td><td class="number">${whole.format(population - covered)}</td></tr>`;
  });
  const population = figures[0]?.population ?? 0;
  return `<div class="wide" role="region" tabindex="0" aria-label="Chiffres clés"><table>
<caption>Habitants selon le temps d’accès en voiture au site le plus proche (${whole.format(population)} habitants)</caption>
<thead><tr><th scope="col">Seuil</th><th scope="col" class="number">Part sous le seuil</th><th scope="col" class="number">Habitants sous le seuil</th><th scope="col" class="number">Au-delà ou sans durée</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** Rounding never makes everybody of nearly everybody. */
function frenchPercent(share: number): string {
  const text = oneDecimal.format(100 * share);
  return share < 1 && text === '100,0' ? '> 99,9' : text;
}

function fileTable(datasets: readonly PublishedDataset[]): string {
  const used = FORMATS.filter((format) => datasets.some(({ files }) => files[format]));
  const head = used.map((format) => `<th scope="col">${escapeHtml(PUBLISHED_FORMATS[format].label.fr)}</th>`);
  const rows = datasets.map(({ planned, files }) => {
    const cells = used.map((format) => {
      const file = files[format];
      return `<td>${file ? `${link(file, PUBLISHED_FORMATS[format].extension, planned.title.fr)}<br><small>${size(file.bytes)}</small>` : ''}</td>`;
    });
    return `<tr id="${escapeHtml(planned.name)}"><th scope="row">${escapeHtml(planned.title.fr)}<br><small>${escapeHtml(planned.description.fr)}</small></th>${cells.join('')}</tr>`;
  });
  return `<div class="wide" role="region" tabindex="0" aria-label="Fichiers"><table><caption>Jeux de données</caption><thead><tr><th scope="col">Jeu de données</th>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function link(file: PublishedFile, text: string, of?: string): string {
  const label = of === undefined ? '' : ` aria-label="${escapeHtml(`${of}, ${text}`)}"`;
  return `<a href="${escapeHtml(file.path)}"${label}>${escapeHtml(text)}</a>`;
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} o`;
  if (bytes < 1e6) return `${whole.format(bytes / 1000)} ko`;
  return `${oneDecimal.format(bytes / 1e6)} Mo`;
}

function frenchDate(iso: string): string {
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
}
