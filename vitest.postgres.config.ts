import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The integration suite again, on the PostgreSQL that DATABASE_URL names. One file at a time: they share it. */
if (!process.env.DATABASE_URL) {
  throw new Error(
    'npm run test:postgres needs DATABASE_URL, a PostgreSQL with PostGIS that tests may fill and empty',
  );
}

export default mergeConfig(base, defineConfig({ test: { fileParallelism: false } }));
