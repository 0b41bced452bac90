import { histogramOf } from '../../coverage/answer-cache.ts';
import { type CoverageItem, coverageItem } from '../../coverage/coverage.ts';
import type { EditionData, Level, Territories } from '../../coverage/edition-data.ts';
import { membership } from '../../coverage/membership.ts';
import type { CountingRule } from '../../coverage/network.ts';
import { countSites, networkWithin } from '../../coverage/site-counts.ts';
import { thresholdSeconds } from '../../coverage/threshold.ts';
import type { Column, Row } from '../columns.ts';
import { type OutlineSet, outlineText } from '../outlines/outline-set.ts';
import { boundsOf } from '../outlines/ring-measures.ts';
import { outlineMeets } from './box-intersection.ts';
import { type Extent, type FeatureRows, hasValue, inDegrees, rowsThat } from './feature-rows.ts';

export interface FigureQuestion {
  /** Whole minutes, 1 to 60. */
  thresholdMinutes: number;
  rule: CountingRule;
}

/** Zonings whose communes are features, each with its class. */
export type Zoning = 'zrr' | 'frr';

/** The level that a property names a territory of: its code, or its name. */
const PLACES: Record<string, { level: Level; named: boolean }> = {
  commune: { level: 'commune', named: false },
  canton: { level: 'canton', named: false },
  epci: { level: 'epci', named: false },
  departement: { level: 'departement', named: false },
  region: { level: 'region', named: false },
  density: { level: 'density', named: false },
  zrr: { level: 'zrr', named: false },
  zrr_detail: { level: 'zrr_detail', named: false },
  zrr_detail_name: { level: 'zrr_detail', named: true },
  frr: { level: 'frr', named: false },
  frr_name: { level: 'frr', named: true },
};

/** A commune that the file of the class does not hold. */
const UNKNOWN = 'unknown';
/** Classes of communes that are not in the zoning. */
const OUTSIDE: ReadonlySet<string> = new Set(['not-classed', UNKNOWN]);

/**
 * The territories of a level with their figures, in code order. What the level does not cover by law (the communes of
 * Paris have no canton) is no territory of it and is left out.
 * @param columns of the collection: properties are made of these and no others
 * @param zoning keep the communes that are in it, wholly or in part
 * @throws DomainError threshold-out-of-range
 */
export function territoryRows(
  data: EditionData,
  outlines: OutlineSet,
  level: Level,
  columns: readonly Column[],
  question: FigureQuestion,
  zoning?: Zoning,
): FeatureRows {
  thresholdSeconds(data, question.thresholdMinutes);
  const territories = data.levels[level];
  const listed = listedTerritories(data, level, zoning);
  const outlineOf = outlinesByTerritory(outlines, territories);
  const figures = figuresOf(data, level, question);
  const readers = columns.map(({ name }) => ({ name, read: reader(data, level, figures, name) }));
  return {
    count: listed.length,
    id: (row) => territories.codes[listed[row]],
    rowOf: (id) => placeOf(listed, territories.indexOf.get(id) ?? -1),
    properties(row) {
      const properties: Row = {};
      // One item for all the figures of the row.
      const item = figures(listed[row]);
      for (const { name, read } of readers) properties[name] = read(listed[row], item);
      return properties;
    },
    geometryText(row) {
      const outline = outlineOf[listed[row]];
      return outline < 0 ? 'null' : outlineText(outlines, outline);
    },
    meeting: ({ rectangles }) =>
      rowsThat(listed.length, (row) => {
        const outline = outlineOf[listed[row]];
        return outline < 0 || rectangles.some((rectangle) => outlineMeets(outlines, outline, rectangle));
      }),
    having(property, value) {
      const read = reader(data, level, figures, property);
      return (row) => hasValue(read(listed[row]), value);
    },
    extent: () => extentOf(outlines, listed, outlineOf),
  };
}

/** Figures of a territory, made when they are asked for: a page of a thousand communes makes a thousand. */
function figuresOf(
  data: EditionData,
  level: Level,
  { thresholdMinutes, rule }: FigureQuestion,
): (territory: number) => CoverageItem {
  const histogram = histogramOf(data, level, [], rule);
  const sites = countSites(data, level, networkWithin(data, [], rule)).byTerritory;
  return (territory) => coverageItem(data, level, histogram, territory, sites[territory], thresholdMinutes);
}

/** Territories ascending, those to which the level applies. */
function listedTerritories(data: EditionData, level: Level, zoning: Zoning | undefined): Uint32Array {
  const { extents } = data.levels[level];
  const classOf = zoning === undefined ? null : membership(data, level, zoning);
  const classes = zoning === undefined ? [] : data.levels[zoning].codes;
  const inZoning = (territory: number) =>
    classOf === null || (classOf[territory] >= 0 && !OUTSIDE.has(classes[classOf[territory]]));
  const listed = new Uint32Array(extents.length);
  let count = 0;
  for (let territory = 0; territory < extents.length; territory++) {
    if (extents[territory] !== 'not-applicable' && inZoning(territory)) listed[count++] = territory;
  }
  return listed.subarray(0, count);
}

type Reader = (territory: number, item?: CoverageItem) => string | number | null;

function reader(
  data: EditionData,
  level: Level,
  figures: (territory: number) => CoverageItem,
  property: string,
): Reader {
  if (property === 'code') return (territory) => data.levels[level].codes[territory];
  if (property === 'name') return (territory) => data.levels[level].names[territory];
  if (!Object.hasOwn(PLACES, property)) {
    return (territory, item = figures(territory)) => item[property as keyof CoverageItem];
  }
  const { level: parent, named } = PLACES[property];
  const parentOf = membership(data, level, parent);
  const { codes, names, extents } = data.levels[parent];
  return (territory) => {
    const index = parentOf[territory];
    if (index < 0 || extents[index] === 'not-applicable' || codes[index] === UNKNOWN) return null;
    return named ? names[index] : codes[index];
  };
}

/** The place of a number in an ascending list, or -1. */
function placeOf(list: Uint32Array, wanted: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (list[middle] === wanted) return middle;
    if (list[middle] < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Outlines and territories of one edition are both in code order, but not every territory has an outline. */
const places = new WeakMap<OutlineSet, Int32Array>();

/** Index of the outline of each territory, -1 where it has none. */
function outlinesByTerritory(outlines: OutlineSet, { codes }: Territories): Int32Array {
  let found = places.get(outlines);
  if (found === undefined) {
    found = Int32Array.from(codes, (code) => outlines.indexOf.get(code) ?? -1);
    places.set(outlines, found);
  }
  return found;
}

function extentOf({ bounds }: OutlineSet, listed: Uint32Array, outlineOf: Int32Array): Extent | null {
  const outlined = [...listed].map((territory) => 4 * outlineOf[territory]).filter((at) => at >= 0);
  return inDegrees(boundsOf(outlined.map((at) => bounds.subarray(at, at + 4))));
}
