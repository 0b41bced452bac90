import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Data flows one way through the house (README, "The house"). Each room and what it may import from the others; the
 * files at the root of src are open to all, but for the configuration.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  sources: [],
  store: [],
  network: [],
  grid: ['network'],
  coverage: ['grid'],
  publish: ['coverage', 'grid'],
  api: ['publish', 'coverage', 'grid', 'store'],
  cli: ['api', 'publish', 'coverage', 'grid', 'network', 'store', 'sources'],
  web: [],
};
/** The page takes types, and nothing that runs. */
const TYPES_ONLY: Record<string, readonly string[]> = { web: ['api', 'publish', 'coverage'] };
const CONFIG_READERS = ['api', 'cli'];
const MAX_LINES = 400;

const SRC = resolve(import.meta.dirname, '../../src');
/** `import … from`, `export … from`, `import('…')`, `new URL('…', import.meta.url)`. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?\bfrom\s+'([^']+)'|import\('([^']+)'\)|new URL\('([^']+)'/g;

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

interface SourceText {
  path: string;
  text: string;
}

function sourceFiles(): SourceText[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|js)$/.test(path))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(SRC, path), 'utf8') }));
}

function importsOf({ path, text }: SourceText): Import[] {
  return [...text.matchAll(IMPORT)].flatMap(([, type, from, dynamic, url]) => {
    const target = from ?? dynamic ?? url;
    if (!target.startsWith('.')) return [];
    const to = relative(SRC, resolve(SRC, dirname(path), target)).replaceAll('\\', '/');
    return [{ from: path, to, typeOnly: type !== undefined }];
  });
}

const roomOf = (path: string): string | null =>
  path.includes('/') ? path.slice(0, path.indexOf('/')) : null;

/** Why an import is not allowed; null when it is. */
function breach({ from, to, typeOnly }: Import): string | null {
  const room = roomOf(from);
  const other = roomOf(to);
  const told = `${from} imports ${to}`;
  if (to.startsWith('../data/')) return room === 'sources' ? null : `${told}: only sources may`;
  if (to.startsWith('..')) return `${told}: outside src`;
  if (room === null) return other === null ? null : `${told}: the root of src imports no room`;
  if (room === other) return null;
  if (to === 'config.ts') return CONFIG_READERS.includes(room) ? null : `${told}: only ${CONFIG_READERS} may`;
  if (other === null) return null;
  if (MAY_IMPORT[room]?.includes(other)) return null;
  return typeOnly && TYPES_ONLY[room]?.includes(other) ? null : `${told}: ${room} may not import ${other}`;
}

const files = sourceFiles();
const imports = files.flatMap(importsOf);

describe('the rule', () => {
  const refused = (from: string, to: string, typeOnly = false) => breach({ from, to, typeOnly }) !== null;

  test('finds the imports there are, of every kind', () => {
    const text = [
      "import { a } from '../grid/a.ts';",
      "import type { b } from '../grid/b.ts';",
      "import {\n  c,\n  d,\n} from './c.ts';",
      "export { e } from '../e.ts';",
      "const f = await import('./f.ts');",
      "new Worker(new URL('./g.worker.ts', import.meta.url));",
      "import { h } from 'node:fs';",
    ].join('\n');
    expect(importsOf({ path: 'coverage/x.ts', text })).toEqual([
      { from: 'coverage/x.ts', to: 'grid/a.ts', typeOnly: false },
      { from: 'coverage/x.ts', to: 'grid/b.ts', typeOnly: true },
      { from: 'coverage/x.ts', to: 'coverage/c.ts', typeOnly: false },
      { from: 'coverage/x.ts', to: 'e.ts', typeOnly: false },
      { from: 'coverage/x.ts', to: 'coverage/f.ts', typeOnly: false },
      { from: 'coverage/x.ts', to: 'coverage/g.worker.ts', typeOnly: false },
    ]);
    expect(imports.length).toBeGreaterThan(300);
  });

  test('lets data flow down, and not up', () => {
    expect(refused('coverage/a.ts', 'grid/b.ts')).toBe(false);
    expect(refused('grid/a.ts', 'coverage/b.ts')).toBe(true);
    expect(refused('store/a.ts', 'sources/b.ts', true)).toBe(true);
    expect(refused('api/a.ts', 'cli/b.ts')).toBe(true);
    expect(refused('coverage/a.ts', 'config.ts')).toBe(true);
    expect(refused('network/a.ts', 'domain-error.ts')).toBe(false);
    expect(refused('web/a.ts', 'api/b.ts')).toBe(true);
    expect(refused('web/a.ts', 'api/b.ts', true)).toBe(false);
    expect(refused('cli/a.ts', 'web/b.ts')).toBe(true);
  });
});

describe('the house', () => {
  test('every room is one that the rule knows', () => {
    const rooms = new Set(files.map((file) => roomOf(file.path)).filter((room) => room !== null));
    expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  test('data flows one way', () => {
    expect(imports.map(breach).filter((reason) => reason !== null)).toEqual([]);
  });

  test('the environment is read in config.ts and nowhere else', () => {
    const readers = files.filter((file) => /process\s*\.\s*env\b/.test(withoutComments(file.text)));
    expect(readers.map((file) => file.path)).toEqual(['config.ts']);
  });

  test(`no file is longer than ${MAX_LINES} lines`, () => {
    const long = files.filter((file) => file.text.split('\n').length - 1 > MAX_LINES);
    expect(long.map((file) => file.path)).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '');
}
