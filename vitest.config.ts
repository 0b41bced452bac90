import { defineConfig } from 'vitest/config';

/** One project a kind of test; `npm test` runs all but the browser's. */
function project(name: string, extra: object = {}) {
  return { extends: true as const, test: { name, include: [`tests/${name}/**/*.test.ts`], ...extra } };
}

export default defineConfig({
  test: {
    environment: 'node',
    // PGlite and the national grid need room; two workers are what a small machine has.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      project('unit'),
      project('property', { setupFiles: ['tests/property/seed.ts'] }),
      project('integration'),
      project('api'),
      project('real', { testTimeout: 600_000, hookTimeout: 900_000 }),
      project('browser', { testTimeout: 120_000 }),
      project('clients', { testTimeout: 120_000, globalSetup: 'tests/clients/sample-server.ts' }),
    ],
  },
});
