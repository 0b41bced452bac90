import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { DomainError } from '../../domain-error.ts';
import { type CatalogueEntry, DATASET_IDS, type DatasetId, RELATIVE_PATH } from './catalogue.ts';
import { schemaComplaints } from './schema-complaints.ts';

const text = Type.String({ minLength: 1 });

const MirrorDatasetSchema = Type.Object(
  {
    path: Type.String({ pattern: RELATIVE_PATH }),
    title: Type.Optional(text),
    publisher: Type.Optional(text),
    licence: Type.Optional(text),
    licence_url: Type.Optional(text),
    vintage: Type.Optional(text),
  },
  { additionalProperties: false },
);

const MirrorManifestSchema = Type.Object(
  {
    /** Invented data: never completed with real files, and marked wherever it shows. */
    fictional: Type.Boolean(),
    note: Type.Optional(text),
    /** What a load without `--territory` takes, in the words of that option. */
    territory: Type.Optional(text),
    datasets: Type.Record(Type.String(), MirrorDatasetSchema),
  },
  { additionalProperties: false },
);
export type MirrorManifest = Static<typeof MirrorManifestSchema>;

/** A folder that holds copies of official files; `mirror.json` in it may say what is where. */
export interface Mirror {
  dir: string;
  /** False without a manifest. */
  fictional: boolean;
  note: string | null;
  territory: string | null;
  datasets: Partial<Record<DatasetId, Static<typeof MirrorDatasetSchema>>>;
}

/** A dataset found in a mirror, with its metadata after the manifest's word. */
export interface MirrorFile {
  path: string;
  relativePath: string;
  title: string;
  publisher: string;
  licence: string;
  licenceUrl: string | null;
  vintage: string;
}

const MANIFEST = 'mirror.json';

/** @throws DomainError source-not-found (no such folder), source-unreadable, source-schema (a wrong mirror.json) */
export async function readMirror(dir: string): Promise<Mirror> {
  const folder = await stat(dir).catch((cause: NodeJS.ErrnoException) => {
    const missing = cause.code === 'ENOENT';
    throw new DomainError(
      missing ? 'source-not-found' : 'source-unreadable',
      `${dir}: the mirror is set to this folder, ${missing ? 'which does not exist' : `which cannot be read (${cause.message})`}; ` +
        'give another one with --mirror or MAILLAGE_MIRROR, or unset it',
      { file: dir },
      { cause },
    );
  });
  if (!folder.isDirectory()) {
    throw new DomainError(
      'source-unreadable',
      `${dir}: the mirror must be a folder; this is a file. Give the folder that holds territories/, sites/ and the others`,
      { file: dir },
    );
  }
  const manifest = await readManifest(join(dir, MANIFEST));
  return {
    dir,
    fictional: manifest?.fictional ?? false,
    note: manifest?.note ?? null,
    territory: manifest?.territory ?? null,
    datasets: manifest?.datasets ?? {},
  };
}

/**
 * The file of a dataset in a mirror: where the manifest says, else the first of the catalogue's paths that is there.
 * A fictional mirror has what it lists and nothing else. Null: not in this mirror.
 * @throws DomainError source-not-found (listed in mirror.json, and not there)
 */
export async function findInMirror(mirror: Mirror, entry: CatalogueEntry): Promise<MirrorFile | null> {
  const listed = mirror.datasets[entry.id];
  if (listed) {
    const path = join(mirror.dir, listed.path);
    if (!(await isFile(path))) {
      throw new DomainError(
        'source-not-found',
        `${join(mirror.dir, MANIFEST)}: dataset ${entry.id} is said to be ${listed.path}, and there is no such file`,
        { file: path, dataset: entry.id },
      );
    }
    return describe(entry, listed, path, listed.path);
  }
  if (mirror.fictional) return null;
  for (const relativePath of entry.mirror_paths) {
    const path = join(mirror.dir, relativePath);
    if (await isFile(path)) return describe(entry, {}, path, relativePath);
  }
  return null;
}

function describe(
  entry: CatalogueEntry,
  own: Partial<Static<typeof MirrorDatasetSchema>>,
  path: string,
  relativePath: string,
): MirrorFile {
  // A licence given by the manifest must not be shown with the address of the catalogue's licence.
  const licenceUrl = own.licence ? own.licence_url : (own.licence_url ?? entry.licence_url);
  return {
    path,
    relativePath,
    title: own.title ?? entry.title,
    publisher: own.publisher ?? entry.publisher,
    licence: own.licence ?? entry.licence,
    licenceUrl: licenceUrl ?? null,
    vintage: own.vintage ?? entry.vintage,
  };
}

async function readManifest(path: string): Promise<MirrorManifest | null> {
  const fail = (reason: string, extra: object = {}, cause?: unknown) =>
    new DomainError('source-schema', `${path}: ${reason}`, { file: path, ...extra }, { cause });
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new DomainError('source-unreadable', `${path}: cannot be read`, { file: path }, { cause });
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(content);
  } catch (cause) {
    throw fail(`not JSON (${(cause as Error).message})`, {}, cause);
  }
  if (!Value.Check(MirrorManifestSchema, manifest)) {
    const complaints = schemaComplaints(MirrorManifestSchema, manifest);
    throw fail(complaints[0], { complaints });
  }
  const known: readonly string[] = DATASET_IDS;
  const unknown = Object.keys(manifest.datasets).filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw fail(`unknown dataset ${unknown.join(', ')}; the datasets are ${DATASET_IDS.join(', ')}`, {
      unknown,
    });
  }
  return manifest;
}

/** @throws DomainError source-unreadable: a folder that may not be entered is not the same as a file that is not there */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return false;
      throw new DomainError('source-unreadable', `${path}: ${cause.message}`, { file: path }, { cause });
    },
  );
}
