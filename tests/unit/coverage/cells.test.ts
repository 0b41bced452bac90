import { cellToBoundary, cellToParent } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { boxOfCells, cellRuns, cellsInBox, runsNear } from '../../../src/coverage/cell-boxes.ts';
import { selectCells } from '../../../src/coverage/cell-selection.ts';
import { cellRow, populatedCells } from '../../../src/coverage/cells.ts';
import { coverage } from '../../../src/coverage/coverage.ts';
import { COUNTING_RULES, type CountingRule } from '../../../src/coverage/network.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { TINY_POPULATION, tinyCell, tinyEdition } from '../../support/tiny-edition.ts';

const rowOf = (data: ReturnType<typeof tinyEdition>, h3: string, rule: CountingRule = 'principal') => {
  const cells = populatedCells(data, rule);
  const index = Array.from(cells.cell, (cell) => cell.toString(16)).indexOf(h3);
  return index < 0 ? null : cellRow(cells, index);
};

describe('the populated cells', () => {
  const data = tinyEdition();

  it('are listed once each, ascending, without those where nobody lives', () => {
    const { cell, residents, count } = populatedCells(data, 'principal');
    // Thirteen of the fourteen origins of the cells: one is empty, the QPV samples are no cells.
    expect(count).toBe(13);
    expect(Array.from(cell)).toEqual(Array.from(cell).toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(cell).size).toBe(count);
    expect(residents.reduce((sum, people) => sum + people, 0)).toBe(TINY_POPULATION);
    expect(rowOf(data, tinyCell(7, 0))).toBeNull();
  });

  it('have their time, site and provider by the network asked for', () => {
    const beyond = rowOf(data, tinyCell(1, 6));
    expect(beyond).toMatchObject({
      residents: 70,
      seconds: 1801,
      site: 'fs-3',
      provider: 'road',
      snap_m: 12,
    });
    expect(rowOf(data, tinyCell(1, 6), 'all')).toMatchObject({ seconds: 1600, site: 'fs-4' });
    expect(rowOf(data, tinyCell(10, 10))).toMatchObject({
      seconds: null,
      site: null,
      provider: 'none',
      snap_m: null,
    });
    expect(rowOf(data, tinyCell(24, 0))).toMatchObject({ provider: 'friction', snap_m: null });
  });

  it('are of the commune of most of their residents', () => {
    expect(rowOf(data, tinyCell(2, 0))).toMatchObject({
      commune: '2A001',
      commune_name: 'Ardelle',
      residents: 200,
    });
    const turned = tinyEdition((spec) => {
      spec.atoms[2].residents = 80;
      spec.atoms[3].residents = 120;
    });
    expect(rowOf(turned, tinyCell(2, 0))).toMatchObject({ commune: '2A002', residents: 200 });
  });

  it('that hold several origins are one row with the time of most residents, and all of them counted', () => {
    // A second origin in the cell (3, 0), which is beyond 30 minutes, with a time of its own.
    const shared = tinyEdition((spec) => {
      spec.origins.push({ cell: tinyCell(3, 0), provider: 'road' });
      spec.atoms.push({ origin: 16, residents: 25, commune: '2A003' });
      (spec.times as (readonly [number, number, number])[]).push([16, 1, 300]);
    });
    expect(rowOf(shared, tinyCell(3, 0))).toMatchObject({ residents: 85, seconds: 1810, commune: '2A002' });
    const selection = selectCells(shared, { within: [], thresholdMinutes: 30, rule: 'principal' });
    const index = Array.from(selection.cells.cell, String).indexOf(String(BigInt(`0x${tinyCell(3, 0)}`)));
    expect(selection.covered[index]).toBe(25);
  });

  it('sum to the coverage of the same question, within anything', () => {
    for (const rule of COUNTING_RULES) {
      for (const text of ['', '2A', 'canton-2A02', 'commune-2A002,2B', 'qpv-QN02A99X', 'epci-200000001,01']) {
        for (const thresholdMinutes of [1, 5, 30, 60]) {
          const query = { within: parseWithin(text), thresholdMinutes, rule };
          const { chosen, residents, covered, total } = selectCells(data, query);
          const sum = (column: Uint32Array) => chosen.reduce((all, cell) => all + column[cell], 0);
          const expected = coverage(data, { ...query, level: 'france' }).total;
          expect([sum(residents), sum(covered)]).toEqual([expected.population, expected.covered]);
          expect(total).toMatchObject({ population: expected.population, covered: expected.covered });
          expect(total.cells).toBe(chosen.length);
          expect([...chosen].every((cell) => residents[cell] > 0)).toBe(true);
        }
      }
    }
  });

  it('of an edition without residents are none', () => {
    const empty = tinyEdition((spec) => {
      for (const atom of spec.atoms) atom.residents = 0;
    });
    const cells = populatedCells(empty, 'principal');
    expect(cells.count).toBe(0);
    expect(cellsInBox(cells, [-180, -85, 180, 85])).toEqual(new Uint32Array(0));
    expect(boxOfCells(cells)).toBeNull();
  });
});

describe('cells by place', () => {
  const cells = populatedCells(tinyEdition(), 'principal');
  const boundsOf = (cell: bigint) => {
    const corners = cellToBoundary(cell.toString(16), true);
    const lons = corners.map(([lon]) => lon);
    const lats = corners.map(([, lat]) => lat);
    return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
  };

  it('are those whose bounding box touches, and no other', () => {
    const [west, south, east, north] = boxOfCells(cells)!;
    let found = 0;
    for (let i = 0; i <= 20; i++) {
      for (let j = 0; j <= 20; j++) {
        const lon = west + ((east - west) * i) / 20;
        const lat = south + ((north - south) * j) / 20;
        const box = [lon, lat, lon + 0.013, lat + 0.007] as const;
        const expected = [...cells.cell.keys()].filter((index) => {
          const [w, s, e, n] = boundsOf(cells.cell[index]);
          return w <= box[2] && e >= box[0] && s <= box[3] && n >= box[1];
        });
        expect([...cellsInBox(cells, box)]).toEqual(expected);
        found += expected.length;
      }
    }
    expect(found).toBeGreaterThan(50);
  });

  it('stand together by the coarser cell that holds them', () => {
    for (const resolution of [3, 5, 7, 8]) {
      const { start } = cellRuns(cells, resolution);
      const parents = Array.from(start.subarray(0, -1), (first, run) => {
        const own = Array.from(cells.cell.subarray(first, start[run + 1]), (cell) =>
          cellToParent(cell.toString(16), resolution),
        );
        expect(new Set(own).size).toBe(1);
        return own[0];
      });
      expect(new Set(parents).size).toBe(parents.length);
      expect(start.at(-1)).toBe(cells.count);
      expect(runsNear(cellRuns(cells, resolution), boxOfCells(cells)!).length).toBe(parents.length);
    }
  });
});
