import { join } from 'node:path';
import { latLngToCell } from 'h3-js';
import type { CommuneFacts } from '../../src/cli/load/commune-facts.ts';
import { landGround } from '../../src/cli/load/ground.ts';
import { collectLandCells } from '../../src/cli/load/land-cells.ts';
import type { CellPoints } from '../../src/network/friction/friction-times.ts';
import { numberOfHex } from '../../src/network/friction/hex-lattice.ts';
import { readDensity, readMountain } from '../../src/sources/anct-typology.ts';
import { readContours } from '../../src/sources/contours.ts';
import { ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile, type SourceFile } from '../../src/sources/files/source-file.ts';
import { type PopulationSquareRow, readPopulationGrid } from '../../src/sources/population-grid.ts';

/** Of the editions. */
export const RESOLUTION = 8;

export type Ground = Awaited<ReturnType<typeof readGround>>;

/** Rows of a file of the mirror. @throws Error without MAILLAGE_MIRROR */
export async function* read<T>(
  path: string,
  reader: (file: SourceFile, report: ReportBuilder) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const mirror = process.env.MAILLAGE_MIRROR;
  if (!mirror) throw new Error('MAILLAGE_MIRROR: expected the folder of the source files, found nothing');
  const file = await openSourceFile(join(mirror, path));
  yield* reader(file, new ReportBuilder(path, file.name));
}

/** Mainland and Corsica as an edition's load makes them, with the population squares. */
export async function readGround() {
  const density = new Map<string, string>();
  for await (const row of read('zonings/anct-densite.csv.gz', readDensity))
    density.set(row.commune, row.density);
  const mountains = new Set<string>();
  for await (const row of read('zonings/anct-montagne.csv.gz', readMountain)) mountains.add(row.commune);

  const land = collectLandCells(RESOLUTION);
  for await (const row of read('territories/communes-2025.geojson.gz', readContours)) {
    if (row.departement.startsWith('97')) continue;
    const { code, name, departement, epci } = row;
    const commune: CommuneFacts = {
      code,
      name,
      departement,
      epci,
      region: row.region ?? '',
      arrondissement: null,
      canton: null,
      residents: 0,
      density: density.get(code) ?? null,
      zrr: null,
      zrrDetail: null,
      frr: null,
      mountain: mountains.has(code),
      centre: null,
    };
    land.add(commune, row.geometry);
  }
  const squares: PopulationSquareRow[] = [];
  for await (const row of read('population/census-2021-1km.csv.gz', readPopulationGrid)) {
    if (row.residents === 0) continue;
    squares.push(row);
    land.addSquare(row);
  }
  const ground = landGround(land);
  const communeAt = (lon: number, lat: number): CommuneFacts | null => {
    const cell = numberOfHex(ground.lattice.index, latLngToCell(lat, lon, RESOLUTION));
    return cell < 0 ? null : ground.communes[cell];
  };
  return { ...ground, squares, communeAt };
}

export function cellPoints(places: readonly { lon: number; lat: number }[]): CellPoints {
  return {
    lon: Float64Array.from(places, ({ lon }) => lon),
    lat: Float64Array.from(places, ({ lat }) => lat),
    cell: BigUint64Array.from(places, ({ lon, lat }) => BigInt(`0x${latLngToCell(lat, lon, RESOLUTION)}`)),
  };
}
