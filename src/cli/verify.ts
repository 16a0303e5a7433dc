/** `understudy verify`: a verdict on a client. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Shard } from '../verify/selection.ts';
import { parseShard } from '../verify/selection.ts';
import { parseDuration } from '../world/duration.ts';
import { reportOptions } from './report.ts';
import type { VerifyOptions } from './verify/options.ts';

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('play documented behaviour to a client, and judge what it makes of it')
    .argument('[command...]', 'with --observe: the command to run, behind --')
    .option('--adapter <command>', 'a client behind an adapter: docs/adapter.md')
    .option('--observe', 'no adapter: run a command in a world of its own and judge its traffic')
    .option('--reverse', 'wait for a client that cannot be started from here')
    .option('--run <glob...>', 'only cases of these ids: "*/paging/**"')
    .option('--skip <glob...>', 'no cases of these ids')
    .option('--list', 'print the cases, and play none')
    .option('--check-adapter', 'try every job of the adapter once, and say what to mend')
    .option('--strict', 'what a client should do counts like what it must do')
    .option('--repeat <times>', 'play every case so often; one that passes and fails is flaky', count)
    .option('--shard <i/n>', 'only the i-th of n parts', shard)
    .option('--jobs <count>', 'cases at a time (default: as many as the client takes)', count)
    .option('--timeout <duration>', 'how long one case may take, such as 20s', duration)
    .option('--expected-failures <file>', 'cases known to fail: "<glob>  # <reason>" a line')
    .option('--cases <file...>', 'cases of your own, beside those that come along')
    .option('-w, --world <name|file>', 'with --observe: template or world file')
    .option('--scenario <name|file>', 'with --observe: a scenario that happens meanwhile')
    .option('-s, --seed <seed>', 'with --observe: seed of the world')
    .addOption(
      new Option('--limits <mode>', 'with --observe: enforce the documented rate limits?').choices([
        'documented',
        'off',
      ]),
    )
    .option('--env-file <file>', 'with --observe: write the environment variables to a file too')
    .option('--port <port>', 'with --reverse: port to listen on; 0 takes a free one', port, 4020)
    .option('--events <file>', 'everything that happens, a JSON line each');
  return reportOptions(command).action(async (words: string[], options: VerifyOptions) => {
    // Judging needs most of the program; who only serves does without.
    const { verify } = await import('./verify/verify.ts');
    await verify(words, options);
  });
}

function count(text: string): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (value >= 1) return value;
  throw new InvalidArgumentError('Allowed: whole numbers from 1 to 9999.');
}

function shard(text: string): Shard {
  const parsed = parseShard(text);
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError('Write it like 2/3, the second of three parts.');
}

function duration(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof RangeError ? error.message : String(error));
  }
}

function port(text: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('Allowed: 0 to 65535; 0 takes a free port.');
}
