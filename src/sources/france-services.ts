import { DomainError } from '../domain-error.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { readFranceServices2020 } from './france-services-2020.ts';
import { readFranceServices2024 } from './france-services-2024.ts';
import type { SiteRow } from './site-row.ts';

/**
 * The list of France Services sites, in whichever schema it comes: the ANCT's CSV, or the GeoJSON of June 2020. Which
 * one is told by the first character of the content, never by the name of the file.
 * @throws DomainError source-schema for anything else, and what the two readers throw
 */
export async function* readFranceServices(file: SourceFile, report: ReportBuilder): AsyncGenerator<SiteRow> {
  const first = await firstCharacter(file);
  if (first === '') {
    throw new DomainError('source-empty', `${file.name}: the file holds no text`, { file: file.name });
  }
  if (first === '<') {
    const expected = 'a France Services list (CSV or GeoJSON)';
    throw new DomainError('source-schema', `${file.name}: expected ${expected}, found an HTML or XML page`, {
      file: file.name,
      expected,
      found: 'an HTML or XML page',
    });
  }
  try {
    yield* first === '{' ? readFranceServices2020(file, report) : readFranceServices2024(file, report);
  } catch (cause) {
    // The file does hold text: what is empty is the list. A network without any site is an answer (0 % covered).
    if (!(cause instanceof DomainError) || cause.code !== 'source-empty') throw cause;
    report.flag(null, null, null, 'the list holds no site');
  }
}

/** The first character that is no blank and no byte order mark; '' for a file without any. */
async function firstCharacter(file: SourceFile): Promise<string> {
  const stream = await file.open();
  try {
    for await (const chunk of stream) {
      const text = (chunk as Buffer)
        .toString('latin1')
        .replace(/^\u00ef\u00bb\u00bf/, '')
        .trimStart();
      if (text !== '') return text[0];
    }
    return '';
  } finally {
    stream.destroy();
  }
}
