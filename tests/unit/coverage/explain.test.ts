import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/coverage/explain.ts';
import { FAR_SNAP_M } from '../../../src/coverage/explain-rows.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const question = { thresholdMinutes: 30, rule: 'principal', limit: 50 } as const;

describe('explain', () => {
  it('tells a cell whose road is far away, and only that', () => {
    const data = tinyEdition();
    data.origins.snapM[3] = FAR_SNAP_M + 1;
    data.origins.snapM[4] = FAR_SNAP_M;
    const { cells } = explain(data, { ...question, level: 'commune', code: '2A002' });
    expect(cells.items.map((cell) => [cell.residents, cell.snap_m, cell.flags])).toEqual([
      [60, FAR_SNAP_M + 1, ['far-snap']],
      [40, FAR_SNAP_M, []],
      [80, 12, []],
    ]);
  });

  it('covers at the second of the threshold, not one later', () => {
    const { cells } = explain(tinyEdition(), { ...question, level: 'commune', code: '2B001' });
    const statusOf = new Map(cells.items.map((cell) => [cell.seconds, cell.status]));
    expect(statusOf.get(1800)).toBe('covered');
    expect(statusOf.get(1801)).toBe('beyond');
  });

  it('counts only the residents of the territory in a cell that two share', () => {
    const residents = (code: string) =>
      explain(tinyEdition(), { ...question, level: 'commune', code })
        .cells.items.filter((cell) => cell.seconds === 700)
        .map((cell) => cell.residents);
    expect(residents('2A001')).toEqual([120]);
    expect(residents('2A002')).toEqual([80]);
  });

  it('keeps cells of as many residents in their order, whatever the limit', () => {
    const data = tinyEdition((spec) => {
      for (const atom of spec.atoms) atom.residents = 10;
      // Two communes share a cell: one of them is enough.
      spec.atoms[3].residents = 0;
    });
    const seconds = (limit: number) =>
      explain(data, { ...question, level: 'departement', code: '2A', limit }).cells.items.map(
        (cell) => cell.seconds,
      );
    // Origins 3 and 4 are beyond; 0, 1, 2 and 5 are covered.
    expect(seconds(50)).toEqual([1810, 2100, 60, 300, 700, 900]);
    for (let limit = 1; limit < 6; limit++) expect(seconds(limit)).toEqual(seconds(50).slice(0, limit));
  });

  it('tells sites beyond the edition from neighbours', () => {
    // Galvin has an antenna only: its nearest principal site stands beyond the loaded territory.
    const { sites } = explain(tinyEdition(), { ...question, level: 'commune', code: '01002' });
    expect(
      sites.items.map((site) => [site.id, site.place, site.residents_nearest, site.commune_name]),
    ).toEqual([
      ['fs-6', 'outside-edition', 25, null],
      ['fs-5', 'neighbour', 15, 'Fontel'],
    ]);
    expect(sites.outside).toEqual({ count: 2, residents: 40 });
  });

  it('has nothing to list where nobody lives', () => {
    const { cells, sites, figures } = explain(tinyEdition(), {
      ...question,
      level: 'commune',
      code: '2A003',
    });
    expect(figures.status).toBe('no-population');
    expect([cells.count, sites.count]).toEqual([0, 0]);
  });

  it('keeps apart those beyond the limit of the grid and those without any time', () => {
    const data = tinyEdition((spec) => {
      spec.times = spec.times.filter(([origin]) => origin !== 4);
    });
    const { untimed, figures } = explain(data, { ...question, level: 'france', code: 'FR' });
    expect(untimed).toEqual([
      { reason: 'no-provider', residents: 30 },
      { reason: 'beyond-limit', residents: 40 },
    ]);
    expect(figures.without_time).toBe(30);
  });

  it('refuses a code that it does not hold, naming the parameter', () => {
    const asking = () => explain(tinyEdition(), { ...question, level: 'canton', code: '9999' });
    expect(asking).toThrow(/^code: no canton 9999 in edition tiny-1$/);
  });
});
