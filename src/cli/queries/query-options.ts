import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULTS } from '../../api/schemas/parameters.ts';
import { LEVELS } from '../../coverage/edition-data.ts';
import { COUNTING_RULES } from '../../coverage/network.ts';
import { RATIO_DIMENSIONS } from '../../coverage/ratios.ts';
import { THRESHOLD_MINUTES_MAX, THRESHOLD_MINUTES_MIN } from '../../coverage/threshold.ts';

/** The options of the questions, with the choices and defaults of the API's parameters. */

export type QueryOption = 'level' | 'within' | 'threshold' | 'network' | 'by';

export interface QueryValues {
  level?: string;
  within?: string;
  threshold?: number;
  network?: string;
  by?: string;
  format: string;
}

const WITHIN_HELP =
  'territories to look within, comma-separated: 2A (a département), reg-94, epci-200…, canton-2A01, commune-2A004, arr-2A1, qpv-QN…, france';

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

/** The path and query of the API for the values of a command's options; a table is made of the JSON. */
export function queryPath(path: string, values: QueryValues): string {
  const { format, ...rest } = values;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined) search.set(name, String(value));
  }
  search.set('format', format === 'table' ? 'json' : format);
  return `${path}?${search}`;
}
