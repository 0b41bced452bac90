import { DomainError } from '../domain-error.ts';
import { decodeOutlines } from '../publish/outlines/outline-binary.ts';
import { hasOutlines, type OutlineLevel, outlineArtifact } from '../publish/outlines/outline-levels.ts';
import { type OutlineSet, outlineSetOf, type Simplification } from '../publish/outlines/outline-set.ts';
import { readArtifact } from '../store/edition/artifacts.ts';
import type { Db } from '../store/engine.ts';
import type { LoadedEdition } from './edition-source.ts';

/**
 * What an edition's outlines may take in memory: those of France take about 80 MB, of which the communes as loaded and at
 * 100 m are half. Those asked for longest ago are let go, and read again when they are asked for.
 */
const HELD_BYTES = 64 << 20;

/**
 * Outlines of an edition, read when they are first asked for.
 * @throws DomainError binary-format when they are damaged; no-edition when the edition has none, being older
 */
export function storedOutlines(
  db: Db,
  edition: string,
  schemaName: string,
  heldBytes = HELD_BYTES,
): LoadedEdition['outlines'] {
  const none = outlineSetOf(new Map());
  // In the order they were last asked for: a Map keeps that of its insertions.
  const held = new Map<string, OutlineSet>();
  const reading = new Map<string, Promise<OutlineSet>>();

  async function read(
    level: OutlineLevel,
    simplification: Simplification,
    name: string,
  ): Promise<OutlineSet> {
    const bytes = await readArtifact(db, schemaName, name);
    if (bytes === null) {
      throw new DomainError(
        'no-edition',
        `edition ${edition} has no outlines of level ${level} at ${simplification} m: run maillage load again`,
        { edition, expected: name },
      );
    }
    return decodeOutlines(bytes);
  }

  function hold(name: string, outlines: OutlineSet): void {
    held.delete(name);
    held.set(name, outlines);
    let bytes = 0;
    for (const set of held.values()) bytes += bytesOf(set);
    for (const [oldest, set] of held) {
      if (bytes <= heldBytes || oldest === name) break;
      bytes -= bytesOf(set);
      held.delete(oldest);
    }
  }

  return async (level, simplification) => {
    if (!hasOutlines(level)) return none;
    const name = outlineArtifact(level, simplification);
    const known = held.get(name);
    if (known !== undefined) {
      hold(name, known);
      return known;
    }
    let outlines = reading.get(name);
    if (outlines === undefined) {
      outlines = read(level, simplification, name).finally(() => reading.delete(name));
      reading.set(name, outlines);
    }
    const set = await outlines;
    hold(name, set);
    return set;
  };
}

function bytesOf({ codes, bounds, polygonStart, ringStart, pointStart, points }: OutlineSet): number {
  const columns = [bounds, polygonStart, ringStart, pointStart, points];
  // A code and its entry in the map take about a hundred bytes.
  return columns.reduce((sum, column) => sum + column.byteLength, 100 * codes.length);
}
