import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createApp } from '../src/api/app.ts';

/** Writes src/api/openapi.gen.json from the routes; a test fails when it has drifted. Run: node scripts/generate-openapi.ts */
const app = await createApp({
  editions: { current: async () => null, list: async () => [], ready: async () => true },
});
const file = fileURLToPath(new URL('../src/api/openapi.gen.json', import.meta.url));
writeFileSync(file, JSON.stringify(app.swagger(), null, 2));
await app.close();
const biome = fileURLToPath(new URL('../node_modules/.bin/biome', import.meta.url));
execFileSync(biome, ['format', '--write', file], { stdio: ['ignore', 'ignore', 'inherit'] });
console.error(`written: ${file}`);
