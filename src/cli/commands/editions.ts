import type { Command } from 'commander';
import type { Config } from '../../config.ts';
import { dropEdition } from '../../store/editions.ts';
import { openEngine } from '../../store/engine.ts';
import { migrate } from '../../store/migrate.ts';
import { engineOptions } from '../service.ts';

export function registerEditionCommands(program: Command, config: () => Config): void {
  program
    .command('drop-edition')
    .description('Drops an edition that is kept but no longer the current one.')
    .argument('<edition>', 'its id, as maillage editions lists it')
    .action(async (id: string) => {
      const engine = await openEngine(engineOptions(config(), 'drop-edition'));
      try {
        await migrate(engine);
        await dropEdition(engine, id);
        process.stderr.write(`Edition ${id} is dropped.\n`);
      } finally {
        await engine.close();
      }
    });
}
