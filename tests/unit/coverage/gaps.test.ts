import { cellArea, UNITS } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { cellGridOf, cellHex } from '../../../src/coverage/cell-grid.ts';
import { type GapsQuery, gaps, gapsInSteps } from '../../../src/coverage/gaps.ts';
import { inTurns } from '../../../src/coverage/steps.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { tinyCell, tinyEdition } from '../../support/tiny-edition.ts';

const data = tinyEdition();
const question = (given: Partial<GapsQuery> & { in?: string }): GapsQuery => {
  const { in: within, ...query } = given;
  return { within: parseWithin(within), thresholdMinutes: 30, rule: 'principal', ...query };
};
const ask = (given: Partial<GapsQuery> & { in?: string }, edition = data) => gaps(edition, question(given));

describe('gaps', () => {
  it('gathers neighbouring cells beyond the threshold, most residents first', () => {
    const found = ask({}).map(({ members, ...gap }) => gap);
    expect(found).toEqual([
      {
        id: [tinyCell(3, 0), tinyCell(4, 0)].sort()[0],
        rank: 1,
        population: 100,
        communes: [{ code: '2A002', name: 'Bruzal', population: 100 }],
        departements: ['2A'],
        cells: 2,
        area_km2: expect.any(Number),
        without_time: 0,
        estimate_share: 0,
        nearest_seconds_min: 1810,
        nearest_seconds_median: 1810,
        nearest_site: 'fs-2',
        nearest_site_name: 'Bus de Bruzal',
        nearest_site_commune: '2A002',
        lon: expect.any(Number),
        lat: expect.any(Number),
      },
      expect.objectContaining({ id: tinyCell(1, 6), rank: 2, population: 70, nearest_seconds_min: 1801 }),
      expect.objectContaining({
        id: tinyCell(10, 10),
        population: 30,
        without_time: 30,
        nearest_seconds_min: null,
        nearest_seconds_median: null,
        nearest_site: null,
        nearest_site_name: null,
      }),
      expect.objectContaining({
        id: tinyCell(25, 0),
        population: 15,
        estimate_share: 1,
        nearest_seconds_min: 3600,
      }),
    ]);
  });

  it('names its cells, their area and the centre of the residents', () => {
    const [bruzal] = ask({});
    const cells = [tinyCell(3, 0), tinyCell(4, 0)];
    expect(Array.from(bruzal.members, (cell) => cellHex(cellGridOf(data), cell)).sort()).toEqual(
      cells.sort(),
    );
    const area = cells.reduce((sum, cell) => sum + cellArea(cell, UNITS.km2), 0);
    expect(bruzal.area_km2).toBeCloseTo(area, 1);
    const { lon, lat } = data.origins;
    // 60 residents in the one, 40 in the other.
    expect(bruzal.lon).toBeCloseTo(0.6 * lon[3] + 0.4 * lon[4], 5);
    expect(bruzal.lat).toBeCloseTo(0.6 * lat[3] + 0.4 * lat[4], 5);
  });

  it('has the median of its residents, not of its cells', () => {
    const at = (residents: number) =>
      ask(
        {},
        tinyEdition((spec) => {
          spec.atoms[5].residents = residents;
        }),
      ).find((gap) => gap.communes[0].code === '2A002')?.nearest_seconds_median;
    // 60 residents at 1810 s and the others at 2100 s.
    expect([59, 60, 61].map(at)).toEqual([1810, 1810, 2100]);
  });

  it('names the site that is nearest to most residents, not the nearest of all', () => {
    const [first] = ask({ thresholdMinutes: 4, in: '2A' });
    // 300 in cell 1 are nearest to Ardelle; 300 in the cells beside it are divided.
    expect(first.nearest_site).toBe('fs-1');
    expect(first.nearest_seconds_min).toBe(300);
  });

  it('gives the same list to the next asker, and to one that takes it in turns', async () => {
    expect(ask({ in: '2B' })).toBe(ask({ in: '2B' }));
    const fresh = tinyEdition();
    const inTurn = await inTurns(gapsInSteps(fresh, question({ in: '2A,2B' })));
    expect(inTurn).toEqual(ask({ in: '2A,2B' }));
    expect(ask({ in: '2B', thresholdMinutes: 20 })).not.toBe(ask({ in: '2B' }));
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
