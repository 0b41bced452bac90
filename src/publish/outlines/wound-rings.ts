import type { Position } from 'geojson';

/** The rings of a polygon wound as RFC 7946 asks: the exterior counter-clockwise, holes clockwise. */
export function woundRings(rings: readonly Position[][]): Position[][] {
  return rings.map((ring, place) => (signedArea(ring) > 0 === (place === 0) ? ring : ring.toReversed()));
}

/** Twice the area of a closed ring, in degrees²: positive where it runs counter-clockwise. */
function signedArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return sum;
}
