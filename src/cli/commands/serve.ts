import type { AddressInfo } from 'node:net';
import type { Command } from 'commander';
import { warmUp } from '../../api/warm-up.ts';
import type { Config } from '../../config.ts';
import { DomainError } from '../../domain-error.ts';
import { currentEditionId } from '../../store/editions.ts';
import { untilInterrupted } from '../interruption.ts';
import { terminalProgress } from '../progress.ts';
import { coverageTable } from '../queries/answer-tables.ts';
import { runQuery } from '../queries/run-query.ts';
import { injectSender } from '../send.ts';
import { isDatabaseThere, openService, type Service } from '../service.ts';
import { runLoad, summaryText } from './load.ts';

export function registerServeCommands(program: Command, config: () => Config): void {
  program
    .command('serve')
    .description('Serves the API on HOST and PORT.')
    .action(() => serve(config()));
  program
    .command('start')
    .description('Loads the built-in sample where nothing is loaded yet, prints its coverage, and serves.')
    .action(() => start(config()));
}

async function serve(config: Config): Promise<void> {
  await listen(await openToServe(config), config);
}

async function start(config: Config): Promise<void> {
  let service = await serviceWithEdition(config);
  if (service === null) {
    process.stderr.write('Nothing is loaded yet: loading the built-in sample, a fictional département.\n');
    const values = { sample: true, gridResolution: 8 };
    // The sample stands alone: a mirror or a cache of real files has no part in it.
    const summary = await untilInterrupted((signal) => runLoad(config, values, terminalProgress(), signal));
    process.stderr.write(`${summaryText(summary)}\n\n`);
    service = await openToServe(config);
  }
  const { send } = injectSender(service.app);
  const output = { out: process.stdout, err: process.stderr };
  await runQuery(send, '/v1/coverage?level=departement', coverageTable, output);
  await listen(service, config);
}

/** The service with all that a server for the public needs. */
function openToServe(config: Config): Promise<Service> {
  const { requestsPerMinute, costPerMinute, maxInFlight } = config;
  return openService(config, 'serve', config.logLevel, {
    limits: { requestsPerMinute, costPerMinute, maxInFlight },
    metrics: config.metrics === 'on',
    trustProxy: config.trustProxy ?? undefined,
    prepare: warmUp,
  });
}

/** The service, open, where an edition is published; null, and closed, where there is none. */
async function serviceWithEdition(config: Config): Promise<Service | null> {
  if (!isDatabaseThere(config)) return null;
  const service = await openToServe(config);
  if ((await currentEditionId(service.engine.db)) !== null) return service;
  await service.close();
  return null;
}

/** Listens until SIGINT or SIGTERM, then lets the answers under way finish. */
async function listen(service: Service, config: Config): Promise<void> {
  const { app, engine } = service;
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    await service.close();
    throw listenError(error as NodeJS.ErrnoException, config);
  }
  const { port } = app.server.address() as AddressInfo;
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  engine.lock?.announce(url);
  process.stderr.write(
    `Maillage answers at ${url}/ — open it in a browser; the API is described at ${url}/docs\n`,
  );
  // Read now, not by the first who asks; whoever asks meanwhile waits for it, or is told what is wrong.
  service.editions.current().catch(() => undefined);
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(130);
    stopping = true;
    service.close().catch((error) => {
      process.stderr.write(`${error}\n`);
      process.exitCode = 1;
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function listenError(error: NodeJS.ErrnoException, config: Config): unknown {
  const reasons: Record<string, string> = {
    EADDRINUSE: 'it is in use by another program: choose another with PORT',
    EACCES: 'it may not be opened by this user: choose one above 1023 with PORT',
    EADDRNOTAVAIL: 'this machine has no such address: choose another with HOST',
    ENOTFOUND: 'this host is not known: choose another with HOST',
  };
  const reason = reasons[error.code ?? ''];
  if (!reason) return error;
  return new DomainError('invalid-parameter', `cannot listen on ${config.host}:${config.port}: ${reason}`, {
    parameter: error.code === 'EADDRINUSE' || error.code === 'EACCES' ? 'PORT' : 'HOST',
  });
}
