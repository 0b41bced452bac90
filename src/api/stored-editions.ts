import { DomainError } from '../domain-error.ts';
import { readImportReports } from '../store/edition/import-reports.ts';
import { currentEditionId, type EditionRecord, listEditions } from '../store/editions.ts';
import type { Db } from '../store/engine.ts';
import { EDITION_TABLE_VERSION } from '../store/migrate.ts';
import { readEditionData } from './edition-data-reader.ts';
import type { EditionMeta, EditionSource, LoadedEdition } from './edition-source.ts';
import { storedOutlines } from './stored-outlines.ts';

/** How often a replica asks whether another edition has become current. */
const RECHECK_MS = 5_000;

/**
 * The editions of a database. The current one is held in memory; when another becomes current it is read aside and
 * then takes its place, so that no answer ever waits for half an edition.
 * @param prepare done with an edition before anything is answered from it
 */
export function storedEditions(
  db: Db,
  prepare: (edition: LoadedEdition) => Promise<void> = async () => {},
): EditionSource {
  let held: LoadedEdition | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let checking: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    const id = await currentEditionId(db);
    if (id !== (held?.meta.id ?? null)) {
      const edition = id === null ? null : await readEdition(db, id);
      if (edition !== null) await prepare(edition);
      held = edition;
    }
    checkedAt = performance.now();
  }
  function check(): Promise<void> {
    checking ??= refresh().finally(() => {
      checking = null;
    });
    return checking;
  }

  return {
    async current() {
      if (performance.now() - checkedAt < RECHECK_MS) return held;
      // The first request waits for the edition; later ones are answered from the one held while another is read.
      if (held === null) await check();
      else check().catch(() => undefined);
      return held;
    },
    async list() {
      const editions = await listEditions(db);
      return editions
        .filter((edition) => edition.state !== 'staging')
        .map((edition) => ({
          id: edition.id,
          created_at: edition.createdAt.toISOString(),
          territory: edition.territory,
          fictional: edition.fictional,
          current: edition.current,
        }));
    },
    async ready() {
      try {
        await currentEditionId(db);
        return true;
      } catch {
        return false;
      }
    },
  };
}

async function readEdition(db: Db, id: string): Promise<LoadedEdition> {
  const record = (await listEditions(db)).find((edition) => edition.id === id);
  if (!record)
    throw new DomainError('unknown-edition', `edition ${id} is not in the register`, { edition: id });
  if (record.tableVersion !== EDITION_TABLE_VERSION) {
    throw new DomainError(
      'no-edition',
      `edition ${id} was made by another version of Maillage (tables ${record.tableVersion}, expected ` +
        `${EDITION_TABLE_VERSION}): run maillage load again`,
      { edition: id, expected: EDITION_TABLE_VERSION, found: record.tableVersion },
    );
  }
  const { schemaName } = record;
  const data = await readEditionData(db, id, schemaName);
  return { meta: await readMeta(db, record), data, outlines: storedOutlines(db, id, schemaName) };
}

async function readMeta(db: Db, record: EditionRecord): Promise<EditionMeta> {
  return {
    id: record.id,
    created_at: record.createdAt.toISOString(),
    territory: record.territory,
    fictional: record.fictional,
    sources: record.sources as EditionMeta['sources'],
    method: record.method as EditionMeta['method'],
    import_report: (await readImportReports(db, record.schemaName)) as EditionMeta['import_report'],
    summary: record.summary as EditionMeta['summary'],
  };
}
