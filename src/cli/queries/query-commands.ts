import type { Command } from 'commander';
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
import { addQueryOptions, type QueryOption, type QueryValues, queryPath } from './query-options.ts';
import { type Output, runQuery } from './run-query.ts';

interface Question {
  name: string;
  description: string;
  options: QueryOption[];
  /** Beside `table`. */
  formats: string[];
  networkDefault?: string;
  /** Text of the table from the JSON body. */
  toTable: (body: string) => string;
  example: string;
}

const MAP_FORMATS = ['json', 'csv', 'geojson'];

const QUESTIONS: Question[] = [
  {
    name: 'coverage',
    description: 'Residents at or under a number of minutes from a site, by territory.',
    options: ['level', 'within', 'threshold', 'network'],
    formats: MAP_FORMATS,
    toTable: coverageTable,
    example: 'maillage coverage --level canton --within 2A --threshold 20',
  },
  {
    name: 'without-site',
    description: 'Territories in which no site lies; those not concerned are counted apart.',
    options: ['level', 'within', 'network'],
    formats: MAP_FORMATS,
    toTable: withoutSiteTable,
    example: 'maillage without-site --level canton --within 2A,2B',
  },
  {
    name: 'gaps',
    description: 'Where the people beyond the threshold live: merged cells, most residents first.',
    options: ['within', 'threshold', 'network'],
    formats: MAP_FORMATS,
    toTable: gapsTable,
    example: 'maillage gaps --within 2A --format geojson > gaps.geojson',
  },
  {
    name: 'ratios',
    description: 'Rural and urban, inside and outside ZRR, FRR or QPV, side by side.',
    options: ['by', 'within', 'threshold', 'network'],
    formats: ['json', 'csv'],
    toTable: ratiosTable,
    example: 'maillage ratios --by zrr',
  },
  {
    name: 'sites',
    description: 'The sites of a network.',
    options: ['within', 'network'],
    formats: MAP_FORMATS,
    networkDefault: DEFAULTS.networkOfSites,
    toTable: sitesTable,
    example: 'maillage sites --within reg-94 --format csv > sites.csv',
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
 * Adds `coverage`, `without-site`, `gaps`, `ratios`, `sites` and `editions`. Each asks the API and prints its answer,
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
    command.action(async (values: QueryValues) => {
      const path = queryPath(`/v1/${question.name}`, values);
      const sender = await makeSend();
      try {
        const code = await runQuery(
          sender.send,
          path,
          values.format === 'table' ? question.toTable : null,
          output,
        );
        if (code !== 0) process.exitCode = code;
      } finally {
        await sender.close();
      }
    });
  }
}
