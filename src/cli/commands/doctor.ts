import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config.ts';
import { VERSION } from '../../config.ts';
import { DomainError } from '../../domain-error.ts';
import { readCatalogue } from '../../sources/files/catalogue.ts';
import { findInMirror, readMirror } from '../../sources/files/mirror.ts';
import { listEditions } from '../../store/editions.ts';
import { openEngine } from '../../store/engine.ts';
import { lockOwner } from '../../store/lock-file.ts';
import { migrate } from '../../store/migrate.ts';
import { engineOptions, isDatabaseThere } from '../service.ts';

/** One line of the diagnosis; `todo` says what to do about it. */
interface Finding {
  ok: boolean;
  what: string;
  todo?: string;
}

export function registerDoctorCommand(program: Command, config: () => Config): void {
  program
    .command('doctor')
    .description('Says what is installed, what is loaded, what is missing, and what to do.')
    .action(async () => {
      const findings = await diagnose(config());
      for (const { ok, what, todo } of findings) {
        process.stdout.write(`${ok ? 'ok     ' : 'missing'} ${what}\n`);
        if (todo) process.stdout.write(`        → ${todo}\n`);
      }
      if (findings.some((finding) => !finding.ok)) process.exitCode = 1;
    });
}

async function diagnose(config: Config): Promise<Finding[]> {
  return [
    { ok: true, what: `Maillage ${VERSION} on Node ${process.versions.node}` },
    ...(await mirrorFindings(config)),
    ...(await storeFindings(config)),
  ];
}

async function mirrorFindings(config: Config): Promise<Finding[]> {
  if (config.mirror === null) {
    return [
      { ok: true, what: 'no mirror (MAILLAGE_MIRROR): files are downloaded from the official addresses' },
    ];
  }
  try {
    const mirror = await readMirror(config.mirror);
    const findings: Finding[] = [
      { ok: true, what: `mirror ${mirror.dir}${mirror.fictional ? ' (fictional)' : ''}` },
    ];
    for (const entry of readCatalogue()) {
      const found = await findInMirror(mirror, entry);
      const cached = existsSync(join(config.home, 'cache', entry.id));
      if (found || cached || !entry.required) continue;
      const todo = entry.address
        ? `maillage fetch downloads it from ${entry.address}`
        : (entry.address_note ?? '');
      findings.push({
        ok: Boolean(entry.address || entry.npm_fallback),
        what: `${entry.id} is not in the mirror`,
        todo,
      });
    }
    return findings;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [{ ok: false, what: error.message, todo: 'correct MAILLAGE_MIRROR, or unset it' }];
  }
}

async function storeFindings(config: Config): Promise<Finding[]> {
  const where =
    config.databaseUrl === null ? `embedded database in ${config.home}` : 'PostgreSQL (DATABASE_URL)';
  const load = 'maillage load --territory <codes>, or npm start for the built-in sample';
  if (!isDatabaseThere(config)) return [{ ok: false, what: `${where}: nothing loaded yet`, todo: load }];
  const owner = config.databaseUrl === null ? lockOwner(config.home) : null;
  if (owner) {
    const answering = owner.url ? `, answers at ${owner.url}` : '';
    return [
      { ok: true, what: `${where}: in use by process ${owner.pid} (maillage ${owner.doing})${answering}` },
    ];
  }
  try {
    const engine = await openEngine(engineOptions(config, 'doctor'));
    try {
      await migrate(engine);
      const editions = await listEditions(engine.db);
      const findings: Finding[] = [{ ok: true, what: `${where} answers` }];
      for (const edition of editions) {
        const state = edition.current ? 'current' : edition.state;
        const fiction = edition.fictional ? ', fictional' : '';
        const territory = edition.territory.join(', ');
        const what = `edition ${edition.id} (${state}${fiction}): ${territory}`;
        findings.push(
          edition.state === 'staging'
            ? { ok: true, what, todo: 'a load is under way, or was cut: the next load clears it' }
            : { ok: true, what },
        );
      }
      if (!editions.some((edition) => edition.current))
        findings.push({ ok: false, what: 'no edition is published', todo: load });
      return findings;
    } finally {
      await engine.close();
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [{ ok: false, what: error.message }];
  }
}
