import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DomainError } from '../../../src/domain-error.ts';
import { openOsmPbf } from '../../../src/sources/osm-pbf.ts';
import {
  type FixtureNode,
  type FixtureOptions,
  type FixtureRelation,
  type FixtureWay,
  pbfFixture,
} from '../../unit/sources/support/osm-pbf-fixture.ts';
import { readEverything } from '../../unit/sources/support/read-everything.ts';

const KEYS = ['highway', 'oneway', 'maxspeed', 'name', 'é', 'type'];

let path: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'osm-pbf-property-'));
  path = join(folder, 'roads.osm.pbf');
});
afterAll(() => rm(folder, { recursive: true }));

async function readBack(bytes: Uint8Array) {
  await writeFile(path, bytes);
  const source = await openOsmPbf(path);
  try {
    return await readEverything(source, KEYS);
  } finally {
    await source.close();
  }
}

/** Near and far from 0 and from each other, so that deltas have any number of bytes. */
const id = fc.oneof(
  fc.integer({ min: -3, max: 200 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
  fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
);
const tags = fc.option(
  fc.dictionary(fc.constantFrom(...KEYS), fc.oneof(fc.constantFrom('yes', 'no', '50'), fc.string()), {
    minKeys: 1,
    noNullPrototype: true,
  }),
  { nil: undefined },
);
const withTags = <T extends object>(item: T & { tags?: Record<string, string> }) =>
  item.tags === undefined ? { ...item, tags: undefined } : item;

/** Units of 1e-7 degree: what the default granularity holds without rounding. */
const degrees = (limit: number) =>
  fc
    .oneof(
      fc.integer({ min: -limit * 1e7, max: limit * 1e7 }),
      fc.integer({ min: 87_000_000, max: 87_000_300 }),
    )
    .map((units) => units / 1e7);
const nodes: fc.Arbitrary<FixtureNode[]> = fc.array(
  fc.record({ id, lon: degrees(180), lat: degrees(90), tags }),
  { maxLength: 40 },
);
const ways: fc.Arbitrary<FixtureWay[]> = fc.array(
  fc.record({ id, refs: fc.oneof(fc.array(id), fc.integer({ min: 0, max: 30 }).map(run)), tags }),
  { maxLength: 12 },
);
const member = fc.record({
  type: fc.constantFrom('node', 'way', 'relation'),
  ref: id,
  role: fc.oneof(fc.constantFrom('from', 'via', 'to', ''), fc.string()),
});
const relations: fc.Arbitrary<FixtureRelation[]> = fc.array(
  fc.record({ id, members: fc.array(member), tags }),
  { maxLength: 6 },
);
const options: fc.Arbitrary<FixtureOptions> = fc.record({
  dense: fc.boolean(),
  packing: fc.constantFrom('raw', 'zlib'),
  order: fc.shuffledSubarray(['nodes', 'ways', 'relations'], { minLength: 3 }),
});

/** Ids that follow each other, as those of a new road's nodes do. */
function run(count: number): number[] {
  return Array.from({ length: count }, (_, i) => 5_000_000_000 + i);
}

test('what is written is read: nodes, ways and relations, with their tags', async () => {
  await fc.assert(
    fc.asyncProperty(nodes, ways, relations, options, async (someNodes, someWays, someRelations, how) => {
      const bytes = pbfFixture(someNodes, someWays, { ...how, relations: someRelations });
      const read = await readBack(bytes);
      expect(read.nodes.map(withTags)).toEqual(someNodes.map(withTags));
      expect(read.ways.map(withTags)).toEqual(someWays.map(withTags));
      expect(read.relations.map(withTags)).toEqual(someRelations.map(withTags));
    }),
    { numRuns: 300 },
  );
});

test('bytes that were changed are read or refused, never waited on nor left to fail elsewhere', async () => {
  // Of the file's length. A double would be nearly 0 nearly always.
  const share = fc.noBias(fc.nat({ max: 9999 })).map((part) => part / 10_000);
  const damage = fc.record({
    at: share,
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 2 }),
      fc.constantFrom(new Uint8Array(20).fill(255)),
    ),
  });
  let refused = 0;
  let readable = 0;
  await fc.assert(
    fc.asyncProperty(
      nodes,
      ways,
      relations,
      options,
      fc.array(damage, { minLength: 1, maxLength: 3 }),
      fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: share }),
      async (someNodes, someWays, someRelations, how, damages, kept) => {
        const whole = pbfFixture(someNodes, someWays, { ...how, relations: someRelations });
        const bytes = whole.slice(0, Math.max(1, Math.ceil(kept * whole.length)));
        for (const { at, bytes: wrong } of damages) {
          const start = Math.floor(at * bytes.length);
          bytes.set(wrong.subarray(0, bytes.length - start), start);
        }
        const outcome = await readBack(bytes).catch((cause: unknown) => cause);
        if (outcome instanceof Error) {
          if (!(outcome instanceof DomainError)) throw outcome;
          expect(outcome.message).toMatch(/roads\.osm\.pbf: /);
          refused++;
        } else readable++;
      },
    ),
    { numRuns: 1500, interruptAfterTimeLimit: 45_000, markInterruptAsFailure: false },
  );
  // Both happen, so that neither is tested on nothing.
  expect(refused).toBeGreaterThan(0);
  expect(readable).toBeGreaterThan(0);
});
