import type { CountingRule } from '../../coverage/network.ts';
import { FICTIONAL_NOTICE, FICTIONAL_NOTICE_FR, licenceUrls } from '../attribution.ts';
import { type Column, frenchText } from '../columns.ts';
import { LEVEL } from '../dictionary/figures.ts';
import { frenchDate } from '../french-date.ts';
import { decimalComma } from '../sentence.ts';
import { frenchPercent } from '../share-text.ts';
import type { PublishedTable } from './table.ts';

/** A line of the sheet « Sources »: what it is in French, in English, and what it says, in English too where it is a sentence. */
export type SourceRow = readonly [fr: string, en: string, value: string, english?: string];

/** Members of definitions, in the order they are said; one that is not known here is said by its own name, after. */
const MEMBERS: Record<string, readonly [fr: string, en: string]> = {
  question: ['Question', 'Question'],
  level: ['Niveau', 'Level'],
  by: ['Selon', 'By'],
  order: ['Ordre', 'Order'],
  q: ['Texte cherché', 'Text searched'],
  grouping: ['Regroupement', 'Grouping'],
  of: ['Territoire', 'Of'],
  with: ['Comparé à', 'Against'],
  a: ['A', 'A'],
  b: ['B', 'B'],
  within: ['Territoires demandés', 'Within'],
  network: ['Règle de comptage des sites', 'Counting rule'],
  threshold_minutes: ['Seuil', 'Threshold'],
  population: ['Habitants', 'Residents'],
  times: ['Durées', 'Times'],
  percentiles: ['Médiane et décile', 'Percentiles'],
  sensitivity: ['Sensibilité', 'Sensitivity'],
  drawing: ['Tracé', 'Drawing'],
  limit: ['Lignes au plus', 'Most rows'],
  offset: ['Lignes passées', 'Rows passed over'],
};
export const FRENCH_RULES: Record<string, string> = {
  principal: 'sites principaux labellisés, fixes, multi-sites ou itinérants, sans les antennes',
  all: 'sites principaux labellisés et antennes, quel que soit leur format',
  fixed: 'sites principaux labellisés qui ne sont pas itinérants',
} satisfies Record<CountingRule, string>;

/** Said on lines of their own, or with another. */
const ELSEWHERE = new Set([
  'comparison',
  'network_definition',
  'edition_created_at',
  'fictional',
  'attribution',
]);

/** All that a figure needs beside it to be quoted, a line each. */
export function sourceRows(table: PublishedTable): SourceRow[] {
  const { edition, definition, french, total, attribution, estimateShare, address } = table.about;
  const rows: SourceRow[] = [
    ['Titre', 'Title', table.title.fr, table.title.en],
    ['Édition', 'Edition', edition.id],
    ['Date de l’édition', 'Edition made on', frenchDate(edition.created_at), edition.created_at],
  ];
  if (edition.fictional) {
    rows.push(['AVERTISSEMENT', 'WARNING', FICTIONAL_NOTICE_FR, FICTIONAL_NOTICE]);
  }
  rows.push(['Adresse de la requête', 'Address of the query', address]);
  rows.push(...definitionRows(definition, french ?? {}));
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

function definitionRows(definition: object, french: Readonly<Record<string, string>>): SourceRow[] {
  const members = new Map<string, unknown>(Object.entries(definition));
  const known = Object.keys(MEMBERS).filter((name) => members.has(name));
  const others = [...members.keys()].filter((name) => !Object.hasOwn(MEMBERS, name) && !ELSEWHERE.has(name));
  return [...known, ...others].map((name) => {
    const [fr, en] = MEMBERS[name] ?? [name, name];
    const value = valueText(members.get(name));
    if (name === 'network') {
      const english = valueText(members.get('network_definition') ?? null);
      return [fr, en, `${value} : ${FRENCH_RULES[value] ?? '—'}`, `${value}: ${english}`];
    }
    if (name === 'threshold_minutes') {
      return [
        fr,
        en,
        `<= ${value} min (${value} minutes exactement : sous le seuil)`,
        `<= ${value} min (exactly ${value} minutes is within)`,
      ];
    }
    if (name === 'level') return [fr, en, frenchText(LEVEL, value), value];
    return Object.hasOwn(french, name) ? [fr, en, french[name], value] : [fr, en, value];
  });
}

function totalRow(table: PublishedTable, name: string, value: unknown): SourceRow {
  const column = (table.about.totalColumns ?? table.columns).find((known) => known.name === name);
  return [
    `Total : ${column?.heading.fr ?? name}`,
    `Total: ${column?.heading.en ?? name}`,
    totalText(column, value),
  ];
}

/** A share in percent, other decimals to the hundredth, words in French. */
function totalText(column: Column | undefined, value: unknown): string {
  if (typeof value === 'number') {
    if (column?.unit === 'fraction') return frenchPercent(value);
    return decimalComma(Number.isInteger(value) ? value : value.toFixed(2));
  }
  return column !== undefined && typeof value === 'string' ? frenchText(column, value) : valueText(value);
}

function valueText(value: unknown): string {
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join(', ');
  return typeof value === 'string' ? value : value === null ? '—' : JSON.stringify(value);
}
