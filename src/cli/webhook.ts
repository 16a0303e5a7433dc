import { Command } from 'commander';
import pc from 'picocolors';
import { inWorld, tell, telling, type WorldOptions, worldOf } from './connection.ts';
import { print } from './output.ts';
import { table, when } from './table.ts';

/** `understudy webhook ...`: where a world sends its events. */
export function webhookCommand(): Command {
  const command = new Command('webhook').description('webhooks of a world in a running simulator');
  inWorld(command.command('add').description('from now on events go there'))
    .argument('<provider>', 'whose events')
    .argument('<url>', 'an address on this machine')
    .option('--event <type...>', 'only events of these types')
    .option('--secret <secret>', 'to sign with; default: one is made')
    .action(telling(add));
  inWorld(command.command('list').description('every webhook')).action(telling(list));
  inWorld(command.command('remove').description('remove one'))
    .argument('<id>', 'as `webhook list` shows it')
    .action(
      telling(async (id: string, options: WorldOptions) => {
        await worldOf(options).webhooks.remove(id);
        print(`${pc.green('removed')} ${id}`);
      }),
    );
  inWorld(command.command('deliveries').description('what was sent, and what became of it')).action(
    telling(deliveries),
  );
  inWorld(command.command('redeliver').description('send an event once more'))
    .argument('<delivery>', 'as `webhook deliveries` shows it')
    .action(
      telling(async (id: string, options: WorldOptions) => {
        tell(
          options,
          await worldOf(options).webhooks.redeliver(id),
          () => `${pc.green('sent')} ${id} once more`,
        );
      }),
    );
  return command;
}

interface AddOptions extends WorldOptions {
  readonly event?: string[];
  readonly secret?: string;
}

async function add(provider: string, url: string, options: AddOptions): Promise<void> {
  const { event: events, secret } = options;
  const added = await worldOf(options).webhooks.add({
    provider,
    url,
    ...(events !== undefined && { events }),
    ...(secret !== undefined && { secret }),
  });
  tell(options, added, ({ id, secret: made }) =>
    [`${pc.green('added')} ${pc.bold(id)}`, ...(made === undefined ? [] : [`signed with ${made}`])].join(
      '\n',
    ),
  );
}

async function list(options: WorldOptions): Promise<void> {
  tell(options, await worldOf(options).webhooks.list(), (webhooks) =>
    table(
      ['ID', 'PROVIDER', 'EVENTS', 'URL'],
      webhooks.map(({ id, provider, events, url }) => [id, provider, events?.join(', ') ?? 'all', url]),
    ),
  );
}

async function deliveries(options: WorldOptions): Promise<void> {
  tell(options, await worldOf(options).webhooks.deliveries(), (all) =>
    table(
      ['DELIVERY', 'HAPPENED', 'EVENT', 'STATE'],
      all.map(({ id, happenedAt, event, state }) => [id, when(happenedAt), event, state]),
    ),
  );
}
