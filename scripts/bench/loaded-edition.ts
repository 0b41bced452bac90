import type { FastifyInstance } from 'fastify';
import { createApp } from '../../src/api/app.ts';
import { storedEditions } from '../../src/api/stored-editions.ts';
import type { EditionData } from '../../src/coverage/edition-data.ts';
import { openEngine } from '../../src/store/engine.ts';
import { migrate } from '../../src/store/migrate.ts';

/** The current edition of a data directory as a server holds it, and the application that answers from it. */
export interface Loaded {
  data: EditionData;
  app: FastifyInstance;
  /** From the open database to the edition in memory. */
  readSeconds: number;
  close(): Promise<void>;
}

/** @throws DomainError of the store; Error where nothing is loaded */
export async function loadedEdition(home: string): Promise<Loaded> {
  const engine = await openEngine({ databaseUrl: null, home, doing: 'bench' });
  const close = () => engine.close();
  try {
    await migrate(engine);
    const editions = storedEditions(engine.db);
    const startedAt = performance.now();
    const edition = await editions.current();
    if (!edition) throw new Error(`${home}: no edition is loaded`);
    const readSeconds = (performance.now() - startedAt) / 1000;
    const app = await createApp({ editions, logLevel: 'silent' });
    return {
      data: edition.data,
      app,
      readSeconds,
      close: async () => {
        await app.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
