import type { TestProject } from 'vitest/node';
import { createApp } from '../../src/api/app.ts';
import { storedEditions } from '../../src/api/stored-editions.ts';
import { openEngine } from '../../src/store/engine.ts';
import { load } from '../integration/support/loads.ts';
import { openTestStore } from '../integration/support/test-store.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the sample is served, e.g. `http://127.0.0.1:41234`. */
    address: string;
  }
}

/** Serves the built-in sample to the clients, over a real socket. */
export default async function serveSample(project: TestProject): Promise<() => Promise<void>> {
  const store = await openTestStore();
  await load(store);
  const engine = await openEngine(store.options());
  const app = await createApp({ editions: storedEditions(engine.db) });
  project.provide('address', await app.listen({ host: '127.0.0.1', port: 0 }));
  return async () => {
    await app.close();
    await engine.close();
    await store.drop();
  };
}
