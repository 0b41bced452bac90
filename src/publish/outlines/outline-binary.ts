import { columnOf, decodeColumns, encodeColumns } from '../../grid/columns-binary.ts';
import { type OutlineSet, outlineSetFrom } from './outline-set.ts';

const KIND = 'outlines';
const VERSION = 1;
/** Stands for a step that sixteen bits do not hold: it is the next of the wide ones. */
const WIDE = -32_768;

/**
 * Outlines as one buffer: each point as the step from the one before, in sixteen bits a coordinate (3.6 km of latitude;
 * longer steps apart, in thirty-two), a ring without its repeated last point. Half the bytes of whole coordinates.
 */
export function encodeOutlines(outlines: OutlineSet): Uint8Array {
  const { codes, polygonStart, ringStart, pointStart, points } = outlines;
  const rings = pointStart.length - 1;
  const steps = new Int16Array(points.length - 2 * rings);
  const wide: number[] = [];
  let length = 0;
  let [lon, lat] = [0, 0];
  const push = (step: number) => {
    if (step > WIDE && step < -WIDE) steps[length++] = step;
    else {
      steps[length++] = WIDE;
      wide.push(step);
    }
  };
  for (let ring = 0; ring < rings; ring++) {
    for (let point = pointStart[ring]; point + 1 < pointStart[ring + 1]; point++) {
      push(points[2 * point] - lon);
      push(points[2 * point + 1] - lat);
      lon = points[2 * point];
      lat = points[2 * point + 1];
    }
  }
  const codeText = new TextEncoder().encode(codes.join('\n'));
  return encodeColumns(KIND, VERSION, {
    numbers: {
      territories: codes.length,
      polygons: ringStart.length - 1,
      rings,
      steps: length,
      wide: wide.length,
      codeBytes: codeText.length,
    },
    columns: {
      codes: codeText,
      polygonStart,
      ringStart,
      pointStart,
      // Sixteen bits without a sign, as the container has them.
      steps: new Uint16Array(steps.buffer),
      wide: Int32Array.from(wide),
    },
  });
}

/**
 * The outlines of a buffer.
 * @throws DomainError binary-format
 */
export function decodeOutlines(bytes: Uint8Array): OutlineSet {
  const content = decodeColumns(KIND, VERSION, bytes);
  const { territories, polygons, rings } = content.numbers;
  const codeText = columnOf(content, 'codes', Uint8Array, content.numbers.codeBytes);
  const codes = territories === 0 ? [] : new TextDecoder().decode(codeText).split('\n');
  // Copies: a view would hold the whole buffer for as long as the outlines are held.
  const polygonStart = columnOf(content, 'polygonStart', Uint32Array, territories + 1).slice();
  const ringStart = columnOf(content, 'ringStart', Uint32Array, polygons + 1).slice();
  const pointStart = columnOf(content, 'pointStart', Uint32Array, rings + 1).slice();
  const column = columnOf(content, 'steps', Uint16Array, content.numbers.steps);
  const steps = new Int16Array(column.buffer, column.byteOffset, column.length);
  const wide = columnOf(content, 'wide', Int32Array, content.numbers.wide);
  const points = new Int32Array(2 * pointStart[rings]);
  let stepAt = 0;
  let wideAt = 0;
  let [lon, lat] = [0, 0];
  for (let ring = 0; ring < rings; ring++) {
    const begin = 2 * pointStart[ring];
    const end = 2 * pointStart[ring + 1] - 2;
    for (let i = begin; i < end; i += 2) {
      const stepLon = steps[stepAt++];
      lon += stepLon === WIDE ? wide[wideAt++] : stepLon;
      const stepLat = steps[stepAt++];
      lat += stepLat === WIDE ? wide[wideAt++] : stepLat;
      points[i] = lon;
      points[i + 1] = lat;
    }
    points[end] = points[begin];
    points[end + 1] = points[begin + 1];
  }
  return outlineSetFrom({ codes, polygonStart, ringStart, pointStart, points });
}
