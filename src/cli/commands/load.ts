import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Config, SAMPLE_DIR } from '../../config.ts';
import { parseWithin } from '../../coverage/within.ts';
import { DomainError } from '../../domain-error.ts';
import { CAR_PROFILE, CAR_PROFILE_WITH_FERRIES } from '../../network/roads/car-profile.ts';
import type { ReadReport } from '../../sources/files/read-report.ts';
import { untilInterrupted } from '../interruption.ts';
import { loadEdition } from '../load/load-edition.ts';
import { locateSources } from '../load/locate-sources.ts';
import type { LoadSummary } from '../load/published-facts.ts';
import { type Progress, terminalProgress } from '../progress.ts';
import { engineOptions } from '../service.ts';

interface FileOptions {
  roads?: string | readonly string[];
  sites?: string;
  mirror?: string;
  sample?: boolean;
  offline?: boolean;
  refresh?: boolean;
}

interface LoadValues extends FileOptions {
  territory?: string;
  matrix?: string;
  matrixPoints?: string;
  gridResolution: number;
  ferries?: boolean;
}

/** H3 resolutions that make sense for a travel-time grid: cells of about 36, 5, 0.7 and 0.1 km². */
const RESOLUTIONS = [6, 7, 8, 9];

const MATRIX_HELP = `A matrix is read as it is: the time from one place to another stands for all who live in the first and all sites in
the second. Where ids are commune codes (former ones too), a place is a commune; else it is a point, and holds what is
nearest to it within 5 km. Within one place, and from or to places that the matrix does not name, times are those
of --roads or the estimate; between two places that it names, a pair that it leaves out has no time.`;

export function registerLoadCommands(program: Command, config: () => Config): void {
  const load = program
    .command('load')
    .description(
      'Imports the official files, computes the travel-time grid, and publishes both as an edition.',
    )
    .option(
      '--territory <codes>',
      'france, or codes with commas: 2A,2B · reg-94 · arr-2A1 · epci-… · canton-2A06 (its whole communes) · commune-2A004',
    )
    .option(
      '--matrix <file>',
      'travel times between places computed elsewhere, in seconds: CSV (square or long) or OSRM table JSON',
    )
    .option(
      '--matrix-points <file>',
      'where the ids of --matrix are (GeoJSON, or CSV of id, lon, lat); not needed for commune codes',
    )
    .option(
      '--ferries',
      "car ferries of the road file count, by their tagged duration, else at 5 km/h, plus 15 minutes' boarding; without: no sea is crossed",
    )
    .addOption(
      new Option('--grid-resolution <n>', 'H3 resolution of the cells')
        .choices(RESOLUTIONS.map(String))
        .argParser(resolution)
        .default(8),
    );
  addFileOptions(load);
  load.addHelpText('after', `\n${MATRIX_HELP}`);
  load.addHelpText('after', '\nExample:\n  maillage load --territory 2A,2B --roads corse-latest.osm.pbf');
  load.action(async (values: LoadValues) => {
    const summary = await untilInterrupted((signal) => runLoad(config(), values, terminalProgress(), signal));
    process.stderr.write(`${summaryText(summary)}\n`);
  });

  const fetch = program
    .command('fetch')
    .description('Downloads the official files that a load needs into the cache, and does nothing else.');
  addFileOptions(fetch);
  fetch.action(async (values: FileOptions) => {
    await untilInterrupted((signal) => locateFiles(config(), values, terminalProgress(), signal));
  });
}

export async function runLoad(
  config: Config,
  values: LoadValues,
  progress: Progress,
  signal: AbortSignal,
): Promise<LoadSummary> {
  if (values.territory === undefined && !values.sample) {
    throw new DomainError('invalid-parameter', 'load needs --territory: france, or codes such as 2A,2B', {
      parameter: 'territory',
    });
  }
  const territory = parseWithin(values.territory, 'territory');
  if (values.matrixPoints !== undefined && values.matrix === undefined) {
    throw new DomainError(
      'invalid-parameter',
      'load: --matrix-points says where the ids of --matrix are, and there is none',
      {
        parameter: 'matrix-points',
      },
    );
  }
  const files = await locateFiles(config, values, progress, signal);
  const fictional = files.get('commune-outlines')?.fictional ?? false;
  return loadEdition({
    territory,
    territoryCodes: values.territory ? values.territory.split(',').map((code) => code.trim()) : ['france'],
    files: { located: files, reports: [] },
    fictional,
    gridResolution: values.gridResolution,
    profile: values.ferries ? CAR_PROFILE_WITH_FERRIES : CAR_PROFILE,
    cacheDir: join(config.home, 'cache'),
    engine: engineOptions(config, 'load'),
    progress,
    signal,
  });
}

function locateFiles(
  config: Config,
  values: FileOptions & Pick<LoadValues, 'matrix' | 'matrixPoints'>,
  progress: Progress,
  signal: AbortSignal,
) {
  return locateSources({
    mirrorDir: values.sample ? SAMPLE_DIR : (values.mirror ?? config.mirror),
    home: config.home,
    roads: values.roads ?? null,
    sites: values.sites ?? null,
    matrix: values.matrix,
    matrixPoints: values.matrixPoints,
    offline: values.offline ?? false,
    refresh: values.refresh ?? false,
    withRoads: values.sample ?? false,
    progress,
    signal,
  });
}

function addFileOptions(command: Command): void {
  command
    .option(
      '--roads <files>',
      'OpenStreetMap roads, .osm.pbf; of several regions: with commas, or the option again; without: times are estimated',
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .option('--sites <file>', 'a list of sites in place of the official one (CSV of 2024, GeoJSON of 2020)')
    .option('--mirror <folder>', 'copies of the official files, tried first (default: MAILLAGE_MIRROR)')
    .option('--sample', 'the built-in, fictional territory')
    .option('--offline', 'asks nothing of the network')
    .option('--refresh', 'downloads again what the cache has');
}

function resolution(text: string): number {
  const value = Number(text);
  if (!RESOLUTIONS.includes(value)) {
    throw new InvalidArgumentError(`expected one of ${RESOLUTIONS.join(', ')}`);
  }
  return value;
}

/** The end of a load in the terminal: what was counted, then what was left out, file by file. */
export function summaryText(summary: LoadSummary): string {
  const lines = [
    '',
    `Edition ${summary.editionId} is published.`,
    `  ${summary.communes} communes, ${summary.residents} residents in ${summary.cells} cells, ${summary.qpv} QPV`,
    `  ${summary.sites} sites in the territory, ${summary.sitesAround} around it, ${summary.sitesUnplaced} that could not be placed`,
    '',
    'Import report (rows):',
    ...summary.reports.map(reportLine),
  ];
  for (const report of summary.reports) {
    const listed = report.issues.slice(0, 5);
    for (const issue of listed) {
      const where = [issue.row === null ? null : `row ${issue.row}`, issue.column].filter(Boolean).join(', ');
      lines.push(
        `    ${issue.kind}: ${issue.file}${where ? `, ${where}` : ''}: ${issue.value ?? '(none)'}: ${issue.reason}`,
      );
    }
    const more = report.rejected + report.repaired + report.flagged - listed.length;
    if (more > 0) lines.push(`    … ${more} more in ${report.file}: GET /v1/editions/current, import_report`);
  }
  return lines.join('\n');
}

function reportLine(report: ReadReport): string {
  const counts = [
    `${report.read} read`,
    `${report.kept} kept`,
    ...(['repaired', 'rejected', 'flagged'] as const).flatMap((kind) =>
      report[kind] > 0 ? [`${report[kind]} ${kind}`] : [],
    ),
  ];
  return `  ${report.dataset.padEnd(26)} ${report.file}: ${counts.join(', ')}`;
}
