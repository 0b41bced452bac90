import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Answer } from './references.ts';
import type { TiledGraph } from './tiled-graph.ts';

const BIN = '/usr/lib/postgresql/15/bin';
const EXTENSION = '/usr/share/postgresql/15/extension/pgrouting.control';
const PORT = 54_931;
/** Tenths of a second: farther than anything lies. */
const FARTHEST_DS = 1e9;
const ROWS_A_CHUNK = 20_000;

export interface PgRouting {
  nearest(): Promise<Answer>;
  stop(): void;
}

/**
 * A PostgreSQL of this process with the graph in it, which ends with this process however that ends. Rows are the
 * reversed arcs, since pgRouting searches onward from where it starts.
 */
export async function startPgRouting(
  graph: TiledGraph,
  dir: string,
): Promise<PgRouting | { skipped: string }> {
  if (!existsSync(EXTENSION)) return { skipped: 'pgRouting: install postgresql-15-pgrouting' };
  const cluster = await startCluster(dir);
  const client = new pg.Client({ host: cluster.socket, port: PORT, user: 'postgres', database: 'postgres' });
  // The cluster is stopped while the client is there when the run is broken off.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('create extension postgis');
    await client.query('create extension pgrouting');
    await client.query('create table arc (id int, source int, target int, cost float8, reverse_cost float8)');
    await pipeline(
      Readable.from(copyLines(graph)),
      client.query(copyFrom('copy arc from stdin')) as NodeJS.WritableStream,
    );
    await client.query('alter table arc add primary key (id)');
    await client.query('analyze arc');
  } catch (error) {
    cluster.stop();
    throw error;
  }
  const siteNodes = `{${[...new Set(graph.siteNode)].join(',')}}`;
  return {
    async nearest() {
      const started = performance.now();
      const { rows } = await client.query(
        `select count(*)::int as reached, sum(agg_cost) as sum from pgr_drivingDistance(
           'select id, source, target, cost, reverse_cost from arc', $1::int[], $2::float8, true, true)`,
        [siteNodes, FARTHEST_DS],
      );
      return { ms: performance.now() - started, reached: rows[0].reached, sumDs: rows[0].sum };
    },
    stop: cluster.stop,
  };
}

function* copyLines({ nodeCount, arcStart, arcs }: TiledGraph): Generator<string> {
  let lines: string[] = [];
  for (let head = 0, arc = 0; head < nodeCount; head++) {
    for (; arc < arcStart[head + 1]; arc++) {
      lines.push(`${arc}\t${head}\t${arcs[2 * arc]}\t${arcs[2 * arc + 1]}\t-1\n`);
    }
    if (lines.length < ROWS_A_CHUNK) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

/** PostgreSQL refuses to run as root: there it runs as its own user, as Debian installs it. */
async function startCluster(dir: string): Promise<{ socket: string; stop: () => void }> {
  const [data, socket] = [join(dir, 'cluster'), join(dir, 'socket')];
  const isRoot = process.getuid?.() === 0;
  const postgres = (program: string, ...args: string[]) => {
    const command = [join(BIN, program), ...args];
    const [first, ...rest] = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    execFileSync(first, rest, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
  };
  await mkdir(data);
  await mkdir(socket);
  if (isRoot) {
    await chmod(dir, 0o755);
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
    await chown(data, uid, gid);
    await chown(socket, uid, gid);
  }
  postgres('initdb', '-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8');
  const end = () => process.exit(1);
  // Also when the entry is gone: its channel closes.
  const reasons = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const;
  const stop = () => {
    process.off('exit', stop);
    // The last one keeps the channel open, and with it this process.
    for (const reason of reasons) process.off(reason, end);
    postgres('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
  };
  process.once('exit', stop);
  for (const reason of reasons) process.once(reason, end);
  const options = `-p ${PORT} -c listen_addresses= -c unix_socket_directories=${socket} -c fsync=off`;
  // Its log goes to a file: it must not hold our output open.
  postgres('pg_ctl', '-D', data, '-l', join(data, 'log'), '-w', 'start', '-o', options);
  return { socket, stop };
}
