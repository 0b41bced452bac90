import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { DomainError } from './domain-error.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

const SWITCH = ['on', 'off'];
/** Addresses and networks, or the names of those that are never public. */
const NETWORK_NAMES = ['loopback', 'linklocal', 'uniquelocal'];
const PROXIES =
  '^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(/\\d+)?)(, *(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(/\\d+)?))*$';

/** Every setting, from the environment; nothing else reads `process.env`. */
const ConfigSchema = Type.Object({
  /** PostgreSQL with PostGIS; null: PGlite, embedded, in `home`. */
  databaseUrl: Type.Union([Type.String({ pattern: '^postgres(ql)?://' }), Type.Null()]),
  /** A folder with copies of the official files, tried before the cache and the network. */
  mirror: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
  /** Data directory: the embedded database, the download cache. */
  home: Type.String({ minLength: 1 }),
  port: Type.Integer({ minimum: 0, maximum: 65_535 }),
  host: Type.String({ minLength: 1 }),
  logLevel: Type.Union(LOG_LEVELS.map((level) => Type.Literal(level))),
  /** Bound of the cache of finished answers; 0: none is kept. */
  cacheMegabytes: Type.Integer({ minimum: 0, maximum: 65_536 }),
  /** Of one client; 0: no limit. A map that is moved about asks some 20 tiles a second. */
  requestsPerMinute: Type.Integer({ minimum: 0 }),
  /** Points of answers that have to be made for one client (src/api/costs.ts); 0: no limit. */
  costPerMinute: Type.Integer({ minimum: 0 }),
  /** Requests under way at a time, of all clients; more are answered 503. 0: no limit. */
  maxInFlight: Type.Integer({ minimum: 0 }),
  /** Addresses or networks of the proxies in front, comma-separated, whose X-Forwarded-For is believed; null: none. */
  trustProxy: Type.Union([Type.String({ pattern: PROXIES }), Type.Null()]),
  /** Whether /metrics is served. */
  metrics: Type.Union(SWITCH.map((state) => Type.Literal(state))),
});
export type Config = Static<typeof ConfigSchema>;

const VARIABLES: Record<keyof Config, string> = {
  databaseUrl: 'DATABASE_URL',
  mirror: 'MAILLAGE_MIRROR',
  home: 'MAILLAGE_HOME',
  port: 'PORT',
  host: 'HOST',
  logLevel: 'LOG_LEVEL',
  cacheMegabytes: 'MAILLAGE_CACHE_MB',
  requestsPerMinute: 'MAILLAGE_REQUESTS_PER_MINUTE',
  costPerMinute: 'MAILLAGE_COST_PER_MINUTE',
  maxInFlight: 'MAILLAGE_MAX_IN_FLIGHT',
  trustProxy: 'MAILLAGE_TRUST_PROXY',
  metrics: 'MAILLAGE_METRICS',
};

/** What is told in place of the library's message, which speaks of the first alternative alone, or of a pattern. */
const EXPECTED: Partial<Record<keyof Config, string>> = {
  logLevel: `must be one of ${LOG_LEVELS.join(', ')}`,
  metrics: `must be one of ${SWITCH.join(', ')}`,
  trustProxy: 'must be addresses or networks, comma-separated, such as 127.0.0.1,10.0.0.0/8 or loopback',
};

/** @throws DomainError invalid-parameter, naming the variable, what was expected and what was found. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const config = {
    databaseUrl: env.DATABASE_URL || null,
    mirror: env.MAILLAGE_MIRROR ? resolve(env.MAILLAGE_MIRROR) : null,
    home: resolve(env.MAILLAGE_HOME || 'var'),
    port: env.PORT ? Number(env.PORT) : 3000,
    host: env.HOST || '127.0.0.1',
    logLevel: env.LOG_LEVEL || 'info',
    cacheMegabytes: Number(env.MAILLAGE_CACHE_MB || 64),
    requestsPerMinute: Number(env.MAILLAGE_REQUESTS_PER_MINUTE || 3000),
    costPerMinute: Number(env.MAILLAGE_COST_PER_MINUTE || 1000),
    maxInFlight: Number(env.MAILLAGE_MAX_IN_FLIGHT || 500),
    trustProxy: env.MAILLAGE_TRUST_PROXY || null,
    metrics: env.MAILLAGE_METRICS || 'on',
  };
  const checked = Value.Check(ConfigSchema, config);
  if (checked && (config.trustProxy?.split(',').every(isProxy) ?? true)) return config;
  const first = checked ? undefined : Value.Errors(ConfigSchema, config)[0];
  const key = (first?.instancePath.split('/')[1] ?? 'trustProxy') as keyof Config;
  const variable = VARIABLES[key];
  const expected = EXPECTED[key] ?? first?.message;
  throw new DomainError('invalid-parameter', `${variable}: ${expected}, found "${env[variable]}"`, {
    parameter: variable,
    found: env[variable] ?? null,
  });
}

/** Whether a part of the list, of the right shape already, is an address or a network that exists: 10.0.0.0/99 is none. */
function isProxy(part: string): boolean {
  const [address, bits] = part.trim().split('/');
  const version = isIP(address);
  if (version === 0) return NETWORK_NAMES.includes(part.trim());
  return bits === undefined || Number(bits) <= (version === 4 ? 32 : 128);
}

/** The project's folder, whatever the working directory. */
export const PROJECT_DIR = resolve(import.meta.dirname, '..');
export const SAMPLE_DIR = resolve(PROJECT_DIR, 'data/sample');
export const VERSION: string = JSON.parse(readFileSync(resolve(PROJECT_DIR, 'package.json'), 'utf8')).version;
