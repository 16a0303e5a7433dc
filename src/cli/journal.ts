import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import type { RemoteEntry } from '../understudy.ts';
import { inWorld, tell, telling, type WorldOptions, worldOf } from './connection.ts';
import { EXIT, print } from './output.ts';
import { when } from './table.ts';

interface FilterOptions extends WorldOptions {
  readonly provider?: string;
  readonly operation?: string;
  readonly status?: number;
  readonly kind?: 'request' | 'delivery';
  readonly fault?: string;
  readonly target?: string;
  readonly since?: number;
}

/** `understudy journal ...`: what reached a world, and what it answered. */
export function journalCommand(): Command {
  const command = new Command('journal').description('read the journal of a world in a running simulator');
  filtered(command.command('show').description('what is kept, oldest first')).action(telling(show));
  filtered(command.command('follow').description('entries as they are written, until Ctrl-C')).action(
    telling(follow),
  );
  filtered(
    command.command('wait').description('wait until so many entries match; exit code 1 if they do not'),
  )
    .option('--count <count>', 'how many', whole, 1)
    .option('--timeout <duration>', 'how long to wait', '30s')
    .action(telling(wait));
  filtered(command.command('har').description('export as an HTTP archive'))
    .argument('[file]', 'where to write it; default: standard output')
    .action(telling(har));
  inWorld(command.command('clear').description('empty it')).action(
    telling(async (options: WorldOptions) => {
      await worldOf(options).journal.clear();
      print(`${pc.green('cleared')} the journal of ${options.world}`);
    }),
  );
  return command;
}

function filtered(command: Command): Command {
  return inWorld(command)
    .option('--provider <id>', 'of this provider only')
    .option('--operation <id>', 'of this operation only')
    .option('--status <status>', 'answered with this status only', whole)
    .addOption(
      new Option('--kind <kind>', 'requests or deliveries of webhooks').choices(['request', 'delivery']),
    )
    .option('--fault <id>', 'only what this fault had a part in')
    .option('--target <text>', 'only where path and query contain this')
    .option('--since <number>', 'only behind the entry of this number', whole);
}

function filterOf(options: FilterOptions) {
  const { provider, operation, status, kind, fault, target, since } = options;
  return {
    ...(provider !== undefined && { provider }),
    ...(operation !== undefined && { operation }),
    ...(status !== undefined && { status }),
    ...(kind !== undefined && { kind }),
    ...(fault !== undefined && { fault }),
    ...(target !== undefined && { target }),
    ...(since !== undefined && { since }),
  };
}

async function show(options: FilterOptions): Promise<void> {
  const { entries } = await worldOf(options).journal.read(filterOf(options));
  tell(options, entries, (all) => (all.length === 0 ? pc.dim('nothing') : all.map(line).join('\n')));
}

async function follow(options: FilterOptions): Promise<void> {
  for await (const entry of worldOf(options).journal.follow(filterOf(options)))
    print(options.json === true ? JSON.stringify(entry) : line(entry));
}

async function wait(options: FilterOptions & { count: number; timeout: string }): Promise<void> {
  const { count, timeout } = options;
  const waited = await worldOf(options).journal.wait(filterOf(options), count, timeout);
  tell(options, waited, ({ entries, complete }) => {
    const said = complete ? [] : [pc.red(`${entries.length} of ${count} came within ${timeout}`)];
    return [...entries.map(line), ...said].join('\n');
  });
  if (!waited.complete) process.exitCode = EXIT.verdict;
}

async function har(file: string | undefined, options: FilterOptions): Promise<void> {
  const text = JSON.stringify(await worldOf(options).journal.har(filterOf(options)), null, 2);
  if (file === undefined) print(text);
  else {
    await writeFile(file, `${text}\n`);
    print(`${pc.green('wrote')} ${file}`);
  }
}

/** `12  09:00:00  toy  GET /notes?limit=200  429  fault  f1 rate-limited`. */
function line(entry: RemoteEntry): string {
  const faults = entry.faults.map(({ id, fault }) => pc.magenta(`${id} ${fault}`));
  const start = `${pc.dim(String(entry.number).padStart(4))}  ${pc.dim(when(entry.at))}  ${pc.cyan(entry.provider)}`;
  const what =
    entry.kind === 'request'
      ? `${entry.method} ${entry.target}  ${status(entry.status)}  ${pc.dim(entry.status === undefined ? entry.outcome : entry.by)}`
      : `webhook ${entry.event} to ${entry.url}  ${status(entry.status)}  ${pc.dim(`attempt ${entry.attempt}`)}`;
  return [start, what, ...faults].join('  ');
}

function status(code: number | undefined): string {
  if (code === undefined) return pc.red('no answer');
  return code < 400 ? pc.green(String(code)) : pc.red(String(code));
}

function whole(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Allowed: whole numbers.');
}
