import { resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { CAR_PROFILE } from '../../../src/network/roads/car-profile.ts';
import { buildRoadGraph, ROAD_GRAPH_BUILD } from '../../../src/network/roads/road-graph.ts';
import { encodeRoadGraph } from '../../../src/network/roads/road-graph-file.ts';
import { openOsmPbf } from '../../../src/sources/osm-pbf.ts';

const ROADS = resolve(import.meta.dirname, '../../../data/sample/roads/val-d-ambre.osm.pbf');

test('a graph kept by an earlier build is not taken for one of this build', async () => {
  const source = await openOsmPbf(ROADS);
  const { graph } = await buildRoadGraph(source, CAR_PROFILE);
  await source.close();
  // When this fails because graphs are built otherwise (or the sample's roads were drawn again), raise
  // ROAD_GRAPH_BUILD for the former, and put what is found here.
  expect([ROAD_GRAPH_BUILD, crc32(encodeRoadGraph(graph)).toString(16)]).toEqual([3, '22a753cd']);
});
