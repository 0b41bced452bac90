import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { DomainError } from './domain-error.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

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
});
export type Config = Static<typeof ConfigSchema>;

const VARIABLES: Record<keyof Config, string> = {
  databaseUrl: 'DATABASE_URL',
  mirror: 'MAILLAGE_MIRROR',
  home: 'MAILLAGE_HOME',
  port: 'PORT',
  host: 'HOST',
  logLevel: 'LOG_LEVEL',
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
  };
  if (Value.Check(ConfigSchema, config)) return config;
  const first = Value.Errors(ConfigSchema, config)[0];
  const key = first.instancePath.split('/')[1] as keyof Config;
  const variable = VARIABLES[key];
  // Of a union, the library tells only that the first alternative does not fit.
  const expected = key === 'logLevel' ? `must be one of ${LOG_LEVELS.join(', ')}` : first.message;
  throw new DomainError('invalid-parameter', `${variable}: ${expected}, found "${env[variable]}"`, {
    parameter: variable,
    found: env[variable] ?? null,
  });
}

/** The project's folder, whatever the working directory. */
export const PROJECT_DIR = resolve(import.meta.dirname, '..');
export const SAMPLE_DIR = resolve(PROJECT_DIR, 'data/sample');
export const VERSION: string = JSON.parse(readFileSync(resolve(PROJECT_DIR, 'package.json'), 'utf8')).version;
