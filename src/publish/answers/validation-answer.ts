import type {
  BarResult,
  ComparedFigure,
  LeftOut,
  LeftOutReason,
  ThresholdErrors,
} from '../../coverage/validation.ts';
import type { ImportReportEntry } from '../edition-meta.ts';

/** The file of figures that an edition is held against. */
export interface ReferenceInfo {
  file: string;
  /** Hexadecimal. */
  sha256: string;
  /** Null where the catalogue does not know the file. */
  described: { title: string; publisher: string; vintage: string; licence: string } | null;
  /** What to know before reading the differences, a sentence or more each. */
  caveats: string[];
  /** What the reader did with its rows. */
  rows: ImportReportEntry;
}

/** What `maillage validate` finds, whole: its JSON, and what its report is made of. */
export interface ValidationAnswer {
  edition: string;
  definition: {
    edition_created_at: string;
    fictional: boolean;
    network: string;
    network_definition: string;
    comparison: '<=';
    population: string;
    times: string;
    attribution: string[];
  };
  reference: ReferenceInfo;
  items: ComparedFigure[];
  errors: ThresholdErrors[];
  left_out: LeftOut[];
  /** Empty where none was asked for. */
  bars: BarResult[];
}

const REASONS: Record<LeftOutReason, string> = {
  'not-loaded': 'not in the edition',
  'beyond-limit': 'at minutes beyond the longest time of the edition',
  partial: 'only partly loaded',
  'no-population': 'without residents in the edition',
  'no-time': 'without any travel time in the edition',
  'not-applicable': 'remainders that the level does not cover by law',
};

const MOST_CODES = 12;

/** One line a reason: how many territories of the reference are not compared, why, and which. */
export function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  const groups = Map.groupBy(leftOut, ({ level, reason }) => `${level}\t${reason}`);
  return [...groups.values()].map((entries) => {
    const { level, reason } = entries[0];
    const codes = entries.slice(0, MOST_CODES).map((entry) => entry.code);
    const more = entries.length - codes.length;
    const listed = more > 0 ? `${codes.join(', ')} and ${more} more` : codes.join(', ');
    return `${entries.length} of level ${level} ${REASONS[reason]}: ${listed}`;
  });
}

/** One sentence a bar. */
export function barLine({ minutes, points, level, mean_absolute_error_points, met }: BarResult): string {
  const error = mean_absolute_error_points.toFixed(3);
  return `${level}, ${minutes} min: mean absolute error ${error} points, ${met ? 'at or under' : 'ABOVE'} the bar of ${points}`;
}
