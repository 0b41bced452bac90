/**
 * Reading an .osm.pbf on one thread, with the tags that a road profile asks for, beside the inflating that no reader can
 * do without. Real extracts at hand are small: the blobs of one are repeated after its header, since how fast a block is
 * read does not hang on whether its ids came before. Without MAILLAGE_MIRROR on the built-in sample, which has few tags.
 * Run: node scripts/bench/pbf.bench.ts
 */
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openOsmPbf } from '../../src/sources/osm-pbf.ts';
import { readBlobs, unpackBlob } from '../../src/sources/osm-pbf-blobs.ts';
import { finish, type Row, ratioRow, row } from './measure.ts';

const PASSES = 7;
const SAMPLE = fileURLToPath(new URL('../../data/sample/roads/val-d-ambre.osm.pbf', import.meta.url));
/** Of the sizes of the mirror's two files and the sample's: each makes some 10 to 20 MB. */
const REPEATS = { andorra: 20, corse: 20, sample: 150 };

let sink = 0;

interface RoadBytes {
  name: string;
  path: string;
  sizeBytes: number;
}

/** The header of a file, and its other blobs so many times. */
async function repeated(name: string, source: string, times: number, folder: string): Promise<RoadBytes> {
  const bytes = await readFile(source);
  const handle = await open(source);
  let headerBytes = 0;
  for await (const blob of readBlobs({ handle, name, sizeBytes: bytes.length }, () => false)) {
    headerBytes = blob.nextOffsetBytes;
    break;
  }
  await handle.close();
  const content = bytes.subarray(headerBytes);
  const path = join(folder, `${name}.osm.pbf`);
  const whole = Buffer.concat([bytes.subarray(0, headerBytes), ...new Array<Buffer>(times).fill(content)]);
  await writeFile(path, whole);
  return { name, path, sizeBytes: whole.length };
}

async function inflateAll({ path, name, sizeBytes }: RoadBytes): Promise<void> {
  const handle = await open(path);
  for await (const blob of readBlobs({ handle, name, sizeBytes }, () => false)) {
    sink += unpackBlob(blob, name).length;
  }
  await handle.close();
}

/** Every node's place and every way's nodes are touched, and every tag that is asked for is looked at. */
async function readAll({ path }: RoadBytes, withTags: boolean): Promise<void> {
  const source = await openOsmPbf(path);
  await source.scan({
    nodes(block) {
      const { count, lon, lat, id } = block;
      let sum = 0;
      for (let node = 0; node < count; node++) sum += lon[node] + lat[node] + id[node];
      sink += sum;
      if (!withTags || !block.tagged) return;
      let found = 0;
      for (let node = 0; node < count; node++) {
        if (block.tag(node, 'barrier') !== undefined) found++;
        if (block.tag(node, 'highway') !== undefined) found++;
      }
      sink += found;
    },
    ways(block) {
      const { count, refs } = block;
      let sum = 0;
      for (let at = 0; at < refs.length; at++) sum += refs[at];
      sink += sum;
      if (!withTags) return;
      let found = 0;
      for (let way = 0; way < count; way++) {
        if (block.tag(way, 'highway') !== undefined) found++;
        if (block.tag(way, 'oneway') !== undefined) found++;
        if (block.tag(way, 'maxspeed') !== undefined) found++;
        if (block.tag(way, 'access') !== undefined) found++;
        if (block.tag(way, 'junction') !== undefined) found++;
        if (block.tag(way, 'service') !== undefined) found++;
      }
      sink += found;
    },
  });
  await source.close();
}

async function pbfRows(file: RoadBytes, target: { atLeast: number } | null): Promise<Row[]> {
  const works: [name: string, work: () => Promise<void>][] = [
    [`${file.name}: read with tags`, () => readAll(file, true)],
    [`${file.name}: read without tags`, () => readAll(file, false)],
    [`${file.name}: inflated only`, () => inflateAll(file)],
  ];
  const speeds = works.map((): number[] => []);
  // In turns, so that all meet the same machine; the first turn warms up.
  for (let pass = 0; pass <= PASSES; pass++) {
    for (const [i, [, work]] of works.entries()) {
      const start = performance.now();
      await work();
      if (pass > 0) speeds[i].push(file.sizeBytes / 1e3 / (performance.now() - start));
    }
  }
  const [withTags, withoutTags, inflated] = works.map(([name], i) =>
    row(name, 'MB/s', speeds[i], i === 0 ? target : null),
  );
  return [
    withTags,
    withoutTags,
    inflated,
    ratioRow(`${file.name}: reading with tags ÷ inflating`, withTags, inflated),
  ];
}

const mirror = process.env.MAILLAGE_MIRROR;
const small = 'raw OpenStreetMap: set MAILLAGE_MIRROR to the folder of files (the built-in sample was used)';
if (!mirror) console.warn(`SKIPPED: ${small}`);
const folder = await mkdtemp(join(tmpdir(), 'maillage-pbf-'));
try {
  const rows: Row[] = [];
  if (mirror) {
    const andorra = join(mirror, 'roads/andorra.osm.pbf');
    rows.push(
      ...(await pbfRows(await repeated('andorra', andorra, REPEATS.andorra, folder), { atLeast: 60 })),
    );
    const corsica = join(mirror, 'roads/corse.osm.pbf');
    rows.push(...(await pbfRows(await repeated('corse', corsica, REPEATS.corse, folder), null)));
  } else {
    rows.push(...(await pbfRows(await repeated('sample', SAMPLE, REPEATS.sample, folder), null)));
  }
  if (sink === 0.1) console.log(sink);
  finish('pbf', rows, mirror ? [] : [small]);
} finally {
  await rm(folder, { recursive: true });
}
