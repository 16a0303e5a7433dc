import { Command } from 'commander';
import pc from 'picocolors';
import { inWorld, tell, telling, type WorldOptions, worldOf } from './connection.ts';
import { table, when } from './table.ts';

interface Reading {
  readonly mode: string;
  readonly rate: number;
  readonly now: string;
}

/** `understudy clock ...`: a world's time. */
export function clockCommand(): Command {
  const command = new Command('clock').description("read and move a world's clock in a running simulator");
  inWorld(command.command('show').description('how it stands')).action(
    telling(async (options: WorldOptions) => tell(options, await worldOf(options).clock.read(), inWords)),
  );
  inWorld(command.command('freeze').description('stop it where it is')).action(
    telling(async (options: WorldOptions) => tell(options, await worldOf(options).clock.freeze(), inWords)),
  );
  inWorld(command.command('run').description('let it run'))
    .argument('[rate]', '1 is real time, 60 lets a minute pass each second')
    .action(
      telling(async (rate: string | undefined, options: WorldOptions) => {
        const { clock } = worldOf(options);
        tell(options, await clock.run(rate === undefined ? undefined : Number(rate)), inWords);
      }),
    );
  inWorld(command.command('set').description('move it to a later instant'))
    .argument('<time>', 'RFC 3339')
    .action(
      telling(async (time: string, options: WorldOptions) =>
        tell(options, await worldOf(options).clock.set(time), inWords),
      ),
    );
  inWorld(command.command('advance').description('move it on; what falls due happens in order'))
    .argument('<duration>', '10m, 1h30m, 2d')
    .action(
      telling(async (by: string, options: WorldOptions) =>
        tell(options, await worldOf(options).clock.advance(by), inWords),
      ),
    );
  inWorld(command.command('next').description('move it on to the next scheduled event')).action(
    telling(async (options: WorldOptions) =>
      tell(options, await worldOf(options).clock.advanceToNext(), inWords),
    ),
  );
  inWorld(command.command('events').description('what is to happen, soonest first')).action(
    telling(async (options: WorldOptions) =>
      tell(options, await worldOf(options).clock.events(), (events) =>
        table(
          ['AT', 'OF', 'EVENT'],
          events.map(({ at, provider, event }) => [when(at), provider, event]),
        ),
      ),
    ),
  );
  return command;
}

function inWords({ mode, rate, now }: Reading): string {
  const speed = mode === 'running' && rate !== 1 ? ` at ${rate} x` : '';
  return `${pc.bold(when(now))} UTC, ${mode}${speed}`;
}
