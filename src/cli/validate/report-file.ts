import { open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DomainError } from '../../domain-error.ts';
import { REPORT_MARK } from '../../publish/validation-report.ts';

/** The mark stands in the first lines of a report. */
const HEAD_BYTES = 1024;

function refused(path: string, reason: string, cause?: unknown): DomainError {
  return new DomainError(
    'invalid-parameter',
    `--report ${path}: ${reason}`,
    { parameter: 'report', file: path },
    { cause },
  );
}

/**
 * Looks, before anything is asked, whether a report may be written there: a new file, or one in place of an older report.
 * Any other file is left as it is.
 * @throws DomainError invalid-parameter
 */
export async function assertReportPath(path: string): Promise<void> {
  const folder = dirname(resolve(path));
  const isFolder = await stat(folder).then(
    (info) => info.isDirectory(),
    () => false,
  );
  if (!isFolder) throw refused(path, `there is no folder ${folder}`);
  const info = await stat(path).catch(() => null);
  if (info === null) return;
  const known = info.isFile() && (await headOf(path)).includes(REPORT_MARK);
  if (!known) throw refused(path, 'it is there and is not a report of maillage validate: give another name');
}

async function headOf(path: string): Promise<string> {
  const handle = await open(path, 'r').catch((cause: Error) => {
    throw refused(path, cause.message, cause);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await handle.close();
  }
}

/**
 * Writes aside and renames: whoever has the old report open never sees half of the new one.
 * @throws DomainError invalid-parameter where the file system refuses
 */
export async function writeReport(path: string, html: string): Promise<void> {
  const aside = `${resolve(path)}.${process.pid}.part`;
  try {
    await writeFile(aside, html);
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true });
    throw refused(path, (cause as Error).message, cause);
  }
}
