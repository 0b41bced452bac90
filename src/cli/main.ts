import { Command } from 'commander';
import { type Config, readConfig, VERSION } from '../config.ts';
import { DomainError } from '../domain-error.ts';
import { registerDoctorCommand } from './commands/doctor.ts';
import { registerEditionCommands } from './commands/editions.ts';
import { registerLoadCommands } from './commands/load.ts';
import { registerServeCommands } from './commands/serve.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { registerQueryCommands } from './queries/query-commands.ts';
import { openSender } from './service.ts';

const USAGE_ERROR = 2;

const program = new Command('maillage')
  .description('How well the France Services network covers the territory.')
  .version(VERSION)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE_ERROR))
  .showHelpAfterError('(maillage <command> --help says more)');

let config: Config | undefined;
/** Read on first use, so that `--help` works whatever the environment. */
function currentConfig(): Config {
  config ??= readConfig();
  return config;
}

registerLoadCommands(program, currentConfig);
registerQueryCommands(program, () => openSender(currentConfig()));
registerEditionCommands(program, currentConfig);
registerServeCommands(program, currentConfig);
registerDoctorCommand(program, currentConfig);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  process.stderr.write(`maillage: ${error.message}\n`);
  process.exitCode = EXIT_CODES[error.code];
}
