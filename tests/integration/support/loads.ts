import { join } from 'node:path';
import { expect } from 'vitest';
import { runLoad } from '../../../src/cli/commands/load.ts';
import type { LoadSummary } from '../../../src/cli/load/published-facts.ts';
import { silentProgress } from '../../../src/cli/progress.ts';
import { SAMPLE_DIR } from '../../../src/config.ts';
import { DomainError } from '../../../src/domain-error.ts';
import type { TestStore } from './test-store.ts';

export const SAMPLE_ROADS = join(SAMPLE_DIR, 'roads/val-d-ambre.osm.pbf');

export interface LoadInput {
  /** Default: the built-in sample as it is. */
  mirror?: string;
  roads?: string;
  /** Default: all that the outlines hold. */
  territory?: string;
  signal?: AbortSignal;
}

/** Loads as the command does, in this process. */
export function load(store: TestStore, input: LoadInput = {}): Promise<LoadSummary> {
  const { mirror, roads, territory = 'france' } = input;
  const files = mirror === undefined ? { sample: true, roads } : { mirror, roads };
  const signal = input.signal ?? new AbortController().signal;
  return runLoad(store.config, { ...files, territory, gridResolution: 8 }, silentProgress, signal);
}

/** The error of a load that must not succeed: one that a user can mend. */
export async function refusalOf(store: TestStore, input: LoadInput): Promise<DomainError> {
  const outcome = await load(store, input).catch((cause: unknown) => cause);
  expect(outcome).toBeInstanceOf(DomainError);
  return outcome as DomainError;
}
