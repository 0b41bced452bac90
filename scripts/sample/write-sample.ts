import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { drawSample, sampleFiles } from './sample.ts';

/** Draws the sample anew and writes it under a folder; returns how many bytes. */
export async function writeSample(folder: string): Promise<number> {
  let totalBytes = 0;
  for (const [path, bytes] of sampleFiles(drawSample())) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
    totalBytes += bytes.length;
  }
  return totalBytes;
}
