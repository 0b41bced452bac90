import type { Level } from '../../coverage/edition-data.ts';
import type { Simplification } from './outline-set.ts';

/** Levels whose territories are whole communes: their outlines are merged from the communes'. */
export const LEVELS_OF_COMMUNES = [
  'commune',
  'epci',
  'arrondissement',
  'departement',
  'region',
  'france',
] as const satisfies readonly Level[];

/** Levels whose territories have an outline; the others (ZRR, density…) are scattered over communes. */
export const OUTLINE_LEVELS = [...LEVELS_OF_COMMUNES, 'canton', 'qpv'] as const satisfies readonly Level[];
export type OutlineLevel = (typeof OUTLINE_LEVELS)[number];

export function hasOutlines(level: Level): level is OutlineLevel {
  return (OUTLINE_LEVELS as readonly Level[]).includes(level);
}

/** What an edition keeps these outlines under. */
export function outlineArtifact(level: OutlineLevel, simplification: Simplification): string {
  return `outlines-${level}-${simplification}`;
}
