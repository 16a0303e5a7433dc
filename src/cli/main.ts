#!/usr/bin/env node
/** The command `understudy`: one file per verb. */
import { Command, type CommanderError } from 'commander';
import { providers } from '../understudy.ts';
import { version } from '../version.ts';
import { EXIT, outliveReaders } from './output.ts';
import { serveCommand } from './serve.ts';
import { switchesCommand } from './switches.ts';
import { validateCommand } from './validate.ts';

outliveReaders();

const program = new Command('understudy')
  .description(`A stand-in for the APIs of ${providers.map((provider) => provider.title).join(', ')}.`)
  .version(version)
  .showHelpAfterError('Run `understudy --help` to see what there is.')
  .addCommand(serveCommand())
  .addCommand(switchesCommand())
  .addCommand(validateCommand());

for (const command of [program, ...program.commands]) {
  // Commander ends with 1 for a wrong option; here 1 is a verdict and 2 a mistake in what was typed.
  command.exitOverride(({ exitCode }: CommanderError) => process.exit(exitCode === 0 ? EXIT.ok : EXIT.usage));
}

await program.parseAsync();
