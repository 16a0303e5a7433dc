#!/usr/bin/env node
/** The command `understudy`: one file per verb, and of these only the one that is asked for is loaded. */
import { Command, type CommanderError } from 'commander';
import { version } from '../version.ts';
import { EXIT, outliveReaders } from './output.ts';

/** In the order of the help. */
const verbs: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveCommand(),
  verify: async () => (await import('./verify.ts')).verifyCommand(),
  switches: async () => (await import('./switches.ts')).switchesCommand(),
  validate: async () => (await import('./validate.ts')).validateCommand(),
  world: async () => (await import('./world.ts')).worldCommand(),
  fault: async () => (await import('./fault.ts')).faultCommand(),
  clock: async () => (await import('./clock.ts')).clockCommand(),
  state: async () => (await import('./state.ts')).stateCommand(),
  journal: async () => (await import('./journal.ts')).journalCommand(),
  webhook: async () => (await import('./webhook.ts')).webhookCommand(),
  scenario: async () => (await import('./scenario.ts')).scenarioCommand(),
  report: async () => (await import('./report.ts')).reportCommand(),
};

// Node 22 and newer can keep what they have compiled, which makes the next start a quarter shorter.
const engine = process.getBuiltinModule('node:module') as { readonly enableCompileCache?: () => unknown };
engine.enableCompileCache?.();

outliveReaders();

const program = new Command('understudy')
  .version(version)
  .showHelpAfterError('Run `understudy --help` to see what there is.');

const asked = process.argv[2] ?? '';
if (Object.hasOwn(verbs, asked)) {
  for (const command of await commandsOf([asked])) program.addCommand(command);
} else {
  // The help, or a verb that was mistyped: both want to know of all there are.
  const { providers } = await import('../understudy.ts');
  program.description(`A stand-in for the APIs of ${providers.map(({ title }) => title).join(', ')}.`);
  for (const command of await commandsOf(Object.keys(verbs))) program.addCommand(command);
}

for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
  // Commander ends with 1 for a wrong option; here 1 is a verdict and 2 a mistake in what was typed.
  command.exitOverride(({ exitCode }: CommanderError) => process.exit(exitCode === 0 ? EXIT.ok : EXIT.usage));
}

await program.parseAsync();

function commandsOf(names: readonly string[]): Promise<Command[]> {
  return Promise.all(names.flatMap((name) => verbs[name]?.() ?? []));
}
