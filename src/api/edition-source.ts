import type { EditionSummary, LoadedEdition } from '../publish/edition-meta.ts';

export type {
  EditionMeta,
  EditionSourceInfo,
  EditionSummary,
  LoadedEdition,
} from '../publish/edition-meta.ts';

/** Where the API finds the edition to answer from; the wiring in cli/ puts a database behind it. */
export interface EditionSource {
  /** The current edition; null where none is loaded yet. */
  current(): Promise<LoadedEdition | null>;
  /** Every edition that is kept, newest first. */
  list(): Promise<EditionSummary[]>;
  /** Whether what stands behind (the database) answers. */
  ready(): Promise<boolean>;
}
