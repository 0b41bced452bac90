import type { EditionData } from '../../coverage/edition-data.ts';
import { type SearchHit, type SearchQuery, search } from '../../coverage/search.ts';
import type { SearchLevel, SearchMatch } from '../../coverage/search-entries.ts';
import { type TerritoryRef, withinText } from '../../coverage/within.ts';
import { attribution } from '../attribution.ts';
import { SEARCH_COLUMNS, type SEARCH_KINDS, SEARCH_TOTAL_COLUMNS } from '../dictionary/search.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { featureCollectionText, featureText, rounded } from '../geojson.ts';
import type { Sentence } from '../sentence.ts';
import { type PublishedTable, tableAbout, tableRows } from '../tables/table.ts';

export interface SearchItem {
  kind: (typeof SEARCH_KINDS)[number];
  level: SearchLevel | null;
  code: string;
  name: string;
  matched: SearchMatch;
  matched_text: string;
  departement: string | null;
  population: number | null;
  site_type: 'principal' | 'antenna' | null;
  lon: number | null;
  lat: number | null;
  explain: string | null;
  coverage: string | null;
}

export interface SearchAnswer {
  edition: string;
  definition: {
    question: string;
    q: string;
    level: SearchQuery['level'];
    edition_created_at: string;
    fictional: boolean;
    attribution: string[];
  };
  items: SearchItem[];
  total: { listed: number };
}

const QUESTION: Sentence = {
  en: 'Territories and sites by name or code: accents, case, hyphens, apostrophes and ligatures make no difference, St and Ste are Saint and Sainte. Exact matches first, then beginnings of the name, then beginnings of a word, then the words in any order; the larger population first.',
  fr: 'Territoires et sites par nom ou par code : accents, casse, traits d’union, apostrophes et ligatures sont indifférents, St et Ste valent Saint et Sainte. D’abord les réponses exactes, puis les débuts de nom, les débuts de mot, les mots dans n’importe quel ordre ; les plus peuplés d’abord.',
};

/** Territories and sites that a text may mean; none is an answer too. */
export function searchAnswer(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: SearchQuery,
): SearchAnswer {
  const { meta, data } = edition;
  const items = search(data, query).map((hit) => searchItem(data, hit));
  return {
    edition: meta.id,
    definition: {
      question: QUESTION.en,
      q: query.text,
      level: query.level,
      edition_created_at: meta.created_at,
      fictional: meta.fictional,
      attribution: attribution(meta),
    },
    items,
    total: { listed: items.length },
  };
}

function searchItem(data: EditionData, { entry, match, matched }: SearchHit): SearchItem {
  const { level, index, code, name, departement, population, lonLat } = entry;
  const site = level === null ? data.sites[index] : null;
  const [lon, lat] = lonLat === null ? [null, null] : rounded([...lonLat]);
  const place = placeOf(data, entry);
  return {
    kind: site === null ? 'territory' : 'site',
    level,
    code,
    name,
    matched: match,
    matched_text: matched,
    departement,
    population,
    site_type: site?.type ?? null,
    lon,
    lat,
    explain: place === null ? null : `/v1/explain/${place.level}/${encodeURIComponent(place.code)}`,
    coverage: place === null ? null : `/v1/coverage?level=${place.level}&within=${withinText(place)}`,
  };
}

/** The territory that has figures: a site's is its commune, where that is loaded. */
function placeOf(data: EditionData, { level, index, code }: SearchHit['entry']): TerritoryRef | null {
  if (level !== null) return { level, code };
  const { commune } = data.sites[index];
  return commune !== null && data.levels.commune.indexOf.has(commune)
    ? { level: 'commune', code: commune }
    : null;
}

export function searchTable(
  { meta }: Pick<LoadedEdition, 'meta'>,
  answer: SearchAnswer,
  address: string,
): PublishedTable {
  return {
    name: 'search',
    title: {
      en: `Territories and sites found for “${answer.definition.q}”`,
      fr: `Territoires et sites trouvés pour « ${answer.definition.q} »`,
    },
    columns: SEARCH_COLUMNS,
    rows: tableRows(answer.items),
    count: answer.items.length,
    geometry: (row) => pointOf(row.lon as number | null, row.lat as number | null),
    about: tableAbout(meta, answer, address, null, SEARCH_TOTAL_COLUMNS, { question: QUESTION.fr }),
  };
}

/** The hits as points. */
export function searchMapText(answer: SearchAnswer): AsyncGenerator<string> {
  const { items, ...foreign } = answer;
  return featureCollectionText(foreign, items, (item) =>
    featureText(`${item.level ?? 'site'}-${item.code}`, JSON.stringify(pointOf(item.lon, item.lat)), item),
  );
}

function pointOf(lon: number | null, lat: number | null) {
  return lon === null || lat === null ? null : { type: 'Point' as const, coordinates: [lon, lat] };
}
