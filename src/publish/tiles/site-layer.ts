import type { EditionData } from '../../coverage/edition-data.ts';
import { editionMemo } from '../../coverage/edition-memo.ts';
import { COUNTING_RULES, type CountingRule } from '../../coverage/network.ts';
import { networkWithin } from '../../coverage/site-counts.ts';
import { SITE_COLUMNS } from '../dictionary/sites.ts';
import { pointMeets } from '../features/box-intersection.ts';
import { COORDINATE_SCALE } from '../outlines/outline-set.ts';
import { fieldsOf } from './layer-fields.ts';
import { addFeature, POINT } from './layer-writer.ts';
import { pointWords } from './polygon-commands.ts';
import { roomFor, type TileLayer } from './tile-layer.ts';
import { type TileSquare, unitsX, unitsY } from './tile-square.ts';

const PROPERTIES = ['id', 'name', 'type', 'format', 'commune'] as const;

const listedMemo = editionMemo<Uint8Array>(COUNTING_RULES.length);

function listedSites(data: EditionData, rule: CountingRule): Uint8Array {
  return listedMemo.of(data, rule, () => networkWithin(data, [], rule));
}

/** The sites of the network in the loaded territory, all of them at every zoom: a few thousand points are a small tile. */
export const SITE_LAYER: TileLayer = {
  name: 'sites',
  minZoom: 0,
  description: 'Sites of the network.',
  timed: false,
  fields: fieldsOf(SITE_COLUMNS, PROPERTIES),
  async open({ data }, { rule }) {
    const listed = listedSites(data, rule);
    const within = (square: TileSquare) => (_: unknown, index: number) => {
      const { lon, lat } = data.sites[index];
      return listed[index] === 1 && pointMeets(lon * COORDINATE_SCALE, lat * COORDINATE_SCALE, square);
    };
    return {
      easing: 2,
      draw(draft, square, detail) {
        const found = [...data.sites.keys()].filter(within(square));
        const room = roomFor(found.length, detail);
        for (const index of found.slice(0, room)) {
          const { id, name, type, format, commune, lon, lat } = data.sites[index];
          const x = unitsX(square, lon * COORDINATE_SCALE);
          const y = unitsY(square, lat * COORDINATE_SCALE);
          addFeature(draft, index + 1, POINT, pointWords(x, y), { id, name, type, format, commune });
        }
        return found.length - room;
      },
      touches: (square) => data.sites.some(within(square)),
    };
  },
  async bounds({ data }) {
    const listed = listedSites(data, 'all');
    const inside = data.sites.filter((_, index) => listed[index] === 1);
    if (inside.length === 0) return null;
    const lons = inside.map((site) => site.lon);
    const lats = inside.map((site) => site.lat);
    return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
  },
};
