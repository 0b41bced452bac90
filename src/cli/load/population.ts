import type { DatasetId } from '../../sources/files/catalogue.ts';
import { type PopulationSquareRow, readPopulationGrid } from '../../sources/population-grid.ts';
import { type PlacedSquares, placeSquares } from '../../store/edition/write-population.ts';
import type { Engine } from '../../store/engine.ts';
import type { Progress } from '../progress.ts';
import type { LandCells } from './land-cells.ts';
import type { Box, OutlineSummary, Scope } from './scope.ts';
import { readDataset, type SourceFiles } from './source-files.ts';

export interface Population {
  squares: PlacedSquares;
  /** Side of a square. */
  sizeM: number;
}

/** The finer grid first. */
const GRIDS: readonly DatasetId[] = ['population-200m', 'population-1km'];

/** Population squares of the territory, placed in communes and cantons by PostGIS; those of all the ground, to the land cells. */
export async function loadPopulation(
  files: SourceFiles,
  engine: Engine,
  scope: Scope,
  outlines: ReadonlyMap<string, OutlineSummary>,
  land: LandCells,
  progress: Progress,
): Promise<Population> {
  const dataset = GRIDS.find((id) => files.located.has(id));
  if (!dataset) return { squares: noSquares(), sizeM: 0 };
  const step = progress.step('Population squares');
  const near = boxFilter([...scope.inScope].map((code) => outlines.get(code)!.box));
  // The ground reaches beyond the territory: without its people it would pass for empty.
  const onLand = boxFilter([...scope.loaded].map((code) => outlines.get(code)!.box));
  let sizeM = 0;
  let read = 0;
  async function* nearby(): AsyncGenerator<PopulationSquareRow> {
    for await (const row of readDataset(files, dataset!, readPopulationGrid)) {
      if (++read % 10_000 === 0) step.advance(read, null);
      if (row.residents === 0) continue;
      if (onLand(row.lon, row.lat)) land.addSquare(row);
      if (!near(row.lon, row.lat)) continue;
      sizeM = row.sizeM;
      yield row;
    }
  }
  const { squares, nearest, outside } = await placeSquares(engine, nearby());
  step.done(`${squares.count} in the territory (${nearest} by the nearest commune), ${outside} beyond it`);
  return { squares, sizeM };
}

/**
 * Whether a point lies near one of the boxes, on a raster of tenths of a degree: squares far from the territory need
 * not travel to PostGIS.
 */
function boxFilter(boxes: readonly Box[]): (lon: number, lat: number) => boolean {
  const key = (x: number, y: number) => x * 10_000 + y;
  const tiles = new Set<number>();
  for (const [west, south, east, north] of boxes) {
    for (let x = Math.floor(west * 10) - 1; x <= Math.floor(east * 10) + 1; x++) {
      for (let y = Math.floor(south * 10) - 1; y <= Math.floor(north * 10) + 1; y++) tiles.add(key(x, y));
    }
  }
  return (lon, lat) => tiles.has(key(Math.floor(lon * 10), Math.floor(lat * 10)));
}

function noSquares(): PlacedSquares {
  return {
    count: 0,
    lon: new Float64Array(),
    lat: new Float64Array(),
    residents: new Float64Array(),
    commune: new Uint32Array(),
    canton: new Int32Array(),
  };
}
