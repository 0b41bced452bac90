import type { CountingRule } from '../../coverage/network.ts';
import { FICTIONAL_NOTICE, FICTIONAL_NOTICE_FR, licenceUrls } from '../attribution.ts';
import { sharePercent } from '../share-text.ts';
import type { PublishedTable } from './table.ts';

/** A line of the sheet « Sources »: what it is in French, in English, and what it says. */
export type SourceRow = readonly [fr: string, en: string, value: string];

/** Members of definitions, in the order they are said; one that is not known here is said by its own name, after. */
const MEMBERS: Record<string, readonly [fr: string, en: string]> = {
  question: ['Question', 'Question'],
  level: ['Niveau', 'Level'],
  by: ['Zonage', 'Zoning'],
  grouping: ['Regroupement', 'Grouping'],
  within: ['Territoires demandés', 'Within'],
  network: ['Règle de comptage des sites', 'Counting rule'],
  network_definition: ['Sites comptés', 'Sites that count'],
  threshold_minutes: ['Seuil', 'Threshold'],
  population: ['Habitants', 'Residents'],
  times: ['Durées', 'Times'],
};
export const FRENCH_RULES: Record<string, string> = {
  principal: 'sites principaux labellisés, fixes, multi-sites ou itinérants, sans les antennes',
  all: 'sites principaux labellisés et antennes, quel que soit leur format',
  fixed: 'sites principaux labellisés qui ne sont pas itinérants',
} satisfies Record<CountingRule, string>;

/** Said on lines of their own. */
const ELSEWHERE = new Set(['comparison', 'edition_created_at', 'fictional', 'attribution']);

/** All that a figure needs beside it to be quoted, a line each. */
export function sourceRows(table: PublishedTable): SourceRow[] {
  const { edition, definition, total, attribution, estimateShare, address } = table.about;
  const rows: SourceRow[] = [
    ['Titre', 'Title', `${table.title.fr} / ${table.title.en}`],
    ['Édition', 'Edition', edition.id],
    ['Date de l’édition', 'Edition made on', edition.created_at],
  ];
  if (edition.fictional) {
    rows.push(['AVERTISSEMENT', 'WARNING', `${FICTIONAL_NOTICE_FR} / ${FICTIONAL_NOTICE}`]);
  }
  rows.push(['Adresse de la requête', 'Address of the query', address]);
  rows.push(...definitionRows(definition));
  if (estimateShare !== null) {
    rows.push([
      'Part des habitants dont la durée est estimée',
      'Share of residents whose time is an estimate',
      frenchPercent(estimateShare),
    ]);
  }
  for (const [name, value] of Object.entries(total ?? {})) rows.push(totalRow(table, name, value));
  for (const url of licenceUrls(edition)) rows.push(['Licence', 'Licence', url]);
  for (const line of attribution) rows.push(['À citer', 'To be cited', line]);
  for (const source of edition.sources) {
    rows.push(
      ['Source', 'Source', `${source.publisher}, ${source.title}`],
      ['— millésime', '— vintage', source.vintage],
      ['— licence', '— licence', source.licence],
      // Not every file has an official address.
      ['— adresse', '— address', source.address === '' ? '—' : source.address],
      ['— empreinte SHA-256', '— SHA-256 checksum', source.sha256],
    );
  }
  return rows;
}

function definitionRows(definition: object): SourceRow[] {
  const members = new Map(Object.entries(definition).filter(([name]) => !ELSEWHERE.has(name)));
  const known = Object.keys(MEMBERS).filter((name) => members.has(name));
  const others = [...members.keys()].filter((name) => !Object.hasOwn(MEMBERS, name));
  return [...known, ...others].map((name) => {
    const [fr, en] = MEMBERS[name] ?? [name, name];
    const value = valueText(members.get(name));
    if (name === 'network') return [fr, en, `${value} : ${FRENCH_RULES[value] ?? '—'}`];
    if (name !== 'threshold_minutes') return [fr, en, value];
    return [
      fr,
      en,
      `<= ${value} min (${value} minutes exactement : sous le seuil / exactly ${value} minutes is within)`,
    ];
  });
}

function totalRow(table: PublishedTable, name: string, value: unknown): SourceRow {
  const column = (table.about.totalColumns ?? table.columns).find((known) => known.name === name);
  const isShare = column?.unit === 'fraction' && typeof value === 'number';
  return [
    `Total : ${column?.heading.fr ?? name}`,
    `Total: ${column?.heading.en ?? name}`,
    isShare ? frenchPercent(value) : valueText(value),
  ];
}

function frenchPercent(share: number): string {
  return `${sharePercent(share).replace('.', ',')} %`;
}

function valueText(value: unknown): string {
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join(', ');
  return typeof value === 'string' ? value : value === null ? '—' : JSON.stringify(value);
}
