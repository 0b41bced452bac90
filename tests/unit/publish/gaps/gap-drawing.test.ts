import { cellToLatLng } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { gaps } from '../../../../src/coverage/gaps.ts';
import { parseWithin } from '../../../../src/coverage/within.ts';
import {
  drawnGaps,
  gapDrawer,
  outlineOf,
  outlineSetOfGaps,
  outlineTextOf,
} from '../../../../src/publish/gaps/gap-drawing.ts';
import { smoothRing } from '../../../../src/publish/gaps/smooth-ring.ts';
import { outlineGeometry, outlineSetOf, outlineText } from '../../../../src/publish/outlines/outline-set.ts';
import { twiceArea } from '../../../../src/publish/outlines/ring-measures.ts';
import { tinyLoaded } from '../../../api/tiny-app.ts';
import { isInRings } from '../../../support/hex-cells.ts';
import { tinyCell, tinyEdition, tinyGeometry } from '../../../support/tiny-edition.ts';

const query = (within?: string) => ({
  within: parseWithin(within),
  thresholdMinutes: 30,
  rule: 'principal' as const,
});
const areaOf = (polygons: readonly (readonly Int32Array[])[]) =>
  polygons.flat().reduce((sum, ring) => sum + twiceArea(ring), 0);

/** An edition whose only outline, of any territory, is a box in degrees. */
function onBox(west: number, south: number, east: number, north: number) {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const geometry = { type: 'Polygon' as const, coordinates: [ring] };
  return tinyLoaded({ outlines: async () => outlineSetOf(new Map([['FR', geometry]])) });
}

describe('smoothRing', () => {
  it('cuts each corner twice and leaves the middles of the edges', () => {
    const square = Int32Array.from([0, 0, 1600, 0, 1600, 1600, 0, 1600]);
    const smooth = smoothRing(square, 2);
    expect(smooth.length).toBe(4 * square.length);
    expect(isInRings(800, 10, [smooth])).toBe(true);
    expect(isInRings(100, 100, [smooth])).toBe(false);
    expect(twiceArea(smooth) / twiceArea(square)).toBeCloseTo(1 - 0.125 - 0.03125, 2);
  });
});

describe('a drawing of gaps', () => {
  it('is clipped to the outlines of the territories asked for', async () => {
    const [lat, lon] = cellToLatLng(tinyCell(3, 0));
    const edition = onBox(lon, lat - 1, lon + 1, lat + 1);
    const [bruzal] = gaps(edition.data, query());
    const whole = areaOf((await gapDrawer(edition, query(), 'cells')).polygons(bruzal));
    const drawn = (await gapDrawer(edition, query(), 'smooth')).polygons(bruzal);
    expect(Math.min(...drawn.flat()[0].filter((_, i) => i % 2 === 0))).toBe(Math.round(lon * 1e6));
    expect(areaOf(drawn)).toBeLessThan(0.9 * whole);
    expect(areaOf(drawn)).toBeGreaterThan(0.2 * whole);
  });

  it('is whole where no outline shows the ground: residents on a pier do not vanish', async () => {
    const edition = onBox(0, 0, 1, 1);
    const drawer = await gapDrawer(edition, query(), 'smooth');
    for (const gap of gaps(edition.data, query())) {
      expect(areaOf(drawer.polygons(gap))).toBeGreaterThan(0);
    }
  });

  it('is not clipped where the edition has no outline of the territory', async () => {
    const edition = tinyLoaded({ outlines: async () => outlineSetOf(new Map()) });
    const [gap] = gaps(edition.data, query('2A'));
    const smooth = (await gapDrawer(edition, query('2A'), 'smooth')).polygons(gap);
    const cells = (await gapDrawer(edition, query('2A'), 'cells')).polygons(gap);
    expect(areaOf(smooth) / areaOf(cells)).toBeGreaterThan(0.9);
  });

  it('takes the communes of a kind of communes, which has no outline of its own', async () => {
    const data = tinyEdition();
    const asked: string[] = [];
    const edition = {
      data,
      outlines: async (level: Parameters<typeof tinyGeometry>[1]) => {
        asked.push(level);
        return outlineSetOf(level === 'commune' ? tinyGeometry(data, level) : new Map());
      },
    };
    await gapDrawer(edition, query('density-6'), 'smooth');
    expect(asked).toEqual(['density', 'commune']);
  });

  it('of QPV is clipped to their outlines', async () => {
    const edition = tinyLoaded();
    const asked = { ...query('qpv-QN02A99X'), thresholdMinutes: 1 };
    const [gap] = gaps(edition.data, asked);
    expect(gap.population).toBe(120);
    const [lat, lon] = cellToLatLng(tinyCell(0, 0));
    const rings = (await gapDrawer(edition, asked, 'smooth')).polygons(gap).flat();
    expect(isInRings(lon * 1e6, lat * 1e6, rings)).toBe(true);
  });

  it('is GeoJSON as RFC 7946 asks, the same as text and in columns', async () => {
    const edition = tinyLoaded();
    const found = gaps(edition.data, query());
    const drawer = await gapDrawer(edition, query(), 'smooth');
    const drawn = await drawnGaps(drawer, found);
    const set = outlineSetOfGaps(drawn);
    for (const gap of found) {
      const polygons = drawer.polygons(gap);
      const geometry = outlineOf(polygons);
      for (const [exterior] of geometry.coordinates) {
        expect(exterior[0]).toEqual(exterior.at(-1));
        expect(
          twiceArea(Int32Array.from(exterior.slice(0, -1).flat(), (v) => Math.round(v * 1e6))),
        ).toBeGreaterThan(0);
      }
      expect(JSON.parse(outlineTextOf(polygons))).toEqual(geometry);
      const index = set.indexOf.get(gap.id)!;
      expect(outlineGeometry(set, index)).toEqual(geometry);
      expect(JSON.parse(outlineText(set, index))).toEqual(geometry);
    }
    expect(set).toEqual(outlineSetOf(new Map(found.map((gap) => [gap.id, outlineOf(drawn.get(gap.id)!)]))));
  });
});
