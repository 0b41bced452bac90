/**
 * The service under load, over the loopback, the server in a process of its own. Run:
 *   MAILLAGE_BENCH_HOME=<data directory with the country loaded> node scripts/bench/service.bench.ts
 * Without it, the country is loaded first (MAILLAGE_MIRROR). The server is started anew for each figure that is "cold":
 * the first time that an edition is asked.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { finish, type Row, ratioRow, row } from './measure.ts';
import { runMaillage, type Serving, serveMaillage, withHome } from './run-maillage.ts';
import type { EmptyRoute } from './service/empty-route.ts';
import { p99, requestMs, requestsMs, requestsPerSecond } from './service/requests.ts';
import { seededRandom } from './synthetic-country.ts';

const SECONDS = 4;
const ROUNDS = 3;
const rows: Row[] = [];

/** Layers with the least zoom that is asked of them here. */
const TILE_LAYERS = [
  ['communes', 8],
  ['cantons', 5],
  ['cells', 5],
  ['departements', 5],
  ['epci', 5],
  ['sites', 5],
  ['gaps', 5],
] as const;

const given = process.env.MAILLAGE_BENCH_HOME;
const mirror = process.env.MAILLAGE_MIRROR;
if (given) await measureService(given);
else if (mirror) {
  await withHome(async (home) => {
    const loaded = await runMaillage(['load', '--territory', 'france'], home, mirror);
    if (loaded.code !== 0) throw new Error(loaded.stderr);
    await measureService(home);
  });
}
finish('service', rows, given || mirror ? [] : ['needs MAILLAGE_MIRROR, or MAILLAGE_BENCH_HOME']);

async function measureService(home: string): Promise<void> {
  await cold(home);
  const serving = await serveMaillage('serve', home);
  try {
    await throughput(serving);
    await nationalMap(serving);
    await cells(serving);
    await tiles(serving);
    await collectionPages(serving);
    await search(serving);
  } finally {
    await serving.stop();
  }
}

/** The first time that an edition is asked: once a server. */
async function cold(home: string): Promise<void> {
  const asked: { name: string; path: string; target: number; times: number[] }[] = [
    { name: 'coverage of 2,054 cantons, cold', path: '/v1/coverage?level=canton', target: 150, times: [] },
    {
      name: '2,054 cantons as GeoJSON, cold',
      path: '/v1/coverage?level=canton&format=geojson',
      target: 1500,
      times: [],
    },
    {
      name: 'page of 1,000 communes in a box, first of the edition',
      path: '/collections/communes/items?limit=1000&bbox=1,45,4,47',
      target: 60,
      times: [],
    },
    {
      name: 'tile of cantons, first of the edition',
      path: '/tiles/cantons/6/32/22.mvt',
      target: 200,
      times: [],
    },
    {
      name: 'tile of cells, first of the edition',
      path: '/tiles/cells/8/129/90.mvt',
      target: 200,
      times: [],
    },
    { name: 'search, first of the edition', path: '/v1/search?q=mar', target: 1000, times: [] },
  ];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { path, times } of asked) {
      const serving = await serveMaillage('serve', home);
      times.push(await requestMs(serving.url + path, { 'accept-encoding': 'identity' }));
      await serving.stop();
    }
  }
  for (const { name, target, times } of asked) rows.push(row(name, 'ms', times, { atMost: target }));
}

/** Requests a second, ours and an empty route's with the same bytes, in turns. */
async function throughput(serving: Serving): Promise<void> {
  const url = `${serving.url}/v1/coverage?level=canton&within=2A`;
  const response = await fetch(url);
  const empty = fork(fileURLToPath(new URL('./service/empty-route.ts', import.meta.url)));
  const message: EmptyRoute = {
    contentType: response.headers.get('content-type') ?? '',
    bodyBase64: Buffer.from(await response.arrayBuffer()).toString('base64'),
  };
  empty.send(message);
  const [emptyUrl] = (await once(empty, 'message')) as [string];
  const ours: number[] = [];
  const reference: number[] = [];
  await requestsPerSecond(url, 2);
  await requestsPerSecond(emptyUrl, 2);
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await requestsPerSecond(url, SECONDS));
    reference.push(await requestsPerSecond(emptyUrl, SECONDS));
  }
  empty.disconnect();
  const oursRow = row('coverage of the cantons of 2A, warm', 'req/s', ours);
  const emptyRow = row('an empty route with the same bytes', 'req/s', reference);
  rows.push(oursRow, emptyRow, ratioRow('ours ÷ empty route', oursRow, emptyRow, { atLeast: 0.5 }));
}

async function nationalMap(serving: Serving): Promise<void> {
  const url = `${serving.url}/v1/coverage?level=canton&format=geojson`;
  await requestMs(url);
  const times = await requestsMs(Array.from({ length: 100 }, () => url));
  rows.push(row('2,054 cantons as GeoJSON, warm, p99', 'ms', [p99(times)], { atMost: 200 }));
}

/** Every cell of the country as CSV, and what the server grows by meanwhile. */
async function cells(serving: Serving): Promise<void> {
  const megabytes: number[] = [];
  let grown = 0;
  const before = residentMegabytes(serving.pid);
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    // As it is: compression is measured by whoever asks for it.
    const response = await fetch(`${serving.url}/v1/cells?format=csv`, {
      headers: { 'accept-encoding': 'identity' },
    });
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      grown = Math.max(grown, residentMegabytes(serving.pid) - before);
    }
    megabytes.push(bytes / 1e6 / ((performance.now() - startedAt) / 1000));
  }
  rows.push(
    row('every cell as CSV, streamed', 'MB/s', megabytes, { atLeast: 30 }),
    row('memory that the server grew by', 'MB', [grown], { atMost: 100 }),
  );
}

async function tiles(serving: Serving): Promise<void> {
  const random = seededRandom(7);
  const urls = Array.from({ length: 400 }, (_, i) => {
    const [layer, leastZoom] = TILE_LAYERS[i % TILE_LAYERS.length];
    const zoom = leastZoom + Math.floor(random() * (13 - leastZoom));
    const [lon, lat] = [-1.5 + 7 * random(), 43.5 + 6 * random()];
    const x = Math.floor(((lon + 180) / 360) * 2 ** zoom);
    const sine = Math.tan((lat * Math.PI) / 180);
    const y = Math.floor(((1 - Math.asinh(sine) / Math.PI) / 2) * 2 ** zoom);
    return `${serving.url}/tiles/${layer}/${zoom}/${x}/${y}.mvt`;
  });
  const distinct = [...new Set(urls)];
  rows.push(
    row('tiles, each for the first time, p99', 'ms', [p99(await requestsMs(distinct))], { atMost: 200 }),
    row('tiles, again, p99', 'ms', [p99(await requestsMs(distinct))], { atMost: 20 }),
  );
}

async function collectionPages(serving: Serving): Promise<void> {
  const random = seededRandom(11);
  const urls = Array.from({ length: 40 }, () => {
    const [west, south] = [-1 + 4 * random(), 43.5 + 3.5 * random()];
    const box = [west, south, west + 3, south + 2].map((value) => value.toFixed(3)).join(',');
    return `${serving.url}/collections/communes/items?limit=1000&bbox=${box}`;
  });
  // Uncompressed, as the published figure that it is held against; then as a browser asks.
  const plain = await requestsMs(urls.slice(0, 20), { 'accept-encoding': 'identity' });
  const compressed = await requestsMs(urls.slice(20), { 'accept-encoding': 'br' });
  rows.push(
    row('page of 1,000 communes in another box', 'ms', plain, { atMost: 60 }),
    row('the same, compressed', 'ms', compressed),
  );
}

async function search(serving: Serving): Promise<void> {
  const random = seededRandom(13);
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const text = () => Array.from({ length: 3 }, () => letters[Math.floor(random() * 26)]).join('');
  const frequent = ['sai', 'mar', 'ville', 'ste', 'les', 'cha', 'mon', 'bea', 'vil', 'cou'];
  const urls = [...Array.from({ length: 500 }, text), ...frequent].map(
    (q) => `${serving.url}/v1/search?q=${q}`,
  );
  await requestMs(urls[0]);
  rows.push(row('search, 3 letters, p99', 'ms', [p99(await requestsMs(urls))], { atMost: 15 }));
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}
