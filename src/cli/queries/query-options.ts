import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULTS } from '../../api/schemas/parameters.ts';
import { ASKED_ORDERS, RANKING_LIMIT } from '../../api/schemas/ranking.ts';
import { LEVELS } from '../../coverage/edition-data.ts';
import { COUNTING_RULES } from '../../coverage/network.ts';
import { RANKING_MEASURES } from '../../coverage/ranking.ts';
import { RATIO_DIMENSIONS } from '../../coverage/ratios.ts';
import { THRESHOLD_MINUTES_MAX, THRESHOLD_MINUTES_MIN } from '../../coverage/threshold.ts';
import { DRAWINGS } from '../../publish/gaps/gap-drawing.ts';

/** The options of the questions, with the choices and defaults of the API's parameters. */

export type QueryOption =
  | 'level'
  | 'within'
  | 'threshold'
  | 'network'
  | 'by'
  | 'rankedBy'
  | 'order'
  | 'limit'
  | 'offset'
  | 'with'
  | 'gapLimit'
  | 'minPopulation'
  | 'drawing';

/** Values by the name of the API's parameter, and the form that the answer is wanted in. */
export interface QueryValues {
  [parameter: string]: string | number | undefined;
  format: string;
}

const CODES_HELP =
  'comma-separated: 2A (a département), reg-94, epci-200…, canton-2A01, commune-2A004, arr-2A1, qpv-QN…, rurality-rural, density-7, zrr-classed, frr-frr-plus, france';
const WITHIN_HELP = `territories to look within, ${CODES_HELP}`;

export function addQueryOptions(
  command: Command,
  names: readonly QueryOption[],
  formats: readonly string[],
  networkDefault: string = DEFAULTS.network,
): Command {
  for (const name of names) command.addOption(optionOf(name, networkDefault));
  return command.addOption(
    new Option('-f, --format <format>', 'form of the answer; json is the body of the API’s answer')
      .choices(['table', ...formats])
      .default('table'),
  );
}

function optionOf(name: QueryOption, networkDefault: string): Option {
  switch (name) {
    case 'level':
      return new Option('-l, --level <level>', 'level of the territories listed')
        .choices(LEVELS)
        .default(DEFAULTS.level);
    case 'within':
      return new Option('-w, --within <codes>', WITHIN_HELP);
    case 'threshold':
      return new Option('-t, --threshold <minutes>', 'whole minutes, 1 to 60; at the threshold is covered')
        .argParser(wholeMinutes)
        .default(DEFAULTS.threshold);
    case 'network':
      return new Option(
        '-n, --network <rule>',
        'which sites count: antennas with all, none that travel with fixed',
      )
        .choices(COUNTING_RULES)
        .default(networkDefault);
    case 'by':
      return new Option('-b, --by <zoning>', 'zoning to compare by')
        .choices(RATIO_DIMENSIONS)
        .default(DEFAULTS.by);
    case 'rankedBy':
      return new Option('-b, --by <figure>', 'the figure that ranks')
        .choices(RANKING_MEASURES)
        .default(DEFAULTS.rankedBy);
    case 'order':
      return new Option('-o, --order <order>', 'what stands first; asc and desc by the figure itself')
        .choices(ASKED_ORDERS)
        .default(DEFAULTS.order);
    case 'limit':
      return new Option(
        '--limit <rows>',
        `most territories to list; left out, ${RANKING_LIMIT} in a table or JSON, all in a file`,
      );
    case 'offset':
      return new Option('--offset <rows>', 'territories to pass over first');
    case 'gapLimit':
      return new Option(
        '--limit <gaps>',
        `most gaps to list, the most populated first; left out, ${DEFAULTS.gaps}`,
      );
    case 'minPopulation':
      return new Option('--min-population <residents>', 'leaves out gaps of fewer residents');
    case 'drawing':
      return new Option('--drawing <kind>', 'how outlines are drawn in a map').choices(DRAWINGS);
    case 'with':
      return new Option('--with <codes>', 'what it is held against; left out, everything that is loaded');
  }
}

function wholeMinutes(text: string): number {
  const minutes = Number(text);
  if (/^\d+$/.test(text) && minutes >= THRESHOLD_MINUTES_MIN && minutes <= THRESHOLD_MINUTES_MAX)
    return minutes;
  throw new InvalidArgumentError(
    `Expected whole minutes from ${THRESHOLD_MINUTES_MIN} to ${THRESHOLD_MINUTES_MAX}.`,
  );
}

/** `minPopulation`, as the library names an option, is `min_population` in the API. */
function parameterName(option: string): string {
  return option.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The path and query of the API for the values of a command's options; a table is made of the JSON. */
export function queryPath(path: string, values: QueryValues): string {
  const { format, ...rest } = values;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined) search.set(parameterName(name), String(value));
  }
  search.set('format', format === 'table' ? 'json' : format);
  return `${path}?${search}`;
}
