import { Command, InvalidArgumentError, Option } from 'commander';
import { templateNames } from '../../fixtures/ledger/plan.ts';
import { startUnderstudy, type Understudy } from '../understudy.ts';
import { MAIN } from '../world/worlds.ts';
import { environment } from './environment.ts';
import { fail, print } from './output.ts';
import { readStaging, type Staging, type StagingOptions, stagedFiles } from './staging.ts';
import { watchFiles } from './watch.ts';
import { welcome } from './welcome.ts';

interface ServeOptions extends StagingOptions {
  readonly port: number;
  readonly host: string;
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly env?: boolean;
  readonly controlToken?: string;
  readonly maxWorlds?: number;
  readonly webhookHost?: readonly string[];
}

/** `understudy serve`: the simulator, until Ctrl-C. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('start the simulator')
    .option('-p, --port <port>', 'port to listen on; 0 takes a free one', port, 4010)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '-w, --world <name|file>',
      `template (${templateNames().join(', ')}) or world file (.yaml, .json)`,
    )
    .option('--scenario <name|file>', 'a scenario to begin with (`understudy scenario list`)')
    .option('--watch', 'read world and scenario again when their files change, and begin anew')
    .option('-s, --seed <seed>', 'seed of the default world; the same seed gives the same bytes')
    .option('--now <time>', "the world's first instant, RFC 3339")
    .addOption(new Option('--clock <mode>', 'does the world’s clock run?').choices(['running', 'frozen']))
    .addOption(
      new Option('--limits <mode>', 'enforce the documented rate limits?').choices(['documented', 'off']),
    )
    .option('--json', 'print one JSON line when it can answer')
    .addOption(
      new Option('--env', 'print base URLs and credentials as environment variables').conflicts('json'),
    )
    .addOption(
      new Option(
        '--control-token <token>',
        'what /_understudy wants as a bearer token; on another address than this machine’s own one is made',
      ).env('UNDERSTUDY_TOKEN'),
    )
    .option('--max-worlds <count>', 'worlds there may be at once (default: 10,000)', count)
    .option(
      '--webhook-host <name>',
      'a host that webhooks may go to beside this machine; may be repeated; * for all',
      (name: string, others: readonly string[] = []) => [...others, name],
    )
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const staging = await staged(options);
  const understudy = await start(options, staging);
  const unwatch = options.watch === true ? watchStaging(understudy, options, staging) : undefined;
  const stop = (): void => {
    unwatch?.();
    void understudy.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // Last: whoever reads that it can answer may stop it at once.
  tell(understudy, options);
}

function tell(understudy: Understudy, options: ServeOptions): void {
  const world = understudy.world();
  if (options.json === true) {
    const { url, controlToken } = understudy;
    print(JSON.stringify({ event: 'listening', url, controlToken, world: world.summary() }));
    return;
  }
  if (options.env === true) {
    for (const [name, value] of Object.entries(environment(understudy, world))) print(`${name}=${value}`);
  } else {
    print(welcome(understudy, options.scenario ?? options.world));
  }
  tellToken(understudy, options);
}

async function staged(options: ServeOptions): Promise<Staging> {
  if (options.watch === true && stagedFiles(options).length === 0) {
    return fail('--watch needs a file to look at: give one with --world or --scenario.');
  }
  const read = await readStaging(options);
  return read.ok ? read.value : fail(read.errors.join('\n'));
}

/** The default world begins anew when its files change; others stay as they are. */
function watchStaging(understudy: Understudy, options: ServeOptions, first: Staging): () => void {
  return watchFiles<Staging>({
    files: stagedFiles(options),
    first,
    read: () => readStaging(options),
    apply: (staging) => {
      understudy.remakeWorld(MAIN, staging);
    },
    say: (line) => process.stderr.write(`${line}\n`),
  });
}

async function start(options: ServeOptions, world: Staging): Promise<Understudy> {
  try {
    return await startUnderstudy({
      port: options.port,
      host: options.host,
      world,
      ...(options.controlToken && { controlToken: options.controlToken }),
      ...(options.maxWorlds !== undefined && { maxWorlds: options.maxWorlds }),
      ...(options.webhookHost !== undefined && { webhookHosts: options.webhookHost }),
    });
  } catch (error) {
    return fail(startError(error, options));
  }
}

/** A token that was made is told once, to the person at the terminal; one that was given is known. */
function tellToken({ controlToken }: Understudy, options: ServeOptions): void {
  if (controlToken === undefined || options.controlToken) return;
  process.stderr.write(`control token: ${controlToken}\n`);
}

function startError(error: unknown, { host, port: given }: ServeOptions): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return `port ${given} on ${host} is taken. Give another with --port, or --port 0 for a free one.`;
    case 'EACCES':
      return `port ${given} may not be used by this user. Give one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine. The default is --host 127.0.0.1.`;
    default:
      return message;
  }
}

function port(text: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('Allowed: 0 to 65535; 0 takes a free port.');
}

function count(text: string): number {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (value >= 1) return value;
  throw new InvalidArgumentError('Allowed: whole numbers from 1 to 9,999,999.');
}
