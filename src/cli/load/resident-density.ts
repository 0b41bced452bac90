import Flatbush from 'flatbush';
import type { PlacedSquares } from '../../store/edition/write-population.ts';

const METRES_PER_DEGREE = 111_195;

/**
 * Residents per square metre around a point: those of the population square nearest to it, scaled as its commune's
 * squares are; the mean of the commune where no square is near (overseas without a grid).
 *
 * The squares are a lattice, so the nearest centre is that of the square which holds the point. Residents are taken as
 * spread evenly over it: towers next to fields make this an under-estimate for a QPV, more so on the 1 km grid.
 */
export function residentDensity(
  communes: readonly { areaM2: number; residents: number }[],
  squares: PlacedSquares,
  squareSizeM: number,
  legal: Uint32Array,
): (lon: number, lat: number, commune: number) => number {
  const mean = (commune: number) => communes[commune].residents / communes[commune].areaM2;
  if (squares.count === 0) return (_lon, _lat, commune) => mean(commune);

  const counted = new Float64Array(communes.length);
  for (let i = 0; i < squares.count; i++) counted[squares.commune[i]] += squares.residents[i];
  const whole = wholeSquares(squares);
  // Degrees of longitude shrink with latitude: on a plane of equal degrees the nearest centre would be the wrong one.
  const x = (lon: number, lat: number) => lon * Math.cos((lat * Math.PI) / 180);
  const index = new Flatbush(whole.length);
  for (const { part } of whole) {
    const at = x(squares.lon[part], squares.lat[part]);
    index.add(at, squares.lat[part], at, squares.lat[part]);
  }
  index.finish();
  const reach = squareSizeM / METRES_PER_DEGREE;
  return (lon, lat, commune) => {
    const [nearest] = index.neighbors(x(lon, lat), lat, 1, reach);
    if (nearest === undefined) return mean(commune);
    const { part, residents } = whole[nearest];
    const own = squares.commune[part];
    return (residents * legal[own]) / counted[own] / squareSizeM ** 2;
  };
}

/** Squares that cantons cut come in parts, one after the other at one centre: here they are whole again. */
function wholeSquares({ count, lon, lat, residents }: PlacedSquares): { part: number; residents: number }[] {
  const whole: { part: number; residents: number }[] = [];
  for (let i = 0; i < count; i++) {
    const last = whole.at(-1);
    const isSame = last && lon[last.part] === lon[i] && lat[last.part] === lat[i];
    if (isSame) last.residents += residents[i];
    else whole.push({ part: i, residents: residents[i] });
  }
  return whole;
}
