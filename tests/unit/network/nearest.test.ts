import { describe, expect, test } from 'vitest';
import { kNearestSites } from '../../../src/network/search/k-nearest.ts';
import { MAX_DS, NO_SITE, nearestSites, type SiteSeeds } from '../../../src/network/search/nearest.ts';
import { addSite, nearestRepair, removeSite } from '../../../src/network/search/nearest-repair.ts';
import { type AsciiNetwork, asciiNetwork } from './support/ascii-network.ts';

/** Site 0, 1, 2… at the nodes named, in this order. */
function sitesAt({ node }: AsciiNetwork, ...letters: string[]): SiteSeeds {
  return {
    node: Uint32Array.from(letters, node),
    ds: new Uint32Array(letters.length),
    site: Uint32Array.from(letters, (_, site) => site),
  };
}

/** `B20:1`: from B it takes 20 ds to site 1. */
const told = ({ letters }: AsciiNetwork, { nodeDs, nodeSite }: ReturnType<typeof nearestSites>) =>
  letters
    .map((letter, i) => (nodeSite[i] === NO_SITE ? `${letter}–` : `${letter}${nodeDs[i]}:${nodeSite[i]}`))
    .join(' ');

const nearestOn = (map: string, ...letters: string[]) => {
  const town = asciiNetwork(map);
  return told(town, nearestSites(town.network, sitesAt(town, ...letters)));
};

describe('the nearest site', () => {
  test('takes the time from the node to the site, not back', () => {
    expect(nearestOn('A>B--C', 'A')).toBe('A0:0 B– C–');
    expect(nearestOn('A<B--C', 'A')).toBe('A0:0 B10:0 C30:0');
  });

  test('of two as near is the one of the lower number', () => {
    expect(nearestOn('A--B--C', 'A', 'C')).toBe('A0:0 B20:0 C0:1');
    expect(nearestOn('A--B--C', 'C', 'A')).toBe('A0:1 B20:0 C0:0');
  });

  test('of the lower number wins along roads of no length too, even where the other was there first', () => {
    expect(nearestOn('A=B=C=D', 'D', 'A')).toBe('A0:0 B0:0 C0:0 D0:0');
    expect(nearestOn('A--B=C=D--E', 'E', 'A')).toBe('A0:1 B20:0 C20:0 D20:0 E0:0');
  });

  test('is found round a block, and not on an island', () => {
    const map = `
A---B  F-G
|   |
C<<<D
    |
    E`;
    expect(nearestOn(map, 'C')).toBe('A10:0 B40:0 F– G– C0:0 D30:0 E40:0');
    expect(nearestOn(map, 'E')).toBe('A50:0 B20:0 F– G– C60:0 D10:0 E0:0');
  });

  test('counts up to and with the limit', () => {
    const town = asciiNetwork('A--B--C');
    const within = (limitDs: number) => told(town, nearestSites(town.network, sitesAt(town, 'A'), limitDs));
    expect(within(40)).toBe('A0:0 B20:0 C40:0');
    expect(within(39)).toBe('A0:0 B20:0 C–');
  });

  test('of no sites is none', () => {
    expect(nearestOn('A--B')).toBe('A– B–');
  });

  test('is the same whatever the blocks: a wave that goes to and fro between two of them', () => {
    const town = asciiNetwork(`
A-B-C-D
|     |
H-G-F-E`);
    for (const blockBits of [0, 1, 2, 16]) {
      expect(told(town, nearestSites(town.network, sitesAt(town, 'A'), MAX_DS, blockBits))).toBe(
        'A0:0 B10:0 C20:0 D30:0 H10:0 G20:0 F30:0 E40:0',
      );
    }
  });
});

describe('the k nearest sites', () => {
  const listOn = (map: string, k: number, ...letters: string[]) => {
    const town = asciiNetwork(map);
    const { count, ds, site } = kNearestSites(town.network, sitesAt(town, ...letters), k);
    return town.letters.map((letter, node) => {
      const places = Array.from({ length: count[node] }, (_, j) => node * k + j);
      return `${letter} ${places.map((place) => `${ds[place]}:${site[place]}`).join(' ')}`.trim();
    });
  };

  test('come by time, then by number, and each once', () => {
    expect(listOn('A--B--C', 2, 'A', 'C')).toEqual(['A 0:0 40:1', 'B 20:0 20:1', 'C 0:1 40:0']);
    expect(listOn('A--B--C', 2, 'A', 'C', 'B')).toEqual(['A 0:0 20:2', 'B 0:2 20:0', 'C 0:1 20:2']);
  });

  test('are fewer where fewer are reached', () => {
    expect(listOn('A>B--C D', 2, 'A', 'C')).toEqual(['A 0:0 30:1', 'B 20:1', 'C 0:1', 'D']);
  });

  test('are refused for a k that is no number of sites', () => {
    const { network } = asciiNetwork('A');
    const none = { node: new Uint32Array(), ds: new Uint32Array(), site: new Uint32Array() };
    for (const k of [0, -1, 1.5, 256, Number.NaN]) {
      expect(() => kNearestSites(network, none, k)).toThrow(
        `expected a whole number from 1 to 255, found ${k}`,
      );
    }
  });
});

describe('the repair', () => {
  const repairOn = (map: string, ...letters: string[]) => {
    const town = asciiNetwork(map);
    const seeds = sitesAt(town, ...letters);
    const nearest = nearestSites(town.network, seeds);
    const repair = nearestRepair(town.network, nearest, seeds);
    const named = (nodes: Uint32Array) => Array.from(nodes, (node) => town.letters[node]).join('');
    return {
      open: (site: number, letter: string, ds = 0) => named(addSite(repair, site, [town.node(letter)], [ds])),
      close: (site: number) => named(removeSite(repair, site)),
      told: () => told(town, nearest),
    };
  };

  test('of a new site changes what is nearer to it, and says what', () => {
    const { open, told } = repairOn('A--B--C--D', 'A');
    expect(open(1, 'D')).toBe('CD');
    expect(told()).toBe('A0:0 B20:0 C20:1 D0:1');
  });

  test('of a new site with a lower number takes nodes that keep their time', () => {
    const { open, told } = repairOn('A--B--C', 'C', 'A');
    expect(told()).toBe('A0:1 B20:0 C0:0');
    expect(open(2, 'C')).toBe('');
    const other = repairOn('A--B=C--D', 'B', 'A');
    expect(other.close(0)).toBe('BCD');
    expect(other.open(0, 'D', 20)).toBe('D');
  });

  test('of a site that closes gives its nodes to those around, over one-way roads out', () => {
    const { close, told } = repairOn('A--B>C--D', 'B', 'D');
    expect(told()).toBe('A20:0 B0:0 C20:1 D0:1');
    expect(close(0)).toBe('AB');
    expect(told()).toBe('A50:1 B30:1 C20:1 D0:1');
  });

  test('of the last site leaves none', () => {
    const { close, open, told } = repairOn('A--B', 'A');
    expect(close(0)).toBe('AB');
    expect(told()).toBe('A– B–');
    expect(close(0)).toBe('');
    expect(open(0, 'B', 5)).toBe('AB');
    expect(told()).toBe('A25:0 B5:0');
  });

  test('of a site beside a closed one brings out what the closed one hid', () => {
    const { open, close, told } = repairOn('A--B', 'A');
    expect(open(1, 'A', 3)).toBe('');
    expect(close(0)).toBe('AB');
    expect(told()).toBe('A3:1 B23:1');
  });
});
