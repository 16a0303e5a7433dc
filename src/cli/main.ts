#!/usr/bin/env node
/** The command `understudy`: one file per verb. */
import { Command, type CommanderError } from 'commander';
import { providers } from '../understudy.ts';
import { version } from '../version.ts';
import { clockCommand } from './clock.ts';
import { faultCommand } from './fault.ts';
import { journalCommand } from './journal.ts';
import { EXIT, outliveReaders } from './output.ts';
import { reportCommand } from './report.ts';
import { scenarioCommand } from './scenario.ts';
import { serveCommand } from './serve.ts';
import { stateCommand } from './state.ts';
import { switchesCommand } from './switches.ts';
import { validateCommand } from './validate.ts';
import { verifyCommand } from './verify.ts';
import { webhookCommand } from './webhook.ts';
import { worldCommand } from './world.ts';

outliveReaders();

const program = new Command('understudy')
  .description(`A stand-in for the APIs of ${providers.map((provider) => provider.title).join(', ')}.`)
  .version(version)
  .showHelpAfterError('Run `understudy --help` to see what there is.')
  .addCommand(serveCommand())
  .addCommand(verifyCommand())
  .addCommand(switchesCommand())
  .addCommand(validateCommand())
  .addCommand(worldCommand())
  .addCommand(faultCommand())
  .addCommand(clockCommand())
  .addCommand(stateCommand())
  .addCommand(journalCommand())
  .addCommand(webhookCommand())
  .addCommand(scenarioCommand())
  .addCommand(reportCommand());

for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
  // Commander ends with 1 for a wrong option; here 1 is a verdict and 2 a mistake in what was typed.
  command.exitOverride(({ exitCode }: CommanderError) => process.exit(exitCode === 0 ? EXIT.ok : EXIT.usage));
}

await program.parseAsync();
