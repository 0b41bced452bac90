import type { PlannedDataset, PublishedFormat } from './plan.ts';

/** A file of a publication, as written. */
export interface PublishedFile {
  /** Relative to the publication, with `/`. */
  path: string;
  mediaType: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** A dataset of the plan with the files that hold it. */
export interface PublishedDataset {
  planned: PlannedDataset;
  /** Frictionless data resource of its CSV, as the API describes it. */
  descriptor: DataResource;
  files: Partial<Record<PublishedFormat, PublishedFile>>;
}

/** What is kept of the descriptor; the rest (sources, licences) is the same for the whole publication. */
export interface DataResource {
  schema: object;
  [member: string]: unknown;
}
