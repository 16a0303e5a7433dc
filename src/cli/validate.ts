import { Command } from 'commander';
import pc from 'picocolors';
import { providers } from '../understudy.ts';
import { loadWorld } from '../world/load.ts';
import { EXIT, print } from './output.ts';

/** `understudy validate FILE...`: checks world files without starting anything. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('check world files')
    .argument('<file...>', 'world files, YAML or JSON')
    .action(async (files: string[]) => {
      let wrong = 0;
      for (const file of files) {
        const loaded = await loadWorld(file, providers);
        if (loaded.ok) print(`${pc.green('ok')} ${file}`);
        else {
          wrong += 1;
          for (const error of loaded.errors) process.stderr.write(`${error}\n`);
        }
      }
      process.exitCode = wrong === 0 ? EXIT.ok : EXIT.verdict;
    });
}
