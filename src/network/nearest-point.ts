import Flatbush from 'flatbush';
import { crowFlyM, DEGREE_M } from './geometry.ts';
import type { Points } from './points.ts';

/** Index of the nearest point within `limitM` crow-fly metres, -1 where there is none; ties go to the lower index. */
export type NearestPoint = (lon: number, lat: number, limitM: number) => number;

/** @param points any number, none included */
export function indexPoints({ lon, lat }: Points): NearestPoint {
  const count = lon.length;
  if (count === 0) return () => -1;
  const index = new Flatbush(count);
  for (let i = 0; i < count; i++) index.add(lon[i], lat[i]);
  index.finish();
  const within = (atLon: number, atLat: number, limitM: number): number => {
    const dLat = limitM / DEGREE_M;
    // The circle is widest towards the pole.
    const dLon = dLat / Math.cos(((Math.abs(atLat) + dLat) * Math.PI) / 180);
    let nearest = -1;
    let nearestM = limitM;
    for (const i of index.search(atLon - dLon, atLat - dLat, atLon + dLon, atLat + dLat)) {
      const metres = crowFlyM(atLon, atLat, lon[i], lat[i]);
      if (metres > nearestM || (metres === nearestM && nearest >= 0 && nearest < i)) continue;
      nearest = i;
      nearestM = metres;
    }
    return nearest;
  };
  // A near circle first: where points stand close, a wide one holds thousands.
  return (atLon, atLat, limitM) => {
    const near = within(atLon, atLat, limitM / 10);
    return near >= 0 ? near : within(atLon, atLat, limitM);
  };
}
