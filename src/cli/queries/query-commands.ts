import type { Command } from 'commander';
import { MAP_FORMS, TABLE_FORMS } from '../../api/representation.ts';
import { DEFAULTS } from '../../api/schemas/parameters.ts';
import type { Sender } from '../send.ts';
import {
  coverageTable,
  editionsTable,
  gapsTable,
  ratiosTable,
  sitesTable,
  withoutSiteTable,
} from './answer-tables.ts';
import { compareTable, curveTable, rankingTable } from './group-tables.ts';
import { addQueryOptions, type QueryOption, type QueryValues, queryPath } from './query-options.ts';
import { askAndPrint, type Output } from './run-query.ts';

interface Question {
  name: string;
  description: string;
  /** Parameters given by their place, as commander writes them: `<a>` must be given, `[b]` may be. */
  places?: { name: string; text: string; help: string }[];
  options: QueryOption[];
  /** Beside `table`. */
  formats: readonly string[];
  networkDefault?: string;
  /** Text of the table from the JSON body. */
  toTable: (body: string) => string;
  example: string;
}

const QUESTIONS: Question[] = [
  {
    name: 'coverage',
    description: 'Residents at or under a number of minutes from a site, by territory.',
    options: ['level', 'within', 'threshold', 'network'],
    formats: MAP_FORMS,
    toTable: coverageTable,
    example: 'maillage coverage --level canton --within 2A --threshold 20',
  },
  {
    name: 'without-site',
    description: 'Territories in which no site lies; those not concerned are counted apart.',
    options: ['level', 'within', 'network'],
    formats: MAP_FORMS,
    toTable: withoutSiteTable,
    example: 'maillage without-site --level canton --within 2A,2B',
  },
  {
    name: 'gaps',
    description: 'Where the people beyond the threshold live: merged cells, most residents first.',
    options: ['within', 'threshold', 'network', 'gapLimit', 'minPopulation', 'drawing'],
    formats: MAP_FORMS,
    toTable: gapsTable,
    example: 'maillage gaps --within 2A --format geojson > gaps.geojson',
  },
  {
    name: 'ratios',
    description: 'Rural and urban, inside and outside ZRR, FRR or QPV, side by side.',
    options: ['by', 'within', 'threshold', 'network'],
    formats: TABLE_FORMS,
    toTable: ratiosTable,
    example: 'maillage ratios --by zrr',
  },
  {
    name: 'sites',
    description: 'The sites of a network.',
    options: ['within', 'network'],
    formats: MAP_FORMS,
    networkDefault: DEFAULTS.networkOfSites,
    toTable: sitesTable,
    example: 'maillage sites --within reg-94 --format csv > sites.csv',
  },
  {
    name: 'curve',
    description:
      'Share of residents by minutes to the nearest site, held against another territory or group.',
    places: [{ name: 'of', text: '[of]', help: 'territory or group; left out, everything that is loaded' }],
    options: ['with', 'within', 'network'],
    formats: TABLE_FORMS,
    toTable: curveTable,
    example: 'maillage curve 2A --with 2B --format csv-fr > courbe.csv',
  },
  {
    name: 'ranking',
    description: 'Territories in order of share covered, of residents not covered, or of residents per site.',
    options: ['level', 'within', 'rankedBy', 'order', 'threshold', 'network', 'limit', 'offset'],
    formats: MAP_FORMS,
    toTable: rankingTable,
    example: 'maillage ranking --level canton --by uncovered --limit 20',
  },
  {
    name: 'compare',
    description: 'Two territories or groups side by side, and whether the difference holds.',
    places: [
      { name: 'a', text: '<a>', help: 'territory or group, e.g. 2A or rurality-rural' },
      { name: 'b', text: '[b]', help: 'what it is held against; left out, everything that is loaded' },
    ],
    options: ['within', 'threshold', 'network'],
    formats: TABLE_FORMS,
    toTable: compareTable,
    example: 'maillage compare rurality-rural rurality-urban --within 2A --threshold 20',
  },
  {
    name: 'editions',
    description: 'The editions that are kept, and which one answers.',
    options: [],
    formats: ['json'],
    toTable: editionsTable,
    example: 'maillage editions --format json',
  },
];

/**
 * Adds a command a question, by the question's name. Each asks the API and prints its answer,
 * so that the command line can say nothing that the API does not.
 * @param makeSend opens the way to the API: an application in this process, or a running server
 */
export function registerQueryCommands(
  program: Command,
  makeSend: () => Promise<Sender>,
  output: Output = { out: process.stdout, err: process.stderr },
): void {
  for (const question of QUESTIONS) {
    const command = program.command(question.name).description(question.description);
    addQueryOptions(command, question.options, question.formats, question.networkDefault);
    command.addHelpText('after', `\nExample:\n  ${question.example}`);
    const places = question.places ?? [];
    for (const { text, help } of places) command.argument(text, help);
    command.action(async (...given) => {
      const options: QueryValues = given[places.length];
      const placed = Object.fromEntries(places.map(({ name }, place) => [name, given[place]]));
      const values: QueryValues = { ...placed, ...options };
      const toTable = values.format === 'table' ? question.toTable : null;
      await askAndPrint(makeSend, queryPath(`/v1/${question.name}`, values), toTable, output);
    });
  }
}
