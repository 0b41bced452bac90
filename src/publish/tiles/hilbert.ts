/**
 * Number of a tile in the order of PMTiles: by zoom, then along a Hilbert curve, so that neighbours on the map stand
 * close together in the file (PMTiles specification 3, "Tile ID"; the curve after Hilbert 1891 by quadrants).
 * Exact to zoom 26, where ids pass 2^53.
 */
export function tileId(z: number, x: number, y: number): number {
  // Tiles of all the zooms above: 1 + 4 + 16 + …
  let id = (4 ** z - 1) / 3;
  let [column, row] = [x, y];
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const right = (column & side) !== 0 ? 1 : 0;
    const lower = (row & side) !== 0 ? 1 : 0;
    id += side * side * ((3 * right) ^ lower);
    if (lower === 1) continue;
    if (right === 1) {
      column = side - 1 - column;
      row = side - 1 - row;
    }
    [column, row] = [row, column];
  }
  return id;
}
