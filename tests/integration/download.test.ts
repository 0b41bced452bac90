import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../../src/domain-error.ts';
import { type DownloadOptions, download } from '../../src/sources/files/download.ts';
import {
  lieAboutLength,
  type MisbehavingServer,
  redirect,
  sendPart,
  sendSlowly,
  serve,
  serveAtMost,
  silent,
  startMisbehavingServer,
  status,
  wrongRange,
} from './support/misbehaving-server.ts';

const csv = Buffer.from(`code,name\n${'01001,Sample-sur-Test\n'.repeat(400)}`);
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const page = '<!doctype html><html><body>Service indisponible</body></html>';

let server: MisbehavingServer;
let dir: string;
let destination: string;
let waits: number[];
let options: DownloadOptions;

beforeAll(async () => {
  server = await startMisbehavingServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'maillage-download-'));
  destination = join(dir, 'cache', 'file.csv');
  waits = [];
  options = {
    kind: 'csv',
    tries: 3,
    connectTimeoutMs: 250,
    idleTimeoutMs: 250,
    random: () => 1,
    sleep: async (ms) => void waits.push(ms),
  };
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function failureOf(promise: Promise<unknown>): Promise<DomainError> {
  const error = await promise.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(DomainError);
  expect(existsSync(destination)).toBe(false);
  return error as DomainError;
}

async function expectArrived(content = csv) {
  expect(await readFile(destination)).toEqual(content);
  expect(await readdir(join(dir, 'cache'))).toEqual(['file.csv']);
}

describe('a server that behaves', () => {
  test('the file arrives whole, with its size, checksum and version; progress ends at the total', async () => {
    const url = server.at('/ok.csv', serve(csv, '"v7"', 'text/csv'));
    const progress: (number | null)[][] = [];
    const got = await download(url, destination, {
      ...options,
      onProgress: (bytes, total) => void progress.push([bytes, total]),
    });
    expect(got).toMatchObject({
      url,
      finalUrl: url,
      sizeBytes: csv.length,
      sha256: sha256(csv),
      etag: '"v7"',
      tries: 1,
    });
    expect(progress.at(-1)).toEqual([csv.length, csv.length]);
    expect(server.requests('/ok.csv')[0].userAgent).toMatch(/^maillage/);
    await expectArrived();
  });

  test('a length that is not told is no error, and the total is null', async () => {
    const url = server.at('/chunked.csv', (_request, response) => void response.end(csv));
    let total: number | null = -1;
    await download(url, destination, { ...options, onProgress: (_bytes, all) => (total = all) });
    expect(total).toBe(csv.length);
    const chunked = server.at('/chunked2.csv', (_request, response) => {
      response.write(csv.subarray(0, 100));
      response.end(csv.subarray(100));
    });
    await download(chunked, destination, { ...options, onProgress: (_bytes, all) => (total = all) });
    expect(total).toBe(null);
    await expectArrived();
  });

  test('a gzip sent with Content-Encoding: gzip is kept as it was published', async () => {
    const packed = gzipSync(csv);
    const url = server.at('/packed.csv.gz', (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
    });
    await download(url, destination, options);
    await expectArrived(packed);
  });

  test('a slow server is waited for as long as it sends', async () => {
    const url = server.at('/slow.csv', sendSlowly(csv, 8, 50));
    const got = await download(url, destination, options);
    expect(got.tries).toBe(1);
    await expectArrived();
  });
});

describe('a line that fails', () => {
  test('a cut body is continued from where it stopped, if it is still the same file', async () => {
    const url = server.at('/cut.csv', sendPart(csv, 3000, 'cut'), serve(csv));
    const got = await download(url, destination, options);
    expect(server.requests('/cut.csv')[1]).toMatchObject({ range: 'bytes=3000-', ifRange: '"v1"' });
    expect(got).toMatchObject({ tries: 2, sha256: sha256(csv) });
    await expectArrived();
  });

  test('without ETag and date nothing says that it is the same file: from the start', async () => {
    const url = server.at('/anonymous.csv', sendPart(csv, 3000, 'cut', null), serve(csv, null));
    await download(url, destination, options);
    expect(server.requests('/anonymous.csv')[1].range).toBeUndefined();
    await expectArrived();
  });

  test('a weak ETag cannot be used to continue', async () => {
    const url = server.at('/weak.csv', sendPart(csv, 3000, 'cut', 'W/"v1"'), serve(csv));
    await download(url, destination, options);
    expect(server.requests('/weak.csv')[1].range).toBeUndefined();
    await expectArrived();
  });

  test('a server that stops sending is left after the time-out, and continued', async () => {
    const url = server.at('/stall.csv', sendPart(csv, 3000, 'stall'), serve(csv));
    const got = await download(url, destination, options);
    expect(got.tries).toBe(2);
    expect(server.requests('/stall.csv')[1].range).toBe('bytes=3000-');
    await expectArrived();
  });

  test('a server that never answers does not hang the program', async () => {
    const url = server.at('/silent.csv', silent);
    const error = await failureOf(download(url, destination, { ...options, tries: 2 }));
    expect(error.code).toBe('download-failed');
    expect(error.message).toContain('no answer within 250 ms');
    expect(error.details).toMatchObject({ url, tries: 2, status: null });
  });

  test('nor one that accepts a connection and never finishes TLS', async () => {
    const mute = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { port: number };
    const error = await failureOf(
      download(`https://127.0.0.1:${port}/x.csv`, destination, { ...options, tries: 1 }),
    );
    expect(error.message).toContain('no connection within 250 ms');
    mute.close();
  });

  test('a refused connection is tried again, waiting twice as long each time, then told', async () => {
    const url = 'http://127.0.0.1:1/none.csv';
    const error = await failureOf(download(url, destination, { ...options, tries: 4, firstWaitMs: 100 }));
    expect(waits).toEqual([100, 200, 400]);
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.details.tries).toBe(4);
  });

  test('tries that bring the file further are not counted as failures', async () => {
    const large = Buffer.concat(Array.from({ length: 800 }, () => csv));
    const url = server.at('/large.csv', serveAtMost(large, 1_500_000));
    const got = await download(url, destination, { ...options, tries: 2 });
    expect(got.tries).toBeGreaterThan(2);
    expect(got.sha256).toBe(sha256(large));
  });
});

describe('a file that changes', () => {
  test('another ETag between two tries: the new file, whole, and nothing of the old one', async () => {
    const newer = Buffer.from(csv.toString().replaceAll('Sample', 'Edited'));
    const url = server.at('/changed.csv', sendPart(csv, 3000, 'cut', '"v1"'), serve(newer, '"v2"'));
    await download(url, destination, options);
    await expectArrived(newer);
  });

  test('a server that ignores Range sends the whole again', async () => {
    const whole = status(200, { etag: '"v1"' }, csv.toString());
    const url = server.at('/no-range.csv', sendPart(csv, 3000, 'cut'), whole);
    await download(url, destination, options);
    await expectArrived();
  });

  test.each([
    ['another start', `bytes 10-${csv.length - 1}/${csv.length}`],
    ['another total', 'bytes 3000-9999/10000'],
    ['nonsense', 'pages 1-2'],
  ])('a 206 with the wrong Content-Range (%s) is not believed: from the start', async (_name, contentRange) => {
    const path = `/wrong-range-${contentRange.length}.csv`;
    const url = server.at(
      path,
      sendPart(csv, 3000, 'cut'),
      wrongRange(csv.subarray(10, 100), contentRange),
      serve(csv),
    );
    await download(url, destination, options);
    expect(server.requests(path).map(({ range }) => range)).toEqual([undefined, 'bytes=3000-', undefined]);
    await expectArrived();
  });

  test('a 206 that sends less than it says is continued after what came', async () => {
    const rest = wrongRange(csv.subarray(3000, 4000), `bytes 3000-${csv.length - 1}/${csv.length}`);
    const url = server.at('/less.csv', sendPart(csv, 3000, 'cut'), rest, serve(csv));
    await download(url, destination, options);
    expect(server.requests('/less.csv')[2].range).toBe('bytes=4000-');
    await expectArrived();
  });

  test('a 206 under another ETag is not appended, even when If-Range was ignored', async () => {
    const rest = wrongRange(csv.subarray(3000), `bytes 3000-${csv.length - 1}/${csv.length}`, '"v2"');
    const url = server.at('/if-range-ignored.csv', sendPart(csv, 3000, 'cut'), rest, serve(csv, '"v2"'));
    expect((await download(url, destination, options)).tries).toBe(3);
    await expectArrived();
  });

  test('416 on a part that is whole already: it is the file', async () => {
    const url = server.at('/whole-part.csv', serve(csv));
    await download(url, destination, options);
    await writeFile(`${destination}.part`, csv);
    const note = { url, etag: '"v1"', lastModified: null, totalBytes: csv.length };
    await writeFile(`${destination}.part.json`, JSON.stringify(note));
    await rm(destination);
    await download(url, destination, options);
    expect(server.requests('/whole-part.csv')[1].range).toBe(`bytes=${csv.length}-`);
    await expectArrived();
  });

  test('416 on a part that is longer than the file: from the start', async () => {
    const url = server.at(
      '/shrunk.csv',
      sendPart(Buffer.concat([csv, csv]), csv.length + 50, 'cut'),
      serve(csv),
    );
    await download(url, destination, options);
    await expectArrived();
  });
});

describe('a server that lies about length', () => {
  test('fewer bytes than promised, every time: tried again, then refused', async () => {
    const url = server.at('/short.csv', lieAboutLength(csv, csv.length + 500));
    const error = await failureOf(download(url, destination, options));
    expect(error.message).toContain(
      `the connection was cut (after ${csv.length} of ${csv.length + 500} bytes)`,
    );
    expect(error.details.tries).toBe(3);
  });

  test('more bytes than promised, every time: tried again, then refused', async () => {
    const url = server.at('/long.csv', lieAboutLength(csv, csv.length - 500));
    const error = await failureOf(download(url, destination, options));
    expect(error.message).toContain('more bytes than the length it gave');
    expect(error.details.tries).toBe(3);
  });

  test('a length that is too small by mistake, right the next time', async () => {
    const url = server.at('/long-once.csv', lieAboutLength(csv, 2000), serve(csv));
    await download(url, destination, options);
    await expectArrived();
  });

  test.each([
    ['gzip', 'csv', gzipSync(csv)],
    [
      'GeoJSON',
      'geojson',
      Buffer.from(JSON.stringify({ type: 'FeatureCollection', features: Array(80).fill({}) })),
    ],
    ['Parquet', 'parquet', Buffer.from(`PAR1${'x'.repeat(900)}PAR1`)],
  ] as const)('a %s that is cut, though HTTP says that it is whole, is refused', async (name, kind, content) => {
    const url = server.at(`/cut-${name}`, serve(content.subarray(0, -3)));
    const error = await failureOf(download(url, destination, { ...options, kind }));
    expect(error.message).toContain('cut short');
    await download(server.at(`/whole-${name}`, serve(content)), destination, { ...options, kind });
  });

  test('more than the size limit, promised or sent, is refused at once and not kept', async () => {
    const promised = server.at('/huge.csv', serve(csv));
    const error = await failureOf(download(promised, destination, { ...options, maxBytes: 5000 }));
    expect(error.message).toContain('at most 5000 are taken');
    expect(error.details.tries).toBe(1);
    const early = server.at('/huge-early.csv', sendPart(csv, 10, 'stall'));
    const refused = await failureOf(download(early, destination, { ...options, maxBytes: 5000 }));
    expect(refused.message).toContain(`${csv.length} bytes, at most 5000`);
    const endless = server.at('/endless.csv', (_request, response) => {
      const more = () => void (response.write(csv) ? setImmediate(more) : response.once('drain', more));
      more();
      response.once('close', () => response.removeAllListeners('drain'));
    });
    const other = await failureOf(download(endless, destination, { ...options, maxBytes: 50_000 }));
    expect(other.message).toContain('at most 50000 are taken');
    expect(existsSync(`${destination}.part`)).toBe(false);
  });
});

describe('redirects', () => {
  test('are followed, relative ones too, and both addresses are known', async () => {
    server.at('/final.csv', serve(csv));
    const url = server.at('/r', redirect('/r2', 301));
    server.at('/r2', redirect(`${server.origin}/final.csv`, 307));
    const got = await download(url, destination, options);
    expect(got).toMatchObject({ url, finalUrl: `${server.origin}/final.csv` });
    await expectArrived();
  });

  test.each([
    ['a loop', '/loop', () => ['/loop'], 'go in a loop'],
    [
      'too many',
      '/hop0',
      () => Array.from({ length: 9 }, (_, index) => `/hop${index + 1}`),
      'more than 5 redirects',
    ],
    ['another scheme', '/ftp', () => ['ftp://127.0.0.1/x.csv'], 'not http or https'],
    ['a file of the machine', '/local', () => ['file:///etc/hostname'], 'not http or https'],
    ['no address', '/nowhere', () => ['http://'], 'not an address'],
  ])('%s: refused at the first try', async (_name, path, targets, words) => {
    const chain = [path, ...targets()];
    for (let index = 0; index + 1 < chain.length; index++)
      server.at(chain[index], redirect(chain[index + 1]));
    const error = await failureOf(download(`${server.origin}${path}`, destination, options));
    expect(error.message).toContain(words);
    expect(error.details.tries).toBe(1);
  });
});

describe('a server that refuses', () => {
  test.each([403, 404, 410])('%i is not tried again, and its words are told', async (code) => {
    const url = server.at(`/gone-${code}`, status(code, { 'content-type': 'text/plain' }, 'Fichier retiré'));
    const byHand = 'Place the file as sites/list.csv in the mirror.';
    const error = await failureOf(download(url, destination, { ...options, byHand }));
    expect(error.code).toBe('download-failed');
    expect(error.details).toMatchObject({
      url,
      status: code,
      contentType: 'text/plain',
      firstBytes: 'Fichier retiré',
      tries: 1,
    });
    for (const words of [url, String(code), 'text/plain', 'Fichier retiré', byHand]) {
      expect(error.message).toContain(words);
    }
    expect(waits).toEqual([]);
  });

  test('429 with Retry-After in seconds is waited for', async () => {
    const url = server.at('/busy.csv', status(429, { 'retry-after': '7' }), serve(csv));
    await download(url, destination, options);
    expect(waits).toEqual([7000]);
    await expectArrived();
  });

  test('503 with Retry-After as a date is waited for', async () => {
    const now = Date.parse('2024-08-01T12:00:00Z');
    const url = server.at(
      '/busy-until.csv',
      status(503, { 'retry-after': 'Thu, 01 Aug 2024 12:01:30 GMT' }),
      serve(csv),
    );
    await download(url, destination, { ...options, now: () => now });
    expect(waits).toEqual([90_000]);
  });

  test('a Retry-After of hours is told, not waited for', async () => {
    const url = server.at('/closed.csv', status(429, { 'retry-after': '86400' }));
    const error = await failureOf(download(url, destination, options));
    expect(error.message).toContain('come back in 86400 s');
    expect(waits).toEqual([]);
  });

  test('500 then 200: the file arrives', async () => {
    const url = server.at('/flaky.csv', status(500, {}, 'oops'), serve(csv));
    const reasons: string[] = [];
    await download(url, destination, {
      ...options,
      onRetry: (_try, _ms, reason) => void reasons.push(reason),
    });
    expect(reasons).toEqual(['the server answered 500']);
    await expectArrived();
  });

  test('an error page does not destroy what was received before it', async () => {
    const url = server.at('/page-between.csv', sendPart(csv, 3000, 'cut'), status(503, {}, page), serve(csv));
    await download(url, destination, options);
    expect(server.requests('/page-between.csv')[2].range).toBe('bytes=3000-');
    await expectArrived();
  });

  test('an HTML page with status 200 is refused at once, and told as such', async () => {
    const url = server.at('/page.csv', status(200, { 'content-type': 'text/html; charset=utf-8' }, page));
    const error = await failureOf(download(url, destination, options));
    expect(error.message).toContain('a web page (text/html; charset=utf-8) came in place of the data');
    expect(error.details).toMatchObject({ status: 200, tries: 1, firstBytes: page });
    expect(existsSync(`${destination}.part`)).toBe(false);
  });

  test.each([
    ['a page without its content type', 'csv', 'application/octet-stream', `\n  ${page}`],
    ['words where a ZIP is due', 'zip', 'application/zip', 'not found'],
    ['JSON where a CSV is due', 'csv', 'application/json', '{"error":"quota"}'],
    ['a text page where a CSV is due', 'csv', 'text/html', 'Sorry, back soon'],
    ['a CSV where a PBF is due', 'osm-pbf', 'text/csv', 'a,b\n1,2\n'],
  ] as const)('%s with status 200 is refused', async (name, kind, type, body) => {
    const url = server.at(`/${encodeURIComponent(name)}`, status(200, { 'content-type': type }, body));
    const error = await failureOf(download(url, destination, { ...options, kind }));
    expect(error.details).toMatchObject({ status: 200, tries: 1 });
  });

  test('a page that comes in small pieces is a page', async () => {
    const url = server.at('/page-in-pieces', sendSlowly(Buffer.from(`\n\n${page}`), 40, 5));
    const error = await failureOf(download(url, destination, options));
    expect(error.message).toContain('a web page');
    expect(error.details.tries).toBe(1);
    expect(existsSync(`${destination}.part`)).toBe(false);
  });

  test('an empty answer is refused', async () => {
    const error = await failureOf(download(server.at('/empty.csv', status(200)), destination, options));
    expect(error.message).toContain('empty');
  });
});

describe('stopping', () => {
  test('a stopped download leaves a part that the next run continues', async () => {
    const url = server.at('/stop.csv', sendPart(csv, 3000, 'stall'), serve(csv));
    const stop = new AbortController();
    const run = download(url, destination, {
      ...options,
      idleTimeoutMs: 5000,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect((await failureOf(run)).code).toBe('interrupted');
    expect((await stat(`${destination}.part`)).size).toBe(3000);
    await download(url, destination, options);
    expect(server.requests('/stop.csv')[1].range).toBe('bytes=3000-');
    await expectArrived();
  });

  test('a wait between two tries can be stopped', async () => {
    const url = server.at('/stop-wait.csv', status(500));
    const stop = new AbortController();
    const run = download(url, destination, {
      ...options,
      sleep: undefined,
      firstWaitMs: 60_000,
      longestWaitMs: 60_000,
      signal: stop.signal,
      onRetry: () => stop.abort(),
    });
    expect((await failureOf(run)).code).toBe('interrupted');
  });

  test('the part of another address is not continued', async () => {
    const other = server.at('/other.csv', sendPart(csv, 3000, 'cut'), status(404));
    await failureOf(download(other, destination, options));
    const url = server.at('/this.csv', serve(csv));
    await download(url, destination, options);
    expect(server.requests('/this.csv')[0].range).toBeUndefined();
    await expectArrived();
  });

  test('a folder that cannot be written is told, and not tried again', async () => {
    await writeFile(join(dir, 'cache'), 'a file where the folder should be');
    const error = await failureOf(download(server.at('/fine.csv', serve(csv)), destination, options));
    expect(error.message).toContain('cannot be written');
    expect(waits).toEqual([]);
  });
});
