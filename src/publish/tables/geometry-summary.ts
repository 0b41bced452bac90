import type { Geometry, Position } from 'geojson';

type Coordinates = Position | Coordinates[];

/** What a file says of its geometries as a whole, gathered one by one. */
export class GeometrySummary {
  readonly #types = new Set<Geometry['type']>();
  #west = Number.POSITIVE_INFINITY;
  #south = Number.POSITIVE_INFINITY;
  #east = Number.NEGATIVE_INFINITY;
  #north = Number.NEGATIVE_INFINITY;

  add(geometry: Geometry): void {
    this.#types.add(geometry.type);
    this.#stretch(geometry);
  }

  /** In alphabetical order. */
  get types(): Geometry['type'][] {
    return [...this.#types].sort();
  }

  /** West, south, east, north in degrees; null where nothing has been added. */
  get bounds(): [number, number, number, number] | null {
    return this.#west > this.#east ? null : [this.#west, this.#south, this.#east, this.#north];
  }

  #stretch(geometry: Geometry): void {
    if (geometry.type === 'GeometryCollection') for (const part of geometry.geometries) this.#stretch(part);
    else this.#reach(geometry.coordinates as Coordinates);
  }

  #reach(coordinates: Coordinates): void {
    if (typeof coordinates[0] !== 'number') {
      for (const part of coordinates as Coordinates[]) this.#reach(part);
      return;
    }
    const [lon, lat] = coordinates as Position;
    if (lon < this.#west) this.#west = lon;
    if (lon > this.#east) this.#east = lon;
    if (lat < this.#south) this.#south = lat;
    if (lat > this.#north) this.#north = lat;
  }
}
