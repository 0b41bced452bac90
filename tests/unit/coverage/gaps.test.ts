import { cellToLatLng } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { type GapsQuery, gapOutline, gaps } from '../../../src/coverage/gaps.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { tinyCell, tinyEdition } from '../../support/tiny-edition.ts';

const data = tinyEdition();
const ask = (given: Partial<GapsQuery> & { in?: string }, edition = data) => {
  const { in: within, ...query } = given;
  return gaps(edition, { within: parseWithin(within), thresholdMinutes: 30, rule: 'principal', ...query });
};

describe('gaps', () => {
  it('gathers neighbouring cells beyond the threshold, most residents first', () => {
    const found = ask({}).map(({ cellIds, ...gap }) => gap);
    expect(found).toEqual([
      {
        id: [tinyCell(3, 0), tinyCell(4, 0)].sort()[0],
        population: 100,
        communes: [{ code: '2A002', name: 'Bruzal' }],
        cells: 2,
        without_time: 0,
        estimate_share: 0,
        nearest_seconds_min: 1810,
      },
      expect.objectContaining({ id: tinyCell(1, 6), population: 70, nearest_seconds_min: 1801 }),
      expect.objectContaining({
        id: tinyCell(10, 10),
        population: 30,
        without_time: 30,
        nearest_seconds_min: null,
      }),
      expect.objectContaining({
        id: tinyCell(25, 0),
        population: 15,
        estimate_share: 1,
        nearest_seconds_min: 3600,
      }),
    ]);
  });

  it('draws closed counter-clockwise rings in lon/lat around the cells', () => {
    const [bruzal] = ask({});
    expect(gapOutline(bruzal).coordinates).toHaveLength(1);
    const [ring] = gapOutline(bruzal).coordinates[0];
    expect(ring[0]).toEqual(ring.at(-1));
    const [lat, lon] = cellToLatLng(tinyCell(3, 0));
    expect(Math.abs(ring[0][0] - lon)).toBeLessThan(0.05);
    expect(Math.abs(ring[0][1] - lat)).toBeLessThan(0.05);
    let twiceArea = 0;
    for (let i = 1; i < ring.length; i++)
      twiceArea += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
    expect(twiceArea).toBeGreaterThan(0);
  });

  it('orders the communes of a gap by residents beyond the threshold', () => {
    const [first] = ask({ thresholdMinutes: 5, in: '2A' });
    expect(first.communes.map((commune) => commune.code)).toEqual(['2A002', '2A001']);
    expect(first.population).toBe(300);
  });

  it('has no gap where nobody lives', () => {
    // Cornu is 900 s from the bus: beyond 10 minutes, empty.
    expect(ask({ thresholdMinutes: 10, in: 'commune-2A003' })).toEqual([]);
  });

  it('keeps to what is asked', () => {
    expect(ask({ in: '2B' }).map((gap) => gap.population)).toEqual([70, 30]);
  });

  it('makes one gap of everybody when there is no site', () => {
    const empty = tinyEdition((spec) => {
      spec.sites = [];
      spec.times = [];
    });
    const total = ask({}, empty).reduce((sum, gap) => sum + gap.population, 0);
    expect(total).toBe(3230);
  });
});
