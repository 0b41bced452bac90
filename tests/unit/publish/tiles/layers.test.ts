import { cellToParent } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { coverage } from '../../../../src/coverage/coverage.ts';
import { gaps } from '../../../../src/coverage/gaps.ts';
import { outlineSetOf } from '../../../../src/publish/outlines/outline-set.ts';
import { MAX_ZOOM, TILE_LAYERS, tileLayer } from '../../../../src/publish/tiles/layers.ts';
import { drawTile } from '../../../../src/publish/tiles/tile.ts';
import { EXTENT, tileSquare, unitsX, unitsY } from '../../../../src/publish/tiles/tile-square.ts';
import { tinyLoaded } from '../../../api/tiny-app.ts';
import { type DecodedFeature, decoded, featuresOf, signedArea } from '../../../support/decoded-tile.ts';
import { tinyCell } from '../../../support/tiny-edition.ts';

const edition = tinyLoaded();
const QUESTION = { thresholdMinutes: 30, rule: 'principal' } as const;
/** Where the tiny country lies. */
const [LON, LAT] = [9.01, 42.02];

function tileAt(z: number, lon = LON, lat = LAT): [number, number, number] {
  const world = tileSquare(z, 0, 0);
  return [z, Math.floor(unitsX(world, lon * 1e6) / EXTENT), Math.floor(unitsY(world, lat * 1e6) / EXTENT)];
}

async function features(
  name: string,
  [z, x, y]: [number, number, number],
  question = QUESTION,
  from = edition,
) {
  const source = await tileLayer(name).open(from, question, z);
  const { bytes } = await drawTile(new Map([[name, source]]), tileSquare(z, x, y));
  return featuresOf(decoded(bytes)[name]);
}

/** Of all the tiles of a zoom that hold anything, each feature once. */
async function everywhere(name: string, z: number, question = QUESTION) {
  const source = await tileLayer(name).open(edition, question, z);
  const [, x, y] = tileAt(z);
  const found = new Map<number | undefined, DecodedFeature>();
  for (let column = Math.max(0, x - 30); column <= x + 30; column++) {
    for (let row = Math.max(0, y - 30); row <= y + 30; row++) {
      const square = tileSquare(z, column, row);
      if (!source.touches(square)) continue;
      const { bytes } = await drawTile(new Map([[name, source]]), square);
      for (const feature of featuresOf(decoded(bytes)[name])) found.set(feature.id, feature);
    }
  }
  return [...found.values()].sort((a, b) => Number(a.id) - Number(b.id));
}

describe('tiles of territories', () => {
  it('carry the coverage of each', async () => {
    const { items } = coverage(edition.data, { level: 'canton', within: [], ...QUESTION });
    const found = await everywhere('cantons', 8);
    expect(found.length).toBe(5);
    for (const { properties, rings } of found) {
      const { code, name, population, covered, share, sites, status } = items.find(
        (item) => item.code === properties.code,
      )!;
      const rounded = share === null ? undefined : Math.round(share * 1e4) / 1e4;
      expect(properties).toEqual({ code, name, population, covered, share: rounded, sites, status });
      expect(signedArea(rings[0])).toBeGreaterThan(0);
    }
  });

  it('keep the id of a territory from tile to tile, and change with the question', async () => {
    const near = new Map((await features('communes', tileAt(8))).map((f) => [f.properties.code, f]));
    const far = await features('communes', tileAt(11));
    expect(far.length).toBeGreaterThan(0);
    for (const { id, properties } of far) expect(near.get(properties.code)?.id).toBe(id);
    const other = await features('communes', tileAt(8), { thresholdMinutes: 1, rule: 'all' } as never);
    expect(other.map((f) => f.properties.covered)).not.toEqual(
      [...near.values()].map((f) => f.properties.covered),
    );
  });

  it('show each at every zoom of its layer, however small', async () => {
    for (const layer of TILE_LAYERS.filter(({ name }) => !['cells', 'gaps', 'sites'].includes(name))) {
      for (let z = layer.minZoom; z <= MAX_ZOOM; z++) {
        const seen = (await everywhere(layer.name, z)).map(({ properties }) => properties.code);
        const { codes } = await edition.outlines(
          ({ epci: 'epci', qpv: 'qpv' } as const)[layer.name] ?? (layer.name.slice(0, -1) as 'canton'),
          0,
        );
        expect(seen.toSorted(), `${layer.name} ${z}`).toEqual([...codes]);
      }
    }
  });

  it('of a territory without figures hold its name, and nothing is drawn beyond it', async () => {
    expect(await features('cantons', tileAt(8, -60, 16))).toEqual([]);
    const none = tinyLoaded({ outlines: async () => outlineSetOf(new Map()) });
    expect(await features('cantons', tileAt(8), QUESTION, none)).toEqual([]);
    expect(await tileLayer('cantons').bounds(none)).toBeNull();
  });
});

describe('tiles of cells', () => {
  it('are the cells of the grid from zoom 9', async () => {
    const found = await everywhere('cells', 9);
    const byCell = new Map(found.map((feature) => [feature.properties.h3, feature]));
    expect(byCell.size).toBe(13);
    expect(byCell.get(tinyCell(1, 6))?.properties).toEqual({
      h3: tinyCell(1, 6),
      residents: 70,
      covered: 0,
      seconds: 1801,
      provider: 'road',
    });
    expect(byCell.get(tinyCell(10, 10))?.properties).not.toHaveProperty('seconds');
    expect(new Set(found.map((feature) => feature.id)).size).toBe(13);
  });

  it('are coarser cells below, with sums that lose nobody', async () => {
    const resolutions = new Set<number>();
    for (let z = 0; z <= 8; z++) {
      const found = await everywhere('cells', z);
      const sum = (name: string) =>
        found.reduce((all, feature) => all + Number(feature.properties[name] ?? 0), 0);
      expect([sum('residents'), sum('covered'), sum('cells')], `zoom ${z}`).toEqual([3230, 3015, 13]);
      expect([sum('timed'), sum('estimated')]).toEqual([3200, 40]);
      resolutions.add(Number.parseInt(String(found[0].properties.h3)[1], 16));
    }
    expect([...resolutions]).toEqual([3, 4, 5, 6, 7]);
  });

  it('have the mean time of the residents who have one', async () => {
    const found = await everywhere('cells', 8);
    const home = found.find((feature) => feature.properties.h3 === cellToParent(tinyCell(10, 10), 7));
    expect(home?.properties).toMatchObject({ residents: 30, timed: 0 });
    expect(home?.properties).not.toHaveProperty('seconds');
    const all = await features('cells', tileAt(0));
    const weighted =
      500 * 60 +
      300 * 300 +
      200 * 700 +
      60 * 1810 +
      40 * 2100 +
      200 * 120 +
      90 * 1800 +
      70 * 1801 +
      700 * 500 +
      25 * 1200 +
      15 * 3600;
    const means = all.map(({ properties }) => Number(properties.seconds) * Number(properties.timed));
    expect(means.reduce((sum, mean) => sum + mean, 0) / 3200).toBeCloseTo(weighted / 3200, 0);
  });
});

describe('tiles of sites and gaps', () => {
  it('hold every site of the network inside, at the lowest zoom too', async () => {
    expect((await features('sites', [0, 0, 0], { ...QUESTION, rule: 'all' } as never)).length).toBe(6);
    const found = await features('sites', [0, 0, 0]);
    expect(found.map((feature) => feature.properties.id)).toEqual(['fs-1', 'fs-2', 'fs-3', 'fs-5']);
    expect(found[1].properties).toEqual({
      id: 'fs-2',
      name: 'Bus de Bruzal',
      type: 'principal',
      format: 'itinerant',
      commune: '2A002',
    });
  });

  it('hold every gap with its figures, drawn or as a dot', async () => {
    const expected = gaps(edition.data, { within: [], ...QUESTION });
    for (const z of [7, 9]) {
      const found = await everywhere('gaps', z);
      expect(
        found.map((feature) => [feature.id, feature.properties.id, feature.properties.population]),
      ).toEqual(expected.map((gap) => [gap.rank, gap.id, gap.population]));
    }
  });

  it('hold all residents beyond the threshold in coarser cells at low zooms, and nothing where there are none', async () => {
    const beyond = gaps(edition.data, { within: [], ...QUESTION }).reduce(
      (sum, gap) => sum + gap.population,
      0,
    );
    for (const z of [0, 4, 6]) {
      const found = await everywhere('gaps', z);
      const residents = found.map(({ properties }) => Number(properties.population));
      expect(residents.reduce((sum, each) => sum + each, 0)).toBe(beyond);
      expect(Math.min(...residents)).toBeGreaterThan(0);
    }
    const atAnHour = { ...QUESTION, thresholdMinutes: 60 } as never;
    expect(await everywhere('gaps', 4, atAnHour)).toHaveLength(1);
  });
});

describe('a tile with too much in it', () => {
  it('gives up shapes before features, the populous last, and never fails', async () => {
    const sources = new Map([['communes', await tileLayer('communes').open(edition, QUESTION, 8)]]);
    const [z, x, y] = tileAt(8);
    const full = await drawTile(sources, tileSquare(z, x, y));
    expect([full.detail, full.dropped]).toEqual([0, 0]);
    const coarse = await drawTile(sources, tileSquare(z, x, y), full.bytes.length - 1);
    expect(coarse.detail).toBeGreaterThan(0);
    expect(coarse.bytes.length).toBeLessThan(full.bytes.length);
    const tight = await drawTile(sources, tileSquare(z, x, y), 250);
    expect(tight.bytes.length).toBeLessThanOrEqual(250);
    expect(tight.dropped).toBeGreaterThan(0);
    const left = featuresOf(decoded(tight.bytes).communes);
    expect(left.map((feature) => feature.properties.code)).toEqual(['2A001', '2B001']);
    expect(left.length + tight.dropped).toBe(featuresOf(decoded(full.bytes).communes).length);
    expect((await drawTile(sources, tileSquare(z, x, y), 1)).dropped).toBeGreaterThan(0);
  });

  it('of several layers takes from the heaviest', async () => {
    const names = ['cells', 'sites'];
    const open = async (name: string) => [name, await tileLayer(name).open(edition, QUESTION, 9)] as const;
    const sources = new Map(await Promise.all(names.map(open)));
    const [z, x, y] = tileAt(9);
    const full = await drawTile(sources, tileSquare(z, x, y));
    const less = await drawTile(sources, tileSquare(z, x, y), full.bytes.length - 1);
    expect(decoded(less.bytes).sites.length).toBe(decoded(full.bytes).sites.length);
    expect(decoded(less.bytes).cells.length).toBeLessThan(decoded(full.bytes).cells.length);
  });
});
