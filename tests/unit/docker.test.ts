/** The image cannot be built in these tests; what it is made of can be held against the project. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Instructions, with continued lines joined and comments left out. */
const instructions = read('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '');
const copied = instructions
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(/\s+/).slice(1, -1));
const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } =
  JSON.parse(read('package.json'));

describe('the image', () => {
  it('copies only what exists, and what .dockerignore lets in', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(copied.length).toBeGreaterThan(4);
    for (const path of [...copied, ...allowed]) expect(existsSync(join(root, path)), path).toBe(true);
    expect(new Set(copied)).toEqual(new Set(allowed));
    expect(read('.dockerignore')).toMatch(/^\*$/m);
  });

  it('has what runs, and nothing of development', () => {
    for (const needed of ['package.json', 'src', 'migrations', 'data']) expect(copied).toContain(needed);
    for (const path of ['.', './', 'tests', 'scripts', 'node_modules', 'var', '.git', '.ci']) {
      expect(copied).not.toContain(path);
    }
    const folders = copied.filter((path) => statSync(join(root, path)).isDirectory());
    const tests = folders.flatMap((path) => globSync(`${path}/**/*.test.ts`, { cwd: root }));
    expect(tests).toEqual([]);
  });

  it('needs no package that npm ci --omit=dev leaves out', () => {
    const needed = new Map<string, string>();
    for (const file of globSync('src/**/*.{ts,js}', { cwd: root })) {
      for (const name of importedPackages(read(file))) needed.set(name, file);
    }
    expect(needed.size).toBeGreaterThan(15);
    const missing = [...needed].filter(([name]) => !(name in manifest.dependencies));
    expect(missing).toEqual([]);
    const outside = globSync('src/**/*.{ts,js}', { cwd: root }).filter((file) =>
      /from '(\.\.\/)+(scripts|tests)\//.test(read(file)),
    );
    expect(outside).toEqual([]);
  });

  it('runs as a user without rights, on Node 24, in the form that gets signals', () => {
    const stages = instructions.filter((line) => line.startsWith('FROM '));
    expect(stages.length).toBeGreaterThan(1);
    for (const stage of stages) expect(stage).toMatch(/^FROM node:24-/);
    const last = instructions.slice(instructions.lastIndexOf(stages.at(-1) ?? ''));
    const at = (start: string) => last.findIndex((line) => line.startsWith(start));
    expect(at('USER node')).toBeGreaterThan(at('RUN '));
    expect(at('USER node')).toBeLessThan(at('CMD '));
    const command: string[] = JSON.parse(last[at('CMD ')].slice('CMD '.length));
    expect(command[0]).toBe('node');
    expect(existsSync(join(root, command[1])), command[1]).toBe(true);
    const check: string[] = JSON.parse(/CMD (\[.*\])$/.exec(last[at('HEALTHCHECK ')])?.[1] ?? 'null');
    expect(() => new Function(check[2])).not.toThrow();
  });

  it('has a setting for each variable that it sets', () => {
    const variables = instructions
      .filter((line) => line.startsWith('ENV '))
      .flatMap((line) => [...line.matchAll(/(\w+)=/g)].map(([, name]) => name));
    expect(variables).toEqual(expect.arrayContaining(['MAILLAGE_HOME', 'HOST', 'PORT']));
    for (const name of variables.filter((each) => each !== 'NODE_ENV')) {
      expect(read('src/config.ts')).toContain(`'${name}'`);
    }
  });
});

interface Service {
  image?: string;
  build?: string;
  environment: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  volumes: string[];
  ports?: string[];
}

describe('compose.yaml', () => {
  const file: { services: Record<string, Service>; volumes: Record<string, unknown> } = parse(
    read('compose.yaml'),
  );
  const { maillage, database } = file.services;

  it('waits for a healthy PostGIS, and keeps what both write', () => {
    expect(database.image).toBe('postgis/postgis:15-3.3');
    expect(database.healthcheck?.test.join(' ')).toContain('pg_isready');
    expect(maillage.depends_on?.database.condition).toBe('service_healthy');
    const mounted = [...maillage.volumes, ...database.volumes].map((volume) => volume.split(':'));
    expect(mounted.map(([name]) => name).sort()).toEqual(Object.keys(file.volumes).sort());
    expect(mounted.map(([, path]) => path)).toContain(/VOLUME (\S+)/.exec(instructions.join('\n'))?.[1]);
  });

  it('reaches the database by the name, user and password that it has', () => {
    const password = database.environment.POSTGRES_PASSWORD;
    const { POSTGRES_USER, POSTGRES_DB } = database.environment;
    expect(maillage.environment.DATABASE_URL).toBe(
      `postgres://${POSTGRES_USER}:${password}@database:5432/${POSTGRES_DB}`,
    );
    expect(password).toBe('$' + '{POSTGRES_PASSWORD:-local-use-only}');
  });

  it('is open to this machine only', () => {
    expect(database.ports).toBeUndefined();
    for (const port of maillage.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});

/** Packages that a module loads; what is imported as a type only is gone when it runs. */
function importedPackages(code: string): string[] {
  const names = [...code.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'|^import '([^']+)'/gm)]
    .map(([, from, alone]) => from ?? alone)
    .concat([...code.matchAll(/import(?:\.meta\.resolve)?\('([^']+)'\)/g)].map(([, name]) => name));
  return names
    .filter((name) => !name.startsWith('.') && !isBuiltin(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}
