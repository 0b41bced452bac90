import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CAR_PROFILE } from '../../src/network/roads/car-profile.ts';
import { buildRoadGraph } from '../../src/network/roads/road-graph.ts';
import { contract } from '../../src/network/search/contraction.ts';
import { nearestByContraction } from '../../src/network/search/contraction-nearest.ts';
import { nearestSites } from '../../src/network/search/nearest.ts';
import { openOsmPbf } from '../../src/sources/osm-pbf.ts';

const mirror = process.env.MAILLAGE_MIRROR ?? '';
if (!mirror) console.warn('MAILLAGE_MIRROR is not set: the contraction of real roads is SKIPPED');

describe.skipIf(!mirror)("Corsica's roads, contracted", () => {
  test('give the nearest sites of the plain search', async () => {
    const source = await openOsmPbf(join(mirror, 'roads/corse.osm.pbf'));
    const { graph } = await buildRoadGraph(source, CAR_PROFILE);
    await source.close();
    const contraction = contract(graph);
    if (!contraction) throw new Error('too meshed');
    const { nodeCount } = contraction;
    const sites = Uint32Array.from({ length: 40 }, (_, i) => (i * 7919 + 13) % nodeCount);
    const seeds = { node: sites, ds: sites.map((node) => node % 300), site: sites.map((_, i) => i) };
    expect(nearestByContraction(contraction, seeds)).toEqual(nearestSites(graph, seeds));
  });
});
