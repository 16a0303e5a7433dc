#!/usr/bin/env node
/** The command `understudy`: one file per verb. */
import { Command } from 'commander';
import { providers } from '../understudy.ts';
import { version } from '../version.ts';
import { serveCommand } from './serve.ts';
import { switchesCommand } from './switches.ts';
import { validateCommand } from './validate.ts';

const program = new Command('understudy')
  .description(`A stand-in for the APIs of ${providers.map((provider) => provider.title).join(', ')}.`)
  .version(version)
  .showHelpAfterError('Run `understudy --help` to see what there is.')
  .addCommand(serveCommand())
  .addCommand(switchesCommand())
  .addCommand(validateCommand());

await program.parseAsync();
