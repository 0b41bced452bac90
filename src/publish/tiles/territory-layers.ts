import { type CoverageItem, coverage } from '../../coverage/coverage.ts';
import type { EditionData, Level } from '../../coverage/edition-data.ts';
import { editionMemo } from '../../coverage/edition-memo.ts';
import { COVERAGE_COLUMNS } from '../dictionary/coverage.ts';
import { COORDINATE_SCALE } from '../outlines/outline-set.ts';
import { boundsOf } from '../outlines/ring-measures.ts';
import { roundedShare } from '../share-text.ts';
import { areasTouch, drawAreas, outlineAreas, simplificationAt } from './area-drawing.ts';
import { fieldsOf } from './layer-fields.ts';
import type { Properties } from './layer-writer.ts';
import type { TileLayer, TileQuestion } from './tile-layer.ts';

const PROPERTIES = ['code', 'name', 'population', 'covered', 'share', 'sites', 'status'] as const;

/** 35,000 communes are some 7 MB of figures. */
const QUESTIONS_REMEMBERED = 8;
const figuresMemo = editionMemo<Map<string, CoverageItem>>(QUESTIONS_REMEMBERED);

function figuresOf(
  data: EditionData,
  level: Level,
  { thresholdMinutes, rule }: TileQuestion,
): Map<string, CoverageItem> {
  return figuresMemo.of(data, `${level} ${thresholdMinutes} ${rule}`, () => {
    const { items } = coverage(data, { level, within: [], thresholdMinutes, rule });
    return new Map(items.map((item) => [item.code, item]));
  });
}

/** The outlines of a level's territories with their coverage at the threshold. */
function territoryLayer(name: string, level: Level, minZoom: number, description: string): TileLayer {
  return {
    name,
    minZoom,
    description,
    timed: true,
    fields: fieldsOf(COVERAGE_COLUMNS, PROPERTIES),
    async open({ data, outlines }, question, z) {
      const figures = figuresOf(data, level, question);
      const set = await outlines(level, simplificationAt(z));
      const areas = outlineAreas(set);
      const { indexOf: placeOf, names } = data.levels[level];
      const facts = {
        properties: (index: number): Properties => {
          const code = set.codes[index];
          const item = figures.get(code);
          if (item === undefined) return { code, name: names[placeOf.get(code)!] };
          const { population, covered, share, sites, status } = item;
          return {
            code,
            name: item.name,
            population,
            covered,
            // Four decimals: what a map can show, and few values to hold.
            share: share === null ? null : roundedShare(share),
            sites,
            status,
          };
        },
        weight: (index: number) => figures.get(set.codes[index])?.population ?? 0,
      };
      return {
        easing: 2,
        draw: (draft, square, detail) => drawAreas(draft, areas, square, detail, facts),
        touches: (square) => areasTouch(areas, square),
      };
    },
    async bounds({ outlines }) {
      // Of the outline as loaded: a simplified one may reach a little less far.
      const { bounds } = await outlines(level, 0);
      if (bounds.length === 0) return null;
      // Each is two corners.
      const [west, south, east, north] = boundsOf([bounds]).map((value) => value / COORDINATE_SCALE);
      return [west, south, east, north];
    },
  };
}

/** Least zooms: where a tile of the country still holds the names and figures of all that it shows in its bytes. */
export const TERRITORY_LAYERS: readonly TileLayer[] = [
  territoryLayer('communes', 'commune', 8, 'Communes with their coverage.'),
  territoryLayer('cantons', 'canton', 3, 'Cantons with their coverage; `sites` 0: none in it.'),
  territoryLayer('epci', 'epci', 3, 'Intercommunalités (EPCI) with their coverage.'),
  territoryLayer('departements', 'departement', 0, 'Départements with their coverage.'),
  territoryLayer('regions', 'region', 0, 'Régions with their coverage.'),
  territoryLayer('qpv', 'qpv', 5, 'Priority quarters (QPV) with the coverage of their estimated residents.'),
];
