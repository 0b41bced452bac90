import type { EditionMeta } from './edition-meta.ts';

export const LICENCE_OUVERTE_URL = 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/';
export const ODBL_URL = 'https://opendatacommons.org/licenses/odbl/1-0/';

export const FICTIONAL_NOTICE =
  'Fictional data: an invented territory made to try Maillage out. It describes no real place, person or site.';
export const FICTIONAL_NOTICE_FR =
  'Territoire inventé pour essayer Maillage : ces données ne décrivent aucun lieu, aucune personne, aucun site réels.';

export function isOdbl(licence: string): boolean {
  return /odbl|open database/i.test(licence);
}

/**
 * The lines that every answer carries: each source with its publisher, vintage and licence (Licence Ouverte 2.0 asks
 * for the name of the source and the date of its last update), and the attribution that ODbL asks for.
 */
export function attribution(meta: Pick<EditionMeta, 'fictional' | 'sources'>): string[] {
  if (meta.fictional) return [FICTIONAL_NOTICE];
  const lines = new Set<string>();
  for (const source of meta.sources) {
    lines.add(`${source.publisher}, ${source.title}, ${source.vintage} (${source.licence})`);
  }
  if (meta.sources.some((source) => isOdbl(source.licence))) {
    lines.add(
      `Travel times derived from OpenStreetMap, © OpenStreetMap contributors, ODbL 1.0 (${ODBL_URL})`,
    );
  }
  return [...lines];
}

/** Addresses of the licences an answer falls under, for `Link: …; rel="license"`. */
export function licenceUrls(meta: Pick<EditionMeta, 'fictional' | 'sources'>): string[] {
  if (meta.fictional) return [];
  const urls: string[] = [];
  if (meta.sources.some((source) => /licence ouverte|open licen[cs]e|etalab/i.test(source.licence))) {
    urls.push(LICENCE_OUVERTE_URL);
  }
  if (meta.sources.some((source) => isOdbl(source.licence))) urls.push(ODBL_URL);
  return urls;
}
