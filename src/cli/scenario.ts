import { Command } from 'commander';
import pc from 'picocolors';
import { scenarios } from '../../fixtures/scenarios/generated/scenarios.ts';
import { loadScenario } from '../scenarios/load.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { providers } from '../understudy.ts';
import { inWorld, tell, telling, type WorldOptions, worldOf } from './connection.ts';
import { fail, print } from './output.ts';

/** `understudy scenario ...`: stories that happen in a world. */
export function scenarioCommand(): Command {
  const command = new Command('scenario').description('scenarios: those that come along, and playing one');
  command
    .command('list')
    .description('those that come along')
    .option('--json', 'as JSON')
    .action(({ json }: { json?: boolean }) => {
      const all = Object.values(scenarios) as Scenario[];
      if (json === true) print(JSON.stringify(all, null, 2));
      else for (const { name, teaches } of all) print(`${pc.bold(name)}\n  ${teaches.trim()}\n`);
    });
  inWorld(command.command('play').description('begin one in a world of a running simulator'))
    .argument('<name|file>', 'one that comes along, or a scenario file')
    .action(telling(play));
  inWorld(command.command('status').description('how far a world is in its scenario')).action(
    telling(async (options: WorldOptions) =>
      tell(options, await worldOf(options).scenario.standing(), inWords),
    ),
  );
  inWorld(command.command('stop').description('stop it; what it armed and changed stays')).action(
    telling(async (options: WorldOptions) => {
      await worldOf(options).scenario.stop();
      print(`${pc.green('stopped')} the scenario of ${options.world}`);
    }),
  );
  return command;
}

async function play(nameOrFile: string, options: WorldOptions): Promise<void> {
  const loaded = await loadScenario(nameOrFile, providers);
  if (!loaded.ok) return fail(loaded.errors.join('\n'));
  tell(options, await worldOf(options).scenario.play(loaded.scenario), inWords);
}

interface Standing {
  readonly name: string;
  readonly teaches: string;
  readonly done: number;
  readonly steps: number;
  readonly over: boolean;
  readonly next?: unknown;
  readonly problems: readonly string[];
}

function inWords({ name, teaches, done, steps, over, next, problems }: Standing): string {
  return [
    `${pc.bold(name)}  ${over ? pc.green('over') : `${done} of ${steps} steps done`}`,
    pc.dim(teaches.trim()),
    ...(next === undefined ? [] : [`next: ${JSON.stringify(next)}`]),
    ...problems.map((problem) => `${pc.red('could not be done:')} ${problem}`),
  ].join('\n');
}
