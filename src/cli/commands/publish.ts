import { type Command, InvalidArgumentError, Option } from 'commander';
import { currentEdition } from '../../api/answer.ts';
import { DEFAULTS } from '../../api/schemas/parameters.ts';
import type { Config } from '../../config.ts';
import { COUNTING_RULES, type CountingRule } from '../../coverage/network.ts';
import { THRESHOLD_MINUTES_MAX, THRESHOLD_MINUTES_MIN } from '../../coverage/threshold.ts';
import { parseWithin } from '../../coverage/within.ts';
import { canonicalWithin } from '../../publish/definition.ts';
import { untilInterrupted } from '../interruption.ts';
import { terminalProgress } from '../progress.ts';
import { writePublication } from '../publish/write-publication.ts';
import { openService } from '../service.ts';

interface PublishValues {
  within?: string;
  threshold: number[];
  network: CountingRule;
  pmtiles?: boolean;
  publisher?: string;
  baseUrl?: string;
}

const HELP = `
The folder gets an index page, data/ (CSV, CSV for a French Excel, XLSX, GeoJSON, FlatGeobuf, Parquet), the edition's
sources and method, a data dictionary, a DCAT catalogue, datapackage.json and SHA256SUMS. Whatever goes wrong, what was
in the folder stays. The same edition published twice gives the same bytes.

Examples:
  maillage publish public/ --threshold 20,30 --pmtiles
  maillage publish public/2A --within 2A --publisher "Préfecture de la Corse-du-Sud" --base-url https://example.org/2A/`;

/** Adds `publish`: an edition as static files. */
export function registerPublishCommand(program: Command, config: () => Config): void {
  program
    .command('publish <folder>')
    .description(
      'Writes the current edition as static files: a new folder, or in place of an older publication.',
    )
    .option(
      '-w, --within <codes>',
      'territories to publish, as the questions take them; without: everything loaded',
    )
    .addOption(
      new Option('-t, --threshold <minutes,…>', 'thresholds, whole minutes; the tiles show the first')
        .argParser(thresholds)
        .default([DEFAULTS.threshold], String(DEFAULTS.threshold)),
    )
    .addOption(
      new Option('-n, --network <rule>', 'which sites count')
        .choices(COUNTING_RULES)
        .default(DEFAULTS.network),
    )
    .option('--pmtiles', 'vector tiles too, one PMTiles archive of all that is loaded')
    .option('--publisher <name>', 'who publishes, for the catalogue')
    .addOption(
      new Option('--base-url <url>', 'where the files will stand, for the catalogue').argParser(baseUrl),
    )
    .addHelpText('after', HELP)
    .action(async (folder: string, values: PublishValues) => {
      await untilInterrupted((signal) => publish(config(), folder, values, signal));
    });
}

async function publish(
  config: Config,
  folder: string,
  values: PublishValues,
  signal: AbortSignal,
): Promise<void> {
  const service = await openService(config, 'publish', 'silent');
  try {
    const edition = await currentEdition(service.editions);
    const scope = {
      within: canonicalWithin(parseWithin(values.within)).join(','),
      thresholds: values.threshold,
      network: values.network,
    };
    const summary = await writePublication(
      service.app,
      edition,
      {
        folder,
        scope,
        pmtiles: values.pmtiles ?? false,
        publisher: values.publisher ?? null,
        baseUrl: values.baseUrl ?? null,
      },
      terminalProgress(),
      signal,
    );
    const megabytes = (summary.bytes / 1e6).toFixed(1);
    process.stderr.write(
      `Edition ${summary.edition} is published in ${folder}: ${summary.files} files, ${megabytes} MB. Check: sha256sum -c SHA256SUMS\n`,
    );
  } finally {
    await service.close();
  }
}

/** Distinct, ascending. */
function thresholds(text: string): number[] {
  const minutes = text.split(',').map((part) => (/^\d{1,2}$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (minutes.every((each) => each >= THRESHOLD_MINUTES_MIN && each <= THRESHOLD_MINUTES_MAX)) {
    return [...new Set(minutes)].sort((a, b) => a - b);
  }
  throw new InvalidArgumentError(
    `Expected whole minutes from ${THRESHOLD_MINUTES_MIN} to ${THRESHOLD_MINUTES_MAX}, separated by commas.`,
  );
}

function baseUrl(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('Expected an address that starts with http:// or https://.');
  }
  return text.endsWith('/') ? text : `${text}/`;
}
