import type { MultiPolygon, Polygon } from 'geojson';
import {
  getHexagonAreaAvg,
  getHexagonEdgeLengthAvg,
  gridDisk,
  latLngToCell,
  polygonToCells,
  UNITS,
} from 'h3-js';
import { DEGREE_M } from '../../network/geometry.ts';
import type { CommuneFacts } from './commune-facts.ts';

/** The ground as H3 cells, each with the commune that holds its centre; the sea has none. */
export interface LandCells {
  /** H3 resolution of the cells. */
  resolution: number;
  /** Adds a commune's cells: those whose centre lies inside its outline. */
  add(commune: CommuneFacts, geometry: Polygon | MultiPolygon): void;
  /**
   * Adds a populated cell, unless ground is near: the centre of a shore's or a border's cell may lie in the water or
   * abroad, and its residents then start from that ground. An islet smaller than a cell, far from land, stands alone.
   */
  addPopulated(cell: bigint, commune: CommuneFacts): void;
  /** Adds a cell that joins two grounds which the cells tore apart. */
  addBridge(cell: bigint, commune: CommuneFacts): void;
  /** Spreads the residents of a population square over the cells that it covers; squares beyond the land are passed over. */
  addSquare(square: { lon: number; lat: number; residents: number; sizeM: number }): void;
  /**
   * Cells so far, and for each its commune and its residents per km². NaN in a commune without any square: where nobody
   * knows who lives there, an empty cell says nothing.
   */
  take(): { cells: BigUint64Array; communes: CommuneFacts[]; perKm2: Float32Array };
}

/** As far as points off the ground are brought to it (network/friction/friction-times.ts). */
const SHORE_RINGS = 2;

/** Points of a square stand at most this part of the distance between cells apart: a cell within the square has one. */
const POINT_SPACING = 0.6;

export function collectLandCells(resolution: number): LandCells {
  const communeOf = new Map<bigint, CommuneFacts>();
  const addCell = (cell: bigint, commune: CommuneFacts) => {
    if (!communeOf.has(cell)) communeOf.set(cell, commune);
  };
  const residentsOf = new Map<string, number>();
  const areaKm2 = getHexagonAreaAvg(resolution, UNITS.km2);
  const pointEveryM = POINT_SPACING * Math.sqrt(3) * getHexagonEdgeLengthAvg(resolution, UNITS.m);
  return {
    resolution,
    addSquare({ lon, lat, residents, sizeM }) {
      const perSide = Math.ceil(sizeM / pointEveryM);
      const stepLat = sizeM / perSide / DEGREE_M;
      const stepLon = stepLat / Math.cos((lat * Math.PI) / 180);
      const share = residents / (perSide * perSide);
      for (let i = 0; i < perSide; i++) {
        for (let j = 0; j < perSide; j++) {
          const [x, y] = [i - (perSide - 1) / 2, j - (perSide - 1) / 2];
          const cell = latLngToCell(lat + y * stepLat, lon + x * stepLon, resolution);
          residentsOf.set(cell, (residentsOf.get(cell) ?? 0) + share);
        }
      }
    },
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
    take() {
      const cells = BigUint64Array.from(communeOf.keys());
      const communes = [...communeOf.values()];
      const residents = Float32Array.from(cells, (cell) => residentsOf.get(cell.toString(16)) ?? 0);
      const counted = new Set(communes.filter((_, i) => residents[i] > 0));
      const perKm2 = residents.map((count, i) => (counted.has(communes[i]) ? count / areaKm2 : Number.NaN));
      return { cells, communes, perKm2 };
    },
  };
}
