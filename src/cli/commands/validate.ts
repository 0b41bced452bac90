import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULTS } from '../../api/schemas/parameters.ts';
import type { Config } from '../../config.ts';
import { LEVELS } from '../../coverage/edition-data.ts';
import { COUNTING_RULES } from '../../coverage/network.ts';
import { compareShares, type ErrorBar, judgeBars } from '../../coverage/validation.ts';
import { DomainError } from '../../domain-error.ts';
import { leftOutLines, type ValidationAnswer } from '../../publish/answers/validation-answer.ts';
import { csvTable } from '../../publish/csv.ts';
import { VALIDATION_COLUMNS } from '../../publish/dictionary/validation.ts';
import { validationReport } from '../../publish/validation-report.ts';
import type { Output } from '../queries/run-query.ts';
import type { Send, Sender } from '../send.ts';
import { askEdition, type OwnSide, Refusal } from '../validate/ask-edition.ts';
import { type Reference, readReference } from '../validate/read-reference.ts';
import { assertReportPath, writeReport } from '../validate/report-file.ts';
import { failedBarsText, issuesText, validationText } from '../validate/validation-text.ts';

interface ValidateValues {
  reference?: string;
  network: string;
  report?: string;
  format: 'table' | 'csv' | 'json';
  maxError: ErrorBar[];
}

/** scripts/friction/calibrate.ts fits the friction surface to the catalogue's reference. */
const FITTED =
  'Times are estimated here for some residents, with speeds fitted to figures of this same reference: errors are smaller than where nothing was fitted.';

/** Of a mean absolute error above its bar; every other code is that of the errors. */
export const EXIT_ABOVE_BAR = 5;

const HELP = `
The reference is a CSV with a heading (comma, semicolon or tab; decimal point or comma), in one of two shapes:
  long   code, minutes, and share (0 to 1) or percent (0 to 100); level where they are not départements
         (${LEVELS.join(', ')})
  wide   dep, and pct_pop_le_5min … pct_pop_le_60min (percent), as INSEE’s figures are republished
Without --reference, the reference of the catalogue is taken from the mirror (MAILLAGE_MIRROR).
Only territories that are wholly loaded and inhabited are compared; the others are counted, and said.

Exit codes:
  0  compared, and every bar of --max-error is met    2  a wrong option, or no territory to compare
  5  a mean absolute error is above its bar           3  the reference cannot be read
  1  the service or the program failed                4  nothing is loaded, or the database is not free

Examples:
  maillage validate --reference insee.csv --report report.html
  maillage validate --reference insee.csv --format csv > differences.csv
  maillage validate --reference insee.csv --max-error 20:1.5,15:2.5`;

/**
 * Adds `validate`: the coverage of the loaded edition held against published figures.
 * @param makeSend opens the way to the API: an application in this process, or a running server
 */
export function registerValidateCommand(
  program: Command,
  config: () => Config,
  makeSend: () => Promise<Sender>,
  output: Output = { out: process.stdout, err: process.stderr },
): void {
  program
    .command('validate')
    .description(
      'Holds the coverage of the loaded edition against published figures: differences and errors.',
    )
    .option('-r, --reference <file>', 'published figures, CSV (see below)')
    .addOption(
      new Option('-n, --network <rule>', 'which sites count')
        .choices(COUNTING_RULES)
        .default(DEFAULTS.network),
    )
    .option('--report <file>', 'writes a report with plots there, one HTML file')
    .addOption(
      new Option('--max-error <minutes:points,…>', 'bars for the mean absolute error, in percentage points')
        .argParser(errorBars)
        .default([], 'none'),
    )
    .addOption(
      new Option('-f, --format <format>', 'form of the answer; csv: the differences alone')
        .choices(['table', 'csv', 'json'])
        .default('table'),
    )
    .addHelpText('after', HELP)
    .action(async (values: ValidateValues) => {
      if (values.report !== undefined) await assertReportPath(values.report);
      const reference = await readReference(config(), values.reference);
      const sender = await makeSend();
      try {
        const code = await validate(sender.send, reference, values, output);
        if (code !== 0) process.exitCode = code;
      } finally {
        await sender.close();
      }
    });
}

/** @returns exit code */
async function validate(
  send: Send,
  reference: Reference,
  values: ValidateValues,
  output: Output,
): Promise<number> {
  const own = await askEdition(send, reference.figures, values.network, output.err).catch((error) => {
    if (error instanceof Refusal) return error;
    throw error;
  });
  if (own instanceof Refusal) return own.exitCode;
  const answer = validationAnswer(own, reference, values.maxError);
  if (values.report !== undefined) {
    await writeReport(values.report, validationReport(answer, own.meta, new Date().toISOString()));
  }
  output.err.write(issuesText(answer));
  output.out.write(textOf(answer, values.format));
  if (values.report !== undefined) output.err.write(`The report is in ${values.report}\n`);
  output.err.write(failedBarsText(answer.bars));
  return answer.bars.every((bar) => bar.met) ? 0 : EXIT_ABOVE_BAR;
}

function textOf(answer: ValidationAnswer, format: ValidateValues['format']): string {
  if (format === 'csv') return csvTable(VALIDATION_COLUMNS, answer.items);
  return format === 'json' ? `${JSON.stringify(answer)}\n` : `${validationText(answer)}\n`;
}

/** @throws DomainError unknown-territory (nothing to compare), invalid-parameter (a bar where nothing is compared) */
function validationAnswer(own: OwnSide, reference: Reference, bars: readonly ErrorBar[]): ValidationAnswer {
  const { meta, definition } = own;
  const limitMinutes = Math.floor(meta.method.time_limit_seconds / 60);
  const { figures, errors, leftOut } = compareShares(reference.figures, own.figures, limitMinutes);
  if (figures.length === 0) {
    const loaded = [...own.loaded].map(([level, codes]) => `${level} ${shortList(codes)}`);
    throw new DomainError(
      'unknown-territory',
      `${reference.info.file}: nothing can be compared. Of its territories, ${leftOutLines(leftOut).join('; ')}. ` +
        `Edition ${meta.id} holds ${loaded.join('; ')}`,
      { file: reference.info.file, edition: meta.id },
    );
  }
  for (const { minutes } of bars) {
    if (errors.some((row) => row.minutes === minutes)) continue;
    throw new DomainError(
      'invalid-parameter',
      `--max-error: nothing is compared at ${minutes} minutes; expected one of ${[...new Set(errors.map((row) => row.minutes))].join(', ')}`,
      { parameter: 'max-error', found: minutes },
    );
  }
  const { info } = reference;
  const fitted = info.described !== null && figures.some((figure) => figure.estimate_share > 0);
  return {
    edition: meta.id,
    definition: {
      edition_created_at: meta.created_at,
      fictional: meta.fictional,
      network: definition.network,
      network_definition: definition.network_definition,
      comparison: '<=',
      population: definition.population,
      times: definition.times,
      attribution: meta.attribution,
    },
    reference: fitted ? { ...info, caveats: [...info.caveats, FITTED] } : info,
    items: figures,
    errors,
    left_out: leftOut,
    bars: judgeBars(bars, errors),
  };
}

function shortList(codes: readonly string[]): string {
  const shown = codes.slice(0, 12).join(', ');
  return codes.length > 12 ? `${shown} and ${codes.length - 12} more` : shown || '(none)';
}

/** `20:1.5,15:2.5` */
function errorBars(text: string): ErrorBar[] {
  return text.split(',').map((part) => {
    const match = /^\s*(\d{1,2}):(\d+(?:\.\d+)?)\s*$/.exec(part);
    if (!match) {
      throw new InvalidArgumentError(`Expected minutes:points, such as 20:1.5,15:2.5; found "${part}".`);
    }
    return { minutes: Number(match[1]), points: Number(match[2]) };
  });
}
