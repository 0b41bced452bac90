import type { CountingRule } from '../../coverage/network.ts';
import { FICTIONAL_NOTICE_FR, isOdbl, LICENCE_OUVERTE_URL, licenceUrls, ODBL_URL } from '../attribution.ts';
import type { EditionMeta } from '../edition-meta.ts';
import { expectedError } from '../expected-error.ts';
import { frenchDate } from '../french-date.ts';
import { escapeHtml, htmlList, htmlTable } from '../html-parts.ts';
import { residentsInFrench, timesSentence } from '../method-sentences.ts';
import { frenchCount } from '../number-text.ts';
import { decimalComma } from '../sentence.ts';
import { frenchPercent } from '../share-text.ts';
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
/** What a reader takes each for. */
const USES: Record<PublishedFormat, string> = {
  csv: 'pour les programmes : virgule, point décimal, noms de colonnes en anglais.',
  'csv-fr':
    'pour un tableur réglé en français : point-virgule, virgule décimale, intitulés en français. Excel peut ôter le zéro au début des codes (<code>01001</code>) : le classeur les garde.',
  xlsx: 'pour lire et reprendre les chiffres : données, définitions et sources en trois feuilles.',
  geojson: 'pour une carte dans QGIS ou sur le Web.',
  fgb: 'la même carte, plus rapide à ouvrir quand elle est grande (QGIS, GDAL).',
  parquet: 'pour l’analyse de données (DuckDB, Python, R) ; les cartes y sont au format GeoParquet.',
};
const LICENCE_NAMES: Record<string, string> = {
  [LICENCE_OUVERTE_URL]: 'Licence Ouverte 2.0',
  [ODBL_URL]: 'ODbL 1.0 (Open Database License)',
};
/** Name of the official list of sites among the datasets of an edition. */
const SITES_DATASET = 'france-services';

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
<h3>À quoi sert chaque format</h3>
<dl>
${FORMATS.map((format) => `<dt>${escapeHtml(PUBLISHED_FORMATS[format].label.fr)}</dt><dd>${USES[format]}</dd>`).join('\n')}
</dl>
<h2>Ce que disent les chiffres</h2>
<p>Un habitant est couvert si le site du réseau le plus proche est à une durée en voiture <strong>inférieure ou égale</strong> au seuil, de son domicile au site, circulation fluide.</p>
<dl>
<dt>Réseau</dt><dd>${escapeHtml(FRENCH_RULES[facts.network])} (<code>${facts.network}</code>)${sitesDate(meta)}. Comptent aussi, pour les durées, les sites voisins hors du territoire.</dd>
<dt>Habitants</dt><dd>${escapeHtml(residentsInFrench(meta))}</dd>
<dt>Durées</dt><dd>${escapeHtml(timesSentence(meta).fr)}</dd>
<dt>Marge des estimations</dt><dd>${facts.figures.map(({ minutes }) => escapeHtml(marginInFrench(meta, minutes))).join(' ')}</dd>
</dl>
<p>Une durée est un calcul, non une mesure : ni bouchons, ni stationnement, ni transports en commun, ni horaires d’ouverture. Un chiffre se cite avec son seuil, sa règle de comptage, la date de l’édition et ses sources.</p>
<p>Chaque colonne de chaque fichier est définie dans <a href="datapackage.json">datapackage.json</a> et <a href="dictionary.json">dictionary.json</a> ; les classeurs Excel ont une feuille de définitions et une feuille de sources.</p>
<h2>Sources et licences</h2>
${sourceTable(meta)}
${meta.sources.some(({ licence }) => isOdbl(licence)) && !meta.fictional ? '<p>Durées calculées à partir d’OpenStreetMap, © les contributeurs d’OpenStreetMap, sous licence ODbL 1.0.</p>' : ''}
<p>${licenceUrls(meta)
    .map((url) => `<a rel="license" href="${escapeHtml(url)}">${LICENCE_NAMES[url]}</a>`)
    .join(' · ')}</p>
<p>Publication indépendante, sans lien avec l’ANCT ni l’État.</p>
<h2>Vérifier</h2>
<p>Dans ce dossier : <code>sha256sum -c SHA256SUMS</code>. La même édition publiée deux fois donne les mêmes octets.</p>
</main>
</body>
</html>
`;
}

/** The date of the list of sites: the first that a reader asks. */
function sitesDate(meta: EditionMeta): string {
  const list = meta.sources.find(({ dataset }) => dataset === SITES_DATASET);
  return list === undefined || meta.fictional || !/^\d{4}-/.test(list.vintage)
    ? ''
    : `, d’après la liste du ${frenchDate(list.vintage)}`;
}

/** How far estimated times may put a share off, where any time is estimated. */
function marginInFrench({ method }: EditionMeta, minutes: number): string {
  if (method.providers.friction === 0) return `À ${minutes} minutes : aucune durée n’est estimée.`;
  const error = expectedError(method.estimate_errors, minutes);
  return error === null ? `À ${minutes} minutes : marge non mesurée.` : error.fr;
}

function sourceTable(meta: EditionMeta): string {
  if (meta.fictional) return htmlList([FICTIONAL_NOTICE_FR]);
  return htmlTable(
    'Fichiers dont l’édition est faite, avec leur date',
    'sources',
    [{ name: 'Source' }, { name: 'Producteur' }, { name: 'Date ou millésime' }, { name: 'Licence' }],
    meta.sources.map(({ title, publisher, vintage, licence }) => [
      title,
      publisher,
      vintage === 'not stated' ? 'non indiquée' : frenchDate(vintage),
      licence,
    ]),
  );
}

function keyFigures(figures: readonly KeyFigure[]): string {
  const rows = figures.map(({ minutes, population, covered }) => {
    const share = population === 0 ? '–' : frenchPercent(covered / population);
    return `<tr><th scope="row">${minutes} minutes</th><td class="number">${share}</td><td class="number">${frenchCount(covered)}</td><td class="number">${frenchCount(population - covered)}</td></tr>`;
  });
  const population = figures[0]?.population ?? 0;
  return `<div class="wide" role="region" tabindex="0" aria-label="Chiffres clés"><table>
<caption>Habitants selon le temps d’accès en voiture au site le plus proche (${frenchCount(population)} habitants)</caption>
<thead><tr><th scope="col">Seuil</th><th scope="col" class="number">Part sous le seuil</th><th scope="col" class="number">Habitants sous le seuil</th><th scope="col" class="number">Au-delà ou sans durée</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
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
  if (bytes < 1e6) return `${frenchCount(Math.round(bytes / 1000))} ko`;
  return `${decimalComma((bytes / 1e6).toFixed(1))} Mo`;
}
