import { Command } from 'commander';
import pc from 'picocolors';
import type { FaultOrder } from '../faults/order.ts';
import {
  type ConnectionOptions,
  connected,
  inWorld,
  remote,
  tell,
  telling,
  type WorldOptions,
  worldOf,
} from './connection.ts';
import { print } from './output.ts';
import { fieldsOf } from './pairs.ts';
import { table } from './table.ts';

/** `understudy fault ...`: what is to go wrong. */
export function faultCommand(): Command {
  const command = new Command('fault').description('arm, look at and disarm faults in a running simulator');
  inWorld(
    command.command('arm').description('arm a fault: rate-limited operation=listTrades retryAfter=7 times=1'),
  )
    .argument('<fault>', 'which, of `understudy fault catalogue`')
    .argument('[name=value...]', 'whom, how often, and its own parameters')
    .action(telling(arm));
  inWorld(command.command('list').description('armed faults, and how often each happened')).action(
    telling(list),
  );
  inWorld(command.command('disarm').description('disarm a fault, or all'))
    .argument('[id]', 'as `fault list` shows it; left out: all')
    .action(
      telling(async (id: string | undefined, options: WorldOptions) => {
        await worldOf(options).disarm(id);
        print(`${pc.green('disarmed')} ${id ?? 'all'}`);
      }),
    );
  connected(command.command('catalogue').description('every fault there is, or all about one'))
    .argument('[fault]', 'only this one')
    .action(telling(catalogue));
  return command;
}

async function arm(fault: string, pairs: readonly string[], options: WorldOptions): Promise<void> {
  const armed = await worldOf(options).arm({ ...fieldsOf(pairs), fault } as FaultOrder);
  tell(options, armed, ({ id }) => `${pc.green('armed')} ${fault} as ${pc.bold(id)}`);
}

async function list(options: WorldOptions): Promise<void> {
  tell(options, await worldOf(options).faults(), (faults) =>
    table(
      ['ID', 'FAULT', 'SEEN', 'HAPPENED', 'ORDER'],
      faults.map(({ id, given, seen, fired, spent }) => {
        const { fault, id: _, ...rest } = given as FaultOrder;
        const happened = `${fired}${spent ? ' (spent)' : ''}`;
        return [id, fault, String(seen), happened, JSON.stringify(rest)];
      }),
    ),
  );
}

async function catalogue(fault: string | undefined, options: ConnectionOptions): Promise<void> {
  const query = { part: ['faults' as const], ...(fault !== undefined && { fault }) };
  const { faults = [] } = await remote(options).catalogue(query);
  tell(options, faults, (all) => {
    if (fault === undefined) {
      return table(
        ['FAULT', 'FAMILY', 'WHAT A CLIENT SEES'],
        all.map(({ id, family, says, breaksContract }) => [
          id,
          family,
          breaksContract ? `${says} (breaks the contract)` : says,
        ]),
      );
    }
    return all.map(inWords).join('\n');
  });
}

function inWords({
  id,
  says,
  parameters,
  example,
  appliesTo,
}: {
  readonly id: string;
  readonly says: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly example: unknown;
  readonly appliesTo: Readonly<Record<string, readonly string[]>>;
}): string {
  const names = Object.keys(parameters);
  return [
    `${pc.bold(id)}  ${says}`,
    '',
    `  parameters  ${names.length === 0 ? 'none of its own' : ''}`.trimEnd(),
    ...names.map((name) => `    ${name.padEnd(14)} ${pc.dim(JSON.stringify(parameters[name]))}`),
    '  happens on',
    ...Object.entries(appliesTo).map(
      ([provider, operations]) =>
        `    ${provider.padEnd(14)} ${operations[0] === '*' ? 'every operation' : operations.join(', ')}`,
    ),
    `  example     ${JSON.stringify(example)}`,
  ].join('\n');
}
