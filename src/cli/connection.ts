/** What the verbs that talk to a running simulator have in common: where it is, and how refusals are told. */
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import {
  connectUnderstudy,
  type RemoteUnderstudy,
  type RemoteWorld,
  UnderstudyError,
} from '../understudy.ts';
import { EXIT, print } from './output.ts';

export interface ConnectionOptions {
  readonly url: string;
  readonly token?: string;
  readonly json?: boolean;
}

export interface WorldOptions extends ConnectionOptions {
  readonly world: string;
}

const DEFAULT_URL = 'http://127.0.0.1:4010';

/** Adds `--url`, `--token` and `--json`. */
export function connected(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'address of the running simulator')
        .env('UNDERSTUDY_URL')
        .default(DEFAULT_URL),
    )
    .addOption(new Option('--token <token>', 'its control token').env('UNDERSTUDY_TOKEN'))
    .option('--json', 'print the answer as JSON');
}

/** Adds those and `--world`. */
export function inWorld(command: Command): Command {
  return connected(command).addOption(
    new Option('-w, --world <id>', 'id of the world').env('UNDERSTUDY_WORLD').default('main'),
  );
}

export function remote({ url, token }: ConnectionOptions): RemoteUnderstudy {
  return connectUnderstudy(url, token ? { token } : {});
}

export function worldOf(options: WorldOptions): RemoteWorld {
  return remote(options).world(options.world);
}

/** Prints an answer: as JSON where that was asked for, else in words. */
export function tell<T>(options: ConnectionOptions, answer: T, inWords: (answer: T) => string): void {
  print(options.json === true ? JSON.stringify(answer, null, 2) : inWords(answer));
}

/** Runs a verb; a refusal is told and ends with `EXIT.usage`, a simulator that is not there with `EXIT.harness`. */
export function telling<A extends unknown[]>(
  act: (...given: A) => Promise<void>,
): (...given: A) => Promise<void> {
  return async (...given) => {
    try {
      await act(...given);
    } catch (error) {
      if (!(error instanceof UnderstudyError) && !(error instanceof RangeError)) throw error;
      const missing = error instanceof UnderstudyError && error.status === 0;
      const hint = missing ? '\nStart one with `understudy serve`, or give its address with --url.' : '';
      process.stderr.write(`${pc.red('understudy:')} ${error.message}${hint}\n`);
      process.exitCode = missing ? EXIT.harness : EXIT.usage;
    }
  };
}
