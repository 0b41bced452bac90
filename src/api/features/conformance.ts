import { escapeHtml } from '../../publish/html-parts.ts';
import { breadcrumb, htmlPage } from './html-page.ts';

const PART_1 = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf';

/** Classes of OGC API – Features Part 1 (17-069r4) that this service conforms to. */
export const CONFORMANCE = {
  conformsTo: ['core', 'geojson', 'html', 'oas30'].map((name) => `${PART_1}/${name}`),
};

export function conformancePage(): string {
  const items = CONFORMANCE.conformsTo.map((name) => `<li><code>${escapeHtml(name)}</code></li>`);
  return htmlPage('Conformité – Maillage', [
    breadcrumb([['/', 'Maillage']]),
    '<h1>Conformité</h1>',
    '<p>Ce service suit OGC API – Features, partie 1, dans ces classes :</p>',
    `<ul>${items.join('')}</ul>`,
  ]);
}
