import type { EditionData, Level } from '../coverage/edition-data.ts';
import type { OutlineSet, Simplification } from './outlines/outline-set.ts';

/** One official file behind an edition. */
export interface EditionSourceInfo {
  dataset: string;
  title: string;
  publisher: string;
  licence: string;
  vintage: string;
  /** The official address, wherever the copy that was read came from. */
  address: string;
  obtained: 'mirror' | 'cache' | 'download' | 'built-in' | 'file';
  file: string;
  sha256: string;
  size_bytes: number;
}

/** How far estimated shares of départements are off INSEE's where the estimate was not fitted. */
export interface EstimateError {
  threshold_minutes: number;
  /** Mean absolute error, in points of share. */
  mean_points: number;
  /** Nine départements in ten are nearer than this. */
  nine_in_ten_points: number;
  /** How many it was measured on. */
  departements: number;
}

export interface EditionMethod {
  grid_resolution: number;
  time_limit_seconds: number;
  speed_profile: string;
  /** Provider of travel times → share of residents, 0 to 1. */
  providers: { road: number; friction: number; none: number; imported?: number };
  /** Of the estimate that the edition was computed with; absent where no time is estimated. */
  estimate_errors?: EstimateError[];
  /** One sentence: which residents are counted, and how they were placed. */
  population: string;
  notes: string[];
}

/** What a reader did with a file, as published: ReadReport of sources/, by structure. */
export interface ImportReportEntry {
  dataset: string;
  file: string;
  read: number;
  kept: number;
  repaired: number;
  rejected: number;
  flagged: number;
  issues: {
    kind: 'rejected' | 'repaired' | 'flagged';
    file: string;
    row: number | null;
    column: string | null;
    value: string | null;
    reason: string;
  }[];
  issuesOmitted: number;
}

export interface EditionMeta {
  id: string;
  /** ISO date and time. */
  created_at: string;
  /** Scope as it was asked for, e.g. `2A`, `2B`, `france`. */
  territory: string[];
  fictional: boolean;
  sources: EditionSourceInfo[];
  method: EditionMethod;
  import_report: ImportReportEntry[];
  summary: Record<string, number>;
}

/** A line of the list of editions that are kept. */
export interface EditionSummary {
  id: string;
  created_at: string;
  territory: string[];
  fictional: boolean;
  current: boolean;
}

export interface LoadedEdition {
  meta: EditionMeta;
  data: EditionData;
  /** Outlines of a level's territories; an empty set where the level has none (ZRR, density…). Held once read. */
  outlines(level: Level, simplification: Simplification): Promise<OutlineSet>;
}
