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

/** @param names code → names that it bore, the latest first */
export async function writeFormerNames(
  engine: Engine,
  names: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const lines = names
    .entries()
    .flatMap(([code, list]) => list.map((name, position) => copyLine([code, position, name])));
  await engine.copyIn('commune_former_name', ['code', 'position', 'name'], lines);
}

/** @param postcodes commune → its postcodes, each once */
export async function writePostcodes(
  engine: Engine,
  postcodes: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const lines = postcodes
    .entries()
    .flatMap(([commune, list]) => list.map((postcode) => copyLine([commune, postcode])));
  await engine.copyIn('commune_postcode', ['commune', 'postcode'], lines);
}
