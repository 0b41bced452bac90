import type { MultiPolygon, Polygon } from 'geojson';
import { gridDisk, polygonToCells } from 'h3-js';
import type { CommuneFacts } from './commune-facts.ts';

/** The ground as H3 cells, each with the commune that holds its centre; the sea has none. */
export interface LandCells {
  /** Adds a commune's cells: those whose centre lies inside its outline. */
  add(commune: CommuneFacts, geometry: Polygon | MultiPolygon): void;
  /**
   * Adds a populated cell, unless ground is near: the centre of a shore's or a border's cell may lie in the water or
   * abroad, and its residents then start from that ground. An islet smaller than a cell, far from land, stands alone.
   */
  addPopulated(cell: bigint, commune: CommuneFacts): void;
  /** Adds a cell that joins two grounds which the cells tore apart. */
  addBridge(cell: bigint, commune: CommuneFacts): void;
  /** Cells so far, and for each its commune. */
  take(): { cells: BigUint64Array; communes: CommuneFacts[] };
}

/** As far as points off the ground are brought to it (network/friction-times.ts). */
const SHORE_RINGS = 2;

export function collectLandCells(resolution: number): LandCells {
  const communeOf = new Map<bigint, CommuneFacts>();
  const addCell = (cell: bigint, commune: CommuneFacts) => {
    if (!communeOf.has(cell)) communeOf.set(cell, commune);
  };
  return {
    addPopulated(cell, commune) {
      if (communeOf.has(cell)) return;
      const near = gridDisk(cell.toString(16), SHORE_RINGS).some((hex) => communeOf.has(BigInt(`0x${hex}`)));
      if (!near) addCell(cell, commune);
    },
    addBridge: addCell,
    add(commune, geometry) {
      const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
      for (const polygon of polygons) {
        for (const cell of polygonToCells(polygon, resolution, true)) addCell(BigInt(`0x${cell}`), commune);
      }
    },
    take: () => ({ cells: BigUint64Array.from(communeOf.keys()), communes: [...communeOf.values()] }),
  };
}
