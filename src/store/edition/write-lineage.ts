import { copyLine, type Engine } from '../engine.ts';

/** Former commune codes, each with the current ones that it became. */
export async function writeLineage(
  engine: Engine,
  lineage: Iterable<[former: string, current: string]>,
): Promise<void> {
  await engine.copyIn('commune_lineage', ['former', 'current'], Iterator.from(lineage).map(copyLine));
}
