import { readFile, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import pc from 'picocolors';
import { loadScenario } from '../scenarios/load.ts';
import { providers, type RemoteSnapshot } from '../understudy.ts';
import { loadWorld } from '../world/load.ts';
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
import { variablesOf } from './environment.ts';
import { fail, print } from './output.ts';
import { table, when } from './table.ts';

interface CreateOptions extends ConnectionOptions {
  readonly id?: string;
  readonly from?: string;
  readonly scenario?: string;
  readonly seed?: string;
  readonly now?: string;
  readonly clock?: 'running' | 'frozen';
  readonly limits?: 'documented' | 'off';
  readonly timeToLive?: string;
  readonly env?: boolean;
}

/** `understudy world ...`: isolated worlds of a running simulator. */
export function worldCommand(): Command {
  const command = new Command('world').description('make, look at and drop worlds of a running simulator');
  connected(command.command('list').description('every world')).action(telling(list));
  connected(command.command('create').description('make a world'))
    .option('--id <id>', 'what it is called; default w1, w2, ...')
    .option('--from <name|file>', 'template or world file')
    .option('--scenario <name|file>', 'a scenario to begin with')
    .option('-s, --seed <seed>', 'the same seed gives the same bytes')
    .option('--now <time>', "the world's first instant, RFC 3339")
    .addOption(new Option('--clock <mode>', 'does its clock run?').choices(['running', 'frozen']))
    .addOption(
      new Option('--limits <mode>', 'enforce documented rate limits?').choices(['documented', 'off']),
    )
    .option('--time-to-live <duration>', 'drop it after so long: 10m, 2h')
    .option('--env', 'print base URLs and credentials as environment variables')
    .action(telling(create));
  inWorld(command.command('show').description('addresses, credentials, clock and counts')).action(
    telling(show),
  );
  inWorld(command.command('env').description('base URLs and credentials as environment variables')).action(
    telling(async (options: WorldOptions) =>
      print(variables(await worldOf(options).describe(), options.url)),
    ),
  );
  inWorld(command.command('reset').description('back to its first instant')).action(
    telling(async (options: WorldOptions) => {
      const world = await worldOf(options).reset();
      tell(options, world, ({ id, now }) => `${pc.green('reset')} ${id}, at ${when(now)}`);
    }),
  );
  inWorld(command.command('drop').description('end it and free all it held')).action(
    telling(async (options: WorldOptions) => {
      await worldOf(options).drop();
      print(`${pc.green('dropped')} ${options.world}`);
    }),
  );
  inWorld(command.command('snapshot').description('all that happened, to go on from'))
    .argument('[file]', 'where to write it; default: standard output')
    .action(telling(snapshot));
  connected(command.command('restore').description('go on from a snapshot'))
    .argument('<file>', 'what snapshot wrote')
    .action(telling(restore));
  return command;
}

async function list(options: ConnectionOptions): Promise<void> {
  tell(options, await remote(options).worlds(), (worlds) =>
    table(
      ['WORLD', 'TEMPLATE', 'SEED', 'CLOCK', 'NOW'],
      worlds.map(({ id, template, seed, clock, now }) => [id, template, seed, clock, when(now)]),
    ),
  );
}

async function create(options: CreateOptions): Promise<void> {
  const { id, seed, now, clock, limits, timeToLive, from, scenario: named } = options;
  const file = from === undefined ? undefined : await loadWorld(from, providers);
  if (file?.ok === false) return fail(file.errors.join('\n'));
  const story = named === undefined ? undefined : await loadScenario(named, providers);
  if (story?.ok === false) return fail(story.errors.join('\n'));
  const made = await remote(options).createWorld({
    ...file?.world,
    ...(story !== undefined && { scenario: story.scenario }),
    ...(id !== undefined && { id }),
    ...(seed !== undefined && { seed }),
    ...(now !== undefined && { now }),
    ...(clock !== undefined && { clock }),
    ...(limits !== undefined && { limits }),
    ...(timeToLive !== undefined && { timeToLive }),
  });
  const world = await made.describe();
  if (options.env === true) print(variables(world, options.url));
  else tell(options, world, inWords);
}

async function show(options: WorldOptions): Promise<void> {
  tell(options, await worldOf(options).describe(), inWords);
}

async function snapshot(file: string | undefined, options: WorldOptions): Promise<void> {
  const text = `${JSON.stringify(await worldOf(options).snapshot())}\n`;
  if (file === undefined) {
    print(text.trimEnd());
    return;
  }
  await writeFile(file, text);
  print(`${pc.green('wrote')} ${file}`);
}

async function restore(file: string, options: ConnectionOptions): Promise<void> {
  let document: RemoteSnapshot;
  try {
    document = JSON.parse(await readFile(file, 'utf8')) as RemoteSnapshot;
  } catch (error) {
    return fail(`${file} can't be read as a snapshot: ${(error as Error).message}`);
  }
  const { id } = await remote(options).restore(document);
  print(`${pc.green('restored')} ${id}`);
}

type Described = Awaited<ReturnType<ReturnType<typeof worldOf>['describe']>>;

function inWords({ id, template, seed, clock, counts, providers: access, endsAt }: Described): string {
  const rate = clock.mode === 'running' && clock.rate !== 1 ? ` at ${clock.rate} x` : '';
  const lines = [
    `${pc.bold(id)}  ${pc.dim(`from ${template}, seed ${seed}, clock ${clock.mode}${rate} at ${when(clock.now)}`)}`,
    pc.dim(
      `${counts.connections} connections, ${counts.accounts} accounts, ${counts.faults} faults armed, ${counts.journal} entries, ${counts.events} events to come`,
    ),
    ...(endsAt === undefined ? [] : [pc.dim(`dropped by itself at ${when(endsAt)} (this machine's time)`)]),
  ];
  for (const [provider, { baseUrl, credentials }] of Object.entries(access)) {
    lines.push('', `  ${pc.bold(pc.cyan(provider))}  ${baseUrl}`);
    const width = Math.max(...Object.keys(credentials).map((name) => name.length));
    for (const [name, value] of Object.entries(credentials))
      lines.push(`    ${pc.dim(name.padEnd(width))}  ${value}`);
  }
  return lines.join('\n');
}

function variables({ id, providers: access }: Described, url: string): string {
  return Object.entries(variablesOf(url, id, access))
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
