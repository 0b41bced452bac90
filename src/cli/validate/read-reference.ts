import { basename, join } from 'node:path';
import type { Config } from '../../config.ts';
import { LEVELS, type Level } from '../../coverage/edition-data.ts';
import type { ReferenceFigure } from '../../coverage/validation.ts';
import { DomainError } from '../../domain-error.ts';
import type { ReferenceInfo } from '../../publish/answers/validation-answer.ts';
import { catalogueEntry } from '../../sources/files/catalogue.ts';
import { type LocatedFile, locate } from '../../sources/files/locate.ts';
import { ReportBuilder } from '../../sources/files/read-report.ts';
import { openSourceFile } from '../../sources/files/source-file.ts';
import { readReferenceShares } from '../../sources/reference-shares.ts';

export interface Reference {
  figures: ReferenceFigure[];
  info: ReferenceInfo;
}

const DATASET = 'insee-access-reference';

const OF_THE_USER =
  'The reference was given by the user: Maillage does not know of which sites, residents, date and car its figures are.';

/**
 * The reference that the user gives, else the catalogue's from the mirror.
 * @param path of the user's CSV; undefined: the catalogue's
 * @throws DomainError invalid-parameter (none given, and none in the mirror), source-schema (no row can be used), and as
 * locate and readReferenceShares
 */
export async function readReference(config: Config, path: string | undefined): Promise<Reference> {
  const located = await locateReference(config, path);
  const file = await openSourceFile(located.path);
  const report = new ReportBuilder(DATASET, file.name);
  const figures: ReferenceFigure[] = [];
  for await (const row of readReferenceShares(file, report, LEVELS)) {
    figures.push({ ...row, level: row.level as Level });
  }
  if (figures.length === 0) {
    const issue = report.report.issues.find(({ kind }) => kind === 'rejected');
    const first = issue
      ? `; the first: row ${issue.row}, ${issue.column}, "${issue.value}": ${issue.reason}`
      : '';
    throw new DomainError(
      'source-schema',
      `${file.name}: none of its ${report.report.read} rows can be used${first}`,
      { file: file.name },
    );
  }
  // `covers` is null where the catalogue does not speak of the file, which is then not INSEE's.
  const known = located.covers !== null;
  const { title, publisher, vintage, licence } = located;
  const note = catalogueEntry(DATASET).address_note;
  return {
    figures,
    info: {
      file: basename(located.path),
      sha256: located.sha256,
      described: known ? { title, publisher, vintage, licence } : null,
      caveats: known ? (note ? [note] : []) : [OF_THE_USER],
      rows: report.report,
    },
  };
}

async function locateReference(config: Config, path: string | undefined): Promise<LocatedFile> {
  const entry = catalogueEntry(DATASET);
  const found = await locate(entry, {
    mirrorDir: config.mirror,
    cacheDir: join(config.home, 'cache'),
    overridePath: path,
    offline: true,
  });
  if (found) return found;
  const mirror = config.mirror === null ? 'a mirror (MAILLAGE_MIRROR)' : `the mirror ${config.mirror}`;
  throw new DomainError(
    'invalid-parameter',
    'validate needs --reference <file.csv>, figures to hold the edition against (maillage validate --help says their ' +
      `shapes); or ${entry.title} as ${entry.mirror_paths.join(' or ')} in ${mirror}`,
    { parameter: 'reference' },
  );
}
