import { describe, expect, it } from 'vitest';
import { addFeature, finishedTile, layerDraft, POINT } from '../../../../src/publish/tiles/layer-writer.ts';
import { pointWords } from '../../../../src/publish/tiles/polygon-commands.ts';
import { decoded, featuresOf } from '../../../support/decoded-tile.ts';

describe('a layer of a tile', () => {
  it('is read back by another library: ids, properties of every kind, geometry', () => {
    const draft = layerDraft('places');
    const properties = {
      text: 'Ardèche – œ',
      none: '',
      whole: 7,
      zero: 0,
      less: -3,
      part: 0.25,
      yes: true,
      no: false,
    };
    addFeature(draft, 12, POINT, pointWords(5, 4090), properties);
    addFeature(draft, 0, POINT, pointWords(-64, 4160), { whole: 7, text: 'other' });
    addFeature(draft, 2 ** 52 + 1, POINT, pointWords(0, 0), { absent: null, missing: undefined });

    const { places } = decoded(finishedTile(draft));
    expect([places.version, places.name, places.extent]).toEqual([2, 'places', 4096]);
    expect(featuresOf(places)).toEqual([
      { id: 12, properties, rings: [[[5, 4090]]] },
      { id: 0, properties: { whole: 7, text: 'other' }, rings: [[[-64, 4160]]] },
      { id: 2 ** 52 + 1, properties: {}, rings: [[[0, 0]]] },
    ]);
  });

  it('holds each key and each value once', () => {
    const one = layerDraft('places');
    const many = layerDraft('places');
    const properties = { a_long_key_of_a_property: 'a value long enough to be seen in the bytes' };
    addFeature(one, 1, POINT, pointWords(1, 1), properties);
    for (let id = 1; id <= 100; id++) addFeature(many, id, POINT, pointWords(1, 1), properties);
    const bytes = Buffer.from(finishedTile(many));
    const grown = bytes.length - finishedTile(one).length;
    // A feature more: id, one pair of tags, type, three words of geometry, and their headings.
    expect(grown).toBeLessThan(99 * 20);
    expect(bytes.indexOf('a_long_key')).toBe(bytes.lastIndexOf('a_long_key'));
  });

  it('keeps 1, "1" and true apart', () => {
    const draft = layerDraft('kinds');
    addFeature(draft, 1, POINT, pointWords(0, 0), { a: 1, b: '1', c: true });
    expect(featuresOf(decoded(finishedTile(draft)).kinds)[0].properties).toEqual({ a: 1, b: '1', c: true });
  });

  it('is no byte at all without a feature, and two of them end to end are a tile of two layers', () => {
    expect(finishedTile(layerDraft('empty')).length).toBe(0);
    const tiles = ['one', 'two'].map((name) => {
      const draft = layerDraft(name);
      addFeature(draft, 1, POINT, pointWords(1, 2), {});
      return finishedTile(draft);
    });
    expect(Object.keys(decoded(Buffer.concat(tiles)))).toEqual(['one', 'two']);
  });
});
