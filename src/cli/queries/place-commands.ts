import { type Command, InvalidArgumentError, Option } from 'commander';
import { MAP_FORMS } from '../../api/representation.ts';
import { EXPLAIN_LIMIT, EXPLAIN_LIMIT_MAX, EXPLAIN_TABLE } from '../../api/schemas/explain.ts';
import { SEARCH_LIMIT, SEARCH_LIMIT_MAX } from '../../api/schemas/search.ts';
import { LEVELS } from '../../coverage/edition-data.ts';
import { SEARCH_LEVELS } from '../../coverage/search-entries.ts';
import { EXPLAIN_TABLES } from '../../publish/answers/explain-answer.ts';
import type { Sender } from '../send.ts';
import { explainText, searchText } from './place-tables.ts';
import { addQueryOptions, type QueryValues, queryPath } from './query-options.ts';
import { askAndPrint, type Output } from './run-query.ts';

/**
 * Adds `explain` and `search`, which are about one place. As the other questions, they print what the API answers.
 * @param makeSend opens the way to the API: an application in this process, or a running server
 */
export function registerPlaceCommands(
  program: Command,
  makeSend: () => Promise<Sender>,
  output: Output = { out: process.stdout, err: process.stderr },
): void {
  const ask = (path: string, values: QueryValues, toText: (body: string) => string) =>
    askAndPrint(makeSend, queryPath(path, values), values.format === 'table' ? toText : null, output);

  const explain = program
    .command('explain')
    .description('Why a territory has its figures: its cells, the sites that serve it, its times.')
    .argument('<level>', `one of ${LEVELS.join(', ')}`)
    .argument('<code>', 'official code; a former commune stands for what it became');
  addQueryOptions(explain, ['threshold', 'network'], MAP_FORMS)
    .addOption(limitOption('at most so many cells, and so many sites', EXPLAIN_LIMIT, EXPLAIN_LIMIT_MAX))
    .addOption(
      new Option('--table <list>', 'the list that files and maps hold')
        .choices(EXPLAIN_TABLES)
        .default(EXPLAIN_TABLE),
    )
    .addHelpText('after', '\nExample:\n  maillage explain canton 2A04 --threshold 20')
    .action((level: string, code: string, values: QueryValues) =>
      ask(`/v1/explain/${encodeURIComponent(level)}/${encodeURIComponent(code)}`, values, explainText),
    );

  const search = program
    .command('search')
    .description('Territories and sites by name, code, postcode or former name.')
    .argument('<text>', 'the beginning of any word of the name, or of the code');
  addQueryOptions(search, [], MAP_FORMS)
    .addOption(
      new Option('-l, --level <level>', 'only territories of this level, or only sites').choices([
        ...SEARCH_LEVELS,
        'site',
      ]),
    )
    .addOption(limitOption('at most so many hits', SEARCH_LIMIT, SEARCH_LIMIT_MAX))
    .addHelpText('after', '\nExample:\n  maillage search 20000 --level commune')
    .action((q: string, values: QueryValues) =>
      ask('/v1/search', { q, ...values } as QueryValues, searchText),
    );
}

function limitOption(help: string, byDefault: number, highest: number): Option {
  const parse = (text: string) => {
    const limit = Number(text);
    if (/^\d+$/.test(text) && limit >= 1 && limit <= highest) return limit;
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${highest}.`);
  };
  return new Option('--limit <count>', help).argParser(parse).default(byDefault);
}
