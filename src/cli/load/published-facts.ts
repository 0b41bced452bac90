import { basename } from 'node:path';
import { PROVIDERS } from '../../grid/access-matrix.ts';
import { FRICTION_DEPARTEMENTS, FRICTION_ERRORS } from '../../network/friction/friction-errors.ts';
import type { SpeedProfile } from '../../network/roads/car-profile.ts';
import type { EditionMethod, EditionSourceInfo, EstimateError } from '../../publish/edition-meta.ts';
import { expectedError } from '../../publish/expected-error.ts';
import { residentsSentence, speedSentence } from '../../publish/method-sentences.ts';
import type { ReadReport } from '../../sources/files/read-report.ts';
import type { PublishedFacts } from '../../store/editions.ts';
import type { ImportedFacts } from './imported-times.ts';
import { everyFile } from './locate-sources.ts';
import type { SourceFiles } from './source-files.ts';
import { LIMIT_SECONDS } from './travel-times.ts';

/** The threshold whose expected error stands in the notes; every answer gives that of its own. */
const NOTED_MINUTES = 20;

/** What a load did, for the terminal and the edition's record. */
export interface LoadSummary {
  editionId: string;
  communes: number;
  residents: number;
  cells: number;
  communesWithoutSquare: number;
  qpv: number;
  sites: number;
  sitesAround: number;
  sitesElsewhere: number;
  sitesUnplaced: number;
  /** Pairs of origin and site within the hour. */
  travelTimes: number;
  /** Residents by provider of travel times, in the order of PROVIDERS. */
  providers: number[];
  /** Null where no matrix was imported. */
  imported: ImportedFacts | null;
  reports: ReadReport[];
}

/** Sources, method and counts, as every answer's edition tells them. */
export function publishedFacts(
  { files, gridResolution, profile }: { files: SourceFiles; gridResolution: number; profile: SpeedProfile },
  summary: LoadSummary,
): PublishedFacts {
  const sources: EditionSourceInfo[] = everyFile(files.located).map((file) => ({
    dataset: file.dataset,
    title: file.title,
    publisher: file.publisher,
    licence: file.licence,
    vintage: file.vintage,
    address: file.address ?? '',
    obtained: file.obtained,
    file: basename(file.path),
    sha256: file.sha256,
    size_bytes: file.sizeBytes,
  }));
  const residents = Math.max(1, summary.residents);
  const [none, road, friction, imported] = PROVIDERS.map((_, i) => summary.providers[i] / residents);
  const errors = friction > 0 ? estimateErrors() : undefined;
  const errorNote = expectedError(errors, NOTED_MINUTES);
  const method: EditionMethod = {
    grid_resolution: gridResolution,
    time_limit_seconds: LIMIT_SECONDS,
    speed_profile: speedProfile(profile, summary),
    providers: { none, road, friction, imported },
    estimate_errors: errors,
    population: residentsSentence(summary.communesWithoutSquare).en,
    notes: [
      ...(files.located.has('canton-outlines')
        ? []
        : ['No canton outlines were loaded: nothing is said of cantons.']),
      ...importedNotes(summary),
      'Times run from the resident to the site, one way, without traffic.',
      'Residents of QPV are estimated: the population square around each point, taken as evenly inhabited.',
      'Where no road is loaded, times are estimated over H3 cells by density class, inhabited valleys and borders of EPCI; the sea is not crossed, and bridges to islands are not known.',
      ...(errorNote === null ? [] : [errorNote.en]),
    ],
  };
  const {
    reports: _reports,
    providers: _providers,
    imported: _imported,
    editionId: _id,
    ...counts
  } = summary;
  return { sources, method, summary: counts };
}

/** What stands in the definition of every answer: how a time came about. */
function speedProfile(profile: SpeedProfile, { imported }: LoadSummary): string {
  const computed = speedSentence(profile.name).en;
  if (!imported) return computed;
  return (
    `imported: times between ${imported.originPlaces} places of residents and ${imported.destinationPlaces} of sites, residents taken ` +
    `to start at the point of their ${PLACE[imported.by]}, sites to stand at theirs; computed: ${computed}`
  );
}

const PLACE = { commune: 'commune', point: 'nearest place within 5 km' };

function importedNotes({ imported }: LoadSummary): string[] {
  if (!imported) return [];
  const { by, meanPointKm, longestSeconds } = imported;
  const distance = Number.isNaN(meanPointKm)
    ? ''
    : ` Residents live ${meanPointKm.toFixed(1)} km from that point on average.`;
  const minutes = Math.floor(longestSeconds / 60);
  return [
    `Imported times are from place to place: all residents of a place start at its point (of their ${PLACE[by]}), all its sites stand there.${distance}`,
    'Residents count as imported where the nearest site of all has its time from the matrix. Where it is in their own place, or in one that the matrix does not name, its time is computed, and they count by the provider of that.',
    ...(longestSeconds < LIMIT_SECONDS
      ? [
          `The longest imported time is of ${minutes} minutes: between the places of the matrix nothing is known beyond.`,
        ]
      : []),
  ];
}

function estimateErrors(): EstimateError[] {
  return FRICTION_ERRORS.map(({ minutes, meanPoints, nineInTenPoints }) => ({
    threshold_minutes: minutes,
    mean_points: meanPoints,
    nine_in_ten_points: nineInTenPoints,
    departements: FRICTION_DEPARTEMENTS,
  }));
}
