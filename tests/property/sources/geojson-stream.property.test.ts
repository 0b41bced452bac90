import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { streamFeatures } from '../../../src/sources/files/geojson-stream.ts';
import type { SourceFile } from '../../../src/sources/files/source-file.ts';

/** Cut into chunks of any size, so that every state of the scanner meets the end of a chunk. */
function inChunks(bytes: Buffer, sizes: number[]): SourceFile {
  return {
    path: 'x',
    name: 'x',
    sizeBytes: bytes.length,
    packing: 'plain',
    open: async () => {
      const chunks: Buffer[] = [];
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const size = sizes[i % sizes.length];
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      return Readable.from(chunks);
    },
  };
}

const features = fc.array(
  fc.record({
    type: fc.constant('Feature'),
    properties: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()),
  }),
  { minLength: 1, maxLength: 6 },
);
const members = fc.dictionary(
  fc.string({ unit: 'grapheme' }).filter((key) => !['type', 'features', 'crs', '__proto__'].includes(key)),
  fc.jsonValue(),
);

it('reads the same features as JSON.parse, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      features,
      members,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(undefined, 2),
      async (list, extra, sizes, indent) => {
        const text = JSON.stringify({ type: 'FeatureCollection', ...extra, features: list }, null, indent);
        const file = inChunks(Buffer.from(text), sizes);
        const read = await Array.fromAsync(streamFeatures(file));
        const whole = JSON.parse(text) as { features: { properties: object }[] };
        expect(read.map((row) => row.properties)).toEqual(whole.features.map((row) => row.properties));
      },
    ),
    { numRuns: 300 },
  );
});

it('never takes a cut file for a whole one', async () => {
  await fc.assert(
    fc.asyncProperty(features, fc.double({ min: 0, max: 1, noNaN: true }), async (list, share) => {
      const bytes = Buffer.from(JSON.stringify({ type: 'FeatureCollection', features: list }));
      const cut = bytes.subarray(0, Math.max(1, Math.floor(share * (bytes.length - 1))));
      await expect(Array.fromAsync(streamFeatures(inChunks(cut, [16])))).rejects.toMatchObject({
        code: 'source-truncated',
      });
    }),
  );
});
