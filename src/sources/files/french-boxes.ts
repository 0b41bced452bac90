/**
 * Rough boxes around every French territory: enough to tell a plausible point from a swapped or absurd one. What lies in
 * a box but outside every commune is found later, by PostGIS.
 */
const BOXES: readonly (readonly [west: number, south: number, east: number, north: number])[] = [
  // Mainland and Corsica; reaches into the Atlantic, where the built-in fictional département lies.
  [-9, 41, 10, 51.5],
  // Guadeloupe, Martinique, Saint-Martin, Saint-Barthélemy
  [-63.5, 14, -60.5, 18.5],
  // Guyane
  [-55, 2, -51, 6.5],
  // La Réunion
  [55, -21.6, 56.1, -20.6],
  // Mayotte
  [44.8, -13.2, 45.5, -12.4],
  // Saint-Pierre-et-Miquelon
  [-56.7, 46.5, -55.9, 47.3],
  // French Polynesia
  [-155, -28.5, -134, -7.5],
  // New Caledonia
  [163, -23.5, 169, -17.5],
  // Wallis and Futuna
  [-178.5, -14.7, -175.8, -12.9],
];

export function liesInFrenchBox(lon: number, lat: number): boolean {
  return BOXES.some(
    ([west, south, east, north]) => lon >= west && lon <= east && lat >= south && lat <= north,
  );
}
