import { setImmediate } from 'node:timers/promises';
import { englishCount } from '../../publish/number-text.ts';
import { mergedOutlines } from '../../publish/outlines/merge-outlines.ts';
import { encodeOutlines } from '../../publish/outlines/outline-binary.ts';
import {
  LEVELS_OF_COMMUNES,
  OUTLINE_LEVELS,
  type OutlineLevel,
  outlineArtifact,
} from '../../publish/outlines/outline-levels.ts';
import { SIMPLIFICATIONS, type Simplification } from '../../publish/outlines/outline-set.ts';
import { outlineSetOfWkb } from '../../publish/outlines/outline-wkb.ts';
import { type BorderFindings, sharedBorders } from '../../publish/outlines/shared-borders.ts';
import { borderSimplifier, type SimplifiedBorders } from '../../publish/outlines/simplify-borders.ts';
import { writeArtifact } from '../../store/edition/artifacts.ts';
import { type OutlineRecord, readCommuneOutlines, readOutlines } from '../../store/edition/read-outlines.ts';
import type { Engine } from '../../store/engine.ts';
import type { Progress, Step } from '../progress.ts';

/**
 * Of the ground that no commune holds in the file of 2025 all that is thinner than 254 m lies along the communes that
 * were drawn coarser than their neighbours; the two places that are nobody's (the étang de Berre, the Spanish Llívia)
 * are more than a kilometre wide.
 */
const GAP_WIDTH_M = 300;
/**
 * A QPV is some blocks of a town, 300 to 1,000 m wide: at a tenth of what is asked for, its shape is still told from
 * its neighbour's where it can be seen at all. QPV leave ground between them, however narrow.
 */
const QPV_SCALE = 0.1;

/** A level's groups of the territories that borders were drawn between. */
interface Groups {
  level: OutlineLevel;
  /** In code order. */
  codes: readonly string[];
  /** Territory → index of its group, or -1. */
  groupOf: Int32Array;
}

interface Work {
  engine: Engine;
  step: Step;
  signal: AbortSignal;
  stored: number;
  bytes: number;
}

/**
 * Outlines of every level at every simplification, packed into the edition. Communes are simplified together, edges
 * shared, and what is made of whole communes is merged from them; cantons are drawn by another hand and QPV lie
 * anywhere, so each are simplified by themselves.
 * @throws what the signal was aborted with
 */
export async function storeOutlines(engine: Engine, progress: Progress, signal: AbortSignal): Promise<void> {
  const step = progress.step('Outlines');
  const work: Work = { engine, step, signal, stored: 0, bytes: 0 };
  const communes = (await Array.fromAsync(readCommuneOutlines(engine.db))).flat();
  await turn(work);
  const ofCommunes = LEVELS_OF_COMMUNES.map((level) =>
    groupsBy(
      level,
      communes.map((row) => (level === 'commune' ? row.code : level === 'france' ? 'FR' : row[level])),
    ),
  );
  const findings = await storeSimplified(work, communes, ofCommunes, GAP_WIDTH_M, 1);
  const cantons = (await Array.fromAsync(readOutlines(engine.db, 'canton'))).flat();
  const ofCantons = groupsBy(
    'canton',
    cantons.map(({ code }) => code),
  );
  await storeSimplified(work, cantons, [ofCantons], GAP_WIDTH_M, 1);
  const qpv = (await Array.fromAsync(readOutlines(engine.db, 'qpv'))).flat();
  const ofQpv = groupsBy(
    'qpv',
    qpv.map(({ code }) => code),
  );
  await storeSimplified(work, qpv, [ofQpv], 0, QPV_SCALE);
  const hectares = (m2: number) => `${englishCount(Math.round(m2 / 1e4))} ha`;
  step.done(
    `${(work.bytes / 1e6).toFixed(1)} MB; between communes ${findings.overlaps} overlaps ` +
      `(${hectares(findings.overlapM2)}) and ${findings.gaps} gaps (${hectares(findings.gapM2)}) closed`,
  );
}

async function storeSimplified(
  work: Work,
  rows: readonly OutlineRecord[],
  levels: readonly Groups[],
  gapWidthM: number,
  scale: number,
): Promise<BorderFindings> {
  const borders = sharedBorders(outlineSetOfWkb(rows), gapWidthM);
  await turn(work);
  const simplify = borderSimplifier(borders);
  for (const simplification of SIMPLIFICATIONS) {
    const simplified = simplification === 0 ? borders : simplify(simplification * scale);
    for (const groups of levels) await storeMerged(work, simplified, groups, simplification);
  }
  return borders.findings;
}

async function storeMerged(
  work: Work,
  borders: SimplifiedBorders,
  { level, codes, groupOf }: Groups,
  simplification: Simplification,
): Promise<void> {
  const bytes = encodeOutlines(mergedOutlines(borders, codes, groupOf));
  await writeArtifact(work.engine, outlineArtifact(level, simplification), bytes);
  work.bytes += bytes.length;
  work.step.advance(++work.stored, OUTLINE_LEVELS.length * SIMPLIFICATIONS.length);
  await turn(work);
}

/** Lets an interruption be heard between two pieces of work. */
async function turn({ signal }: Work): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

function groupsBy(level: OutlineLevel, codeOf: readonly (string | null)[]): Groups {
  const codes = [...new Set(codeOf.filter((code) => code !== null))].sort();
  const indexOf = new Map(codes.map((code, index) => [code, index]));
  const groupOf = Int32Array.from(codeOf, (code) => (code === null ? -1 : indexOf.get(code)!));
  return { level, codes, groupOf };
}
