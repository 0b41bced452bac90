import { describe, expect, it } from 'vitest';
import { connectedCells } from '../../../src/coverage/cell-components.ts';
import { tinyCell } from '../../support/tiny-edition.ts';

describe('connectedCells', () => {
  it('joins cells that share an edge, not those with a cell between them', () => {
    const cells = [tinyCell(0, 0), tinyCell(2, 0), tinyCell(0, 1), tinyCell(3, 0), tinyCell(1, 2)];
    expect([...connectedCells(cells)]).toEqual([0, 1, 0, 1, 0]);
  });

  it('joins two groups that a later cell brings together', () => {
    expect([...connectedCells([tinyCell(0, 0), tinyCell(2, 0), tinyCell(1, 0)])]).toEqual([0, 0, 0]);
  });
});
