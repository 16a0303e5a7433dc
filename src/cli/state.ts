import { Command } from 'commander';
import pc from 'picocolors';
import { inWorld, tell, telling, type WorldOptions, worldOf } from './connection.ts';
import { fieldsOf } from './pairs.ts';
import { table, when } from './table.ts';

/** `understudy state ...`: how a world stands, and what a test wants to be so. */
export function stateCommand(): Command {
  const command = new Command('state').description(
    'look at and change the state of a world in a running simulator',
  );
  inWorld(
    command.command('show').description('connections and accounts, by the keys faults are aimed with'),
  ).action(telling(async (options: WorldOptions) => tell(options, await worldOf(options).state(), inWords)));
  inWorld(
    command
      .command('set')
      .description('change something: connection connection=$brokerage.0 status=login-required'),
  )
    .argument('<change>', 'connection, trade, transaction, or a provider’s own')
    .argument('<name=value...>', 'what to change, and to what')
    .action(
      telling(async (change: string, pairs: readonly string[], options: WorldOptions) => {
        const state = await worldOf(options).change({ ...fieldsOf(pairs), change });
        tell(options, state, () => `${pc.green('changed')} ${change}`);
      }),
    );
  return command;
}

type State = Awaited<ReturnType<ReturnType<typeof worldOf>['state']>>;

function inWords({ connections, accounts }: State): string {
  return [
    table(
      ['CONNECTION', 'INSTITUTION', 'STATUS', 'SINCE', 'SEEN BY'],
      connections.map(({ key, institution, status, since, seenBy }) => [
        key,
        institution,
        status,
        when(since),
        seenBy.join(', '),
      ]),
    ),
    '',
    table(
      ['ACCOUNT', 'CONNECTION', 'KIND', 'NAME'],
      accounts.map(({ key, connection, kind, name }) => [key, connection, kind, name]),
    ),
  ].join('\n');
}
