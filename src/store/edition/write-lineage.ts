import { copyLine, type Engine } from '../engine.ts';

export interface LineageInput {
  former: string;
  current: string;
  /** The events from one to the other; the store does not look inside. */
  steps: readonly object[];
}

/** Former commune codes, each with the current ones that it became, and how. */
export async function writeLineage(engine: Engine, lineage: Iterable<LineageInput>): Promise<void> {
  const lines = Iterator.from(lineage).map((l) => copyLine([l.former, l.current, JSON.stringify(l.steps)]));
  await engine.copyIn('commune_lineage', ['former', 'current', 'steps'], lines);
}
