import { COORDINATE_SCALE, type OutlineSet, outlineSetFrom } from './outline-set.ts';
import { twiceArea } from './ring-measures.ts';

const POLYGON = 3;
const MULTI_POLYGON = 6;

/**
 * Outlines in columns from polygons and multipolygons in well-known binary (OGC 06-103r4, two dimensions), lon/lat.
 * Rings are wound as RFC 7946 asks.
 * @param rows in code order; the binary in base64
 * @throws TypeError when one is neither a polygon nor a multipolygon
 */
export function outlineSetOfWkb(rows: readonly { code: string; wkb: string }[]): OutlineSet {
  const polygonStart = [0];
  const ringStart = [0];
  const pointStart = [0];
  // A point takes 16 bytes, 21 in base64, and is two numbers here.
  const points = new Int32Array(Math.ceil(rows.reduce((sum, { wkb }) => sum + wkb.length, 0) / 10));
  let length = 0;

  function readPolygon(view: DataView, start: number, little: boolean): number {
    let at = start;
    const rings = view.getUint32(at, little);
    at += 4;
    for (let ring = 0; ring < rings; ring++) {
      const count = view.getUint32(at, little);
      at += 4;
      const first = length;
      for (let i = 0; i < count; i++, at += 16) {
        points[length++] = Math.round(view.getFloat64(at, little) * COORDINATE_SCALE);
        points[length++] = Math.round(view.getFloat64(at + 8, little) * COORDINATE_SCALE);
      }
      if (twiceArea(points, first, length) > 0 !== (ring === 0)) reverse(points, first, length);
      pointStart.push(length / 2);
    }
    ringStart.push(pointStart.length - 1);
    return at;
  }

  for (const { code, wkb } of rows) {
    const bytes = Buffer.from(wkb, 'base64');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const little = view.getUint8(0) === 1;
    const type = view.getUint32(1, little);
    if (type === POLYGON) readPolygon(view, 5, little);
    else if (type === MULTI_POLYGON) {
      let at = 9;
      for (let left = view.getUint32(5, little); left > 0; left--) {
        at = readPolygon(view, at + 5, view.getUint8(at) === 1);
      }
    } else throw new TypeError(`${code}: expected a polygon in well-known binary, found type ${type}`);
    polygonStart.push(ringStart.length - 1);
  }
  return outlineSetFrom({
    codes: rows.map(({ code }) => code),
    polygonStart: Uint32Array.from(polygonStart),
    ringStart: Uint32Array.from(ringStart),
    pointStart: Uint32Array.from(pointStart),
    points: points.subarray(0, length),
  });
}

function reverse(points: Int32Array, begin: number, end: number): void {
  for (let i = begin, j = end - 2; i < j; i += 2, j -= 2) {
    const [lon, lat] = [points[i], points[i + 1]];
    points[i] = points[j];
    points[i + 1] = points[j + 1];
    points[j] = lon;
    points[j + 1] = lat;
  }
}
