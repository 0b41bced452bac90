import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { streamFeatures } from '../../../src/sources/files/geojson-stream.ts';
import { collection, domainErrorOf, feature, sourceOf } from './support/geo-source.ts';

const read = async (content: string | Uint8Array) =>
  Array.fromAsync(streamFeatures(await sourceOf('x.geojson', content)));
const LAMBERT = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::2154' } };

describe('streamFeatures', () => {
  it('gives every feature in order, with its number, properties, geometry and id', async () => {
    const point = { type: 'Point', coordinates: [-6, 46] };
    const rows = await read(
      collection([{ ...feature({ code: '96001' }, point), id: 'a' }, feature({}, null)]),
    );
    expect(rows).toEqual([
      { number: 1, crs: undefined, id: 'a', properties: { code: '96001' }, geometry: point },
      { number: 2, crs: undefined, id: undefined, properties: {}, geometry: null },
    ]);
  });

  it('reads the crs member wherever it stands before the features', async () => {
    for (const members of [
      { crs: LAMBERT, name: 'x' },
      { name: 'x', bbox: [1, 2, 3, 4], crs: LAMBERT },
    ]) {
      const [row] = await read(collection([feature({}, null)], members));
      expect(row.crs).toEqual(LAMBERT);
    }
  });

  it('refuses a projected crs that comes after features already read as lon/lat', async () => {
    const text = JSON.stringify({ type: 'FeatureCollection', features: [feature({}, null)], crs: LAMBERT });
    expect((await domainErrorOf(read(text))).message).toMatch(/x\.geojson.*"crs" before "features"/);
  });

  it('is not misled by brackets, quotes and escapes inside strings, or by type after the features', async () => {
    const properties = { name: 'a}]{[",\\', '"features":[': 'x\\"y', 'é€𝄞': '\u2028' };
    const text = JSON.stringify({ features: [feature(properties, null)], type: 'FeatureCollection' });
    expect((await read(text))[0].properties).toEqual(properties);
  });

  it('accepts a byte order mark and white space anywhere between values', async () => {
    const text = `\uFEFF \r\n${JSON.stringify(JSON.parse(collection([feature({ a: 1 }, null)])), null, '\t')}\n\n`;
    expect(await read(text)).toHaveLength(1);
  });

  it('reads a feature far larger than a chunk of the stream', async () => {
    const ring = Array.from({ length: 60_000 }, (_, i) => [i / 1000, i / 2000]);
    const [row] = await read(collection([feature({}, { type: 'Polygon', coordinates: [ring] })]));
    expect(row.geometry).toEqual({ type: 'Polygon', coordinates: [ring] });
  });
});

describe('streamFeatures refuses, naming the file', () => {
  const whole = collection([feature({ n: 1 }, null), feature({ n: 2 }, null), feature({ n: 3 }, null)]);
  const cases: [what: string, content: string | Uint8Array, code: string, message: RegExp][] = [
    ['an HTML page', '<!DOCTYPE html><html></html>', 'source-schema', /HTML or XML page/],
    ['a CSV', 'code;nom\n1;2\n', 'source-schema', /starts with "code;nom"/],
    ['blanks only', ' \n\n ', 'source-empty', /holds no text/],
    ['a collection without features', collection([]), 'source-empty', /holds no feature/],
    ['a lone Feature', JSON.stringify(feature({}, null)), 'source-schema', /found type "Feature"/],
    ['a TopoJSON', '{"type":"Topology","objects":{}}', 'source-schema', /found type "Topology"/],
    ['an object without features', '{"type":"FeatureCollection"}', 'source-schema', /no "features"/],
    [
      'features that are no array',
      '{"type":"FeatureCollection","features":null}',
      'source-schema',
      /an array/,
    ],
    [
      'a null between features',
      '{"type":"FeatureCollection","features":[null]}',
      'source-schema',
      /found "n"/,
    ],
    ['text after the end', `${whole} oops`, 'source-schema', /after the end/],
    [
      'a feature that is no JSON',
      '{"type":"FeatureCollection","features":[{"a":tru}]}',
      'source-schema',
      /feature 1/,
    ],
    ['UTF-16', Buffer.from(`\uFEFF${whole}`, 'utf16le'), 'source-encoding', /UTF-16/],
    [
      'Latin-1',
      Buffer.from(collection([feature({ nom: 'Évry' }, null)]), 'latin1'),
      'source-encoding',
      /feature 1/,
    ],
    ['a file cut in its third feature', whole.slice(0, -20), 'source-truncated', /after 2 whole features/],
    ['a file cut in its last bracket', whole.slice(0, -1), 'source-truncated', /after 3 whole features/],
  ];
  it.each(cases)('%s', async (_, content, code, message) => {
    const error = await domainErrorOf(read(content));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).toContain('x.geojson');
  });

  it('a cut gzip, with the number of features read', async () => {
    const many = collection(
      Array.from({ length: 5000 }, (_, i) => feature({ i, random: Math.sin(i) }, null)),
    );
    const packed = gzipSync(many);
    const error = await domainErrorOf(read(packed.subarray(0, packed.length / 2)));
    expect(error.code).toBe('source-truncated');
    expect(error.details.features).toBeGreaterThan(0);
  });
});
