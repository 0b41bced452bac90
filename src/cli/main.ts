import { Command } from 'commander';
import { type Config, readConfig, VERSION } from '../config.ts';
import { DomainError } from '../domain-error.ts';
import { registerDoctorCommand } from './commands/doctor.ts';
import { registerEditionCommands } from './commands/editions.ts';
import { registerLoadCommands } from './commands/load.ts';
import { registerPublishCommand } from './commands/publish.ts';
import { registerServeCommands } from './commands/serve.ts';
import { registerValidateCommand } from './commands/validate.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { registerPlaceCommands } from './queries/place-commands.ts';
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
registerPlaceCommands(program, () => openSender(currentConfig()));
registerPublishCommand(program, currentConfig);
registerValidateCommand(program, currentConfig, () => openSender(currentConfig()));
registerEditionCommands(program, currentConfig);
registerServeCommands(program, currentConfig);
registerDoctorCommand(program, currentConfig);

// A reader that went away (`| head`) wants no more; anything else (a full disk) is told.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE')
    process.stderr.write(`maillage: the output could not be written: ${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = tell(error);
}

/** Says what went wrong, and returns the exit code for it. */
function tell(error: unknown): number {
  if (error instanceof DomainError) {
    process.stderr.write(`maillage: ${error.message}\n`);
    return EXIT_CODES[error.code];
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`maillage: a defect of the program, please report it: ${message}\n${stack}\n`);
  return 1;
}
