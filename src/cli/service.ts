import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type AppOptions, createApp } from '../api/app.ts';
import type { EditionSource, LoadedEdition } from '../api/edition-source.ts';
import { storedEditions } from '../api/stored-editions.ts';
import type { Config } from '../config.ts';
import { DomainError } from '../domain-error.ts';
import { type Engine, type EngineOptions, openEngine } from '../store/engine.ts';
import { lockOwner } from '../store/lock-file.ts';
import { migrate } from '../store/migrate.ts';
import { fetchSender, injectSender, type Sender } from './send.ts';

const QUERYING = 'query';
const QUERY_PATIENCE_MS = 60_000;
const QUERY_RETRY_MS = 250;

/** The API over the configured database, in this process. */
export interface Service {
  app: FastifyInstance;
  engine: Engine;
  /** What the application answers from. */
  editions: EditionSource;
  close(): Promise<void>;
}

export function engineOptions(config: Config, doing: string): EngineOptions {
  return { databaseUrl: config.databaseUrl, home: config.home, doing };
}

/**
 * @param serving what a server offers and limits beyond answering; nothing for questions asked in this process
 * @throws DomainError store-locked, store-unavailable, store-failed
 */
export async function openService(
  config: Config,
  doing: string,
  logLevel: string,
  serving: Pick<AppOptions, 'limits' | 'metrics' | 'trustProxy'> & {
    prepare?: (edition: LoadedEdition) => Promise<void>;
  } = {},
): Promise<Service> {
  const engine = await openEngine(engineOptions(config, doing));
  try {
    await migrate(engine);
    const { prepare, ...options } = serving;
    const editions = storedEditions(engine.db, prepare);
    const app = await createApp({
      editions,
      logLevel,
      cacheBytes: config.cacheMegabytes * 1024 * 1024,
      ...options,
    });
    return {
      app,
      engine,
      editions,
      close: async () => {
        await app.close();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/**
 * The way of a command to the API: the server that holds the embedded database, when one runs; else the application in
 * this process.
 * @throws DomainError as openService; no-edition where nothing was ever loaded
 */
export async function openSender(config: Config): Promise<Sender> {
  if (config.databaseUrl === null) {
    const owner = lockOwner(config.home);
    if (owner?.url) return fetchSender(owner.url);
    if (!isDatabaseThere(config)) {
      throw new DomainError(
        'no-edition',
        `nothing is loaded yet in ${config.home}: run maillage load --territory <codes>, or npm start for the built-in sample`,
      );
    }
  }
  const service = await openAfterOtherQueries(config);
  return { ...injectSender(service.app), close: service.close };
}

/** Questions asked at the same time on the embedded database take turns; anything else that holds it is told at once. */
async function openAfterOtherQueries(config: Config): Promise<Service> {
  const patience = performance.now() + QUERY_PATIENCE_MS;
  for (;;) {
    try {
      return await openService(config, QUERYING, 'silent');
    } catch (error) {
      const another = error instanceof DomainError && error.details.doing === QUERYING;
      if (!another || performance.now() > patience) throw error;
      await setTimeout(QUERY_RETRY_MS);
    }
  }
}

export function isDatabaseThere(config: Config): boolean {
  return config.databaseUrl !== null || existsSync(join(config.home, 'pglite', 'PG_VERSION'));
}
