import { fileURLToPath } from 'node:url';
import { writeSample } from './write-sample.ts';

/** `npm run sample [folder]`: writes the built-in sample, by default over data/sample. */
const folder = process.argv[2] ?? fileURLToPath(new URL('../../data/sample', import.meta.url));
const bytes = await writeSample(folder);
process.stdout.write(`${folder}: ${Math.round(bytes / 1000)} kB\n`);
