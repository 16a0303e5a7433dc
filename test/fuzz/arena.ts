/** All providers in one process, and the right requests that fuzzing starts from. */
import { providers, startUnderstudy, type Understudy } from '../../src/understudy.ts';
import type { WorldHandle } from '../../src/world/handle.ts';
import type { Ask } from '../support/traffic/ask.ts';
import type { Dialect } from '../support/traffic/dialect.ts';
import { dialectOf, dialects } from '../support/traffic/dialects/index.ts';
import { harvest } from '../support/traffic/harvest.ts';
import { plan } from '../support/traffic/plan.ts';
import { Sender } from '../support/traffic/send.ts';
import { signingOf } from '../support/traffic/tour.ts';
import { spread, unique } from '../support/traffic/values.ts';

export interface Arena {
  readonly understudy: Understudy;
  readonly port: number;
  readonly worlds: { readonly free: WorldHandle; readonly limited: WorldHandle };
  readonly corners: readonly Corner[];
  readonly bugs: string[];
  close(): Promise<void>;
}

/** One provider. */
export interface Corner {
  readonly dialect: Dialect;
  readonly bases: readonly Ask[];
  readonly parameterNames: readonly string[];
  readonly free: Sender;
  readonly limited: Sender;
}

const BASES = 60;

export async function openArena(): Promise<Arena> {
  const bugs: string[] = [];
  const switches = Object.fromEntries(dialects.map(({ provider, throttled }) => [provider, throttled]));
  const understudy = await startUnderstudy({
    port: 0,
    world: { clock: 'frozen', limits: 'off', switches },
    onBug: (error, where) => bugs.push(`${where}: ${error instanceof Error ? error.stack : String(error)}`),
  });
  const free = understudy.world();
  const limited = understudy.createWorld({ id: 'limited', clock: 'frozen', limits: 'documented', switches });
  const corners: Corner[] = [];
  for (const provider of providers) {
    const dialect = dialectOf(provider);
    const senders = {
      free: new Sender(free.baseUrl(provider.id)),
      limited: new Sender(limited.baseUrl(provider.id)),
    };
    const signing = signingOf(free, provider.id);
    const known = await harvest(dialect, signing, senders.free.send);
    const asks = plan({ provider, dialect, known, credentials: signing.credentials });
    corners.push({
      dialect,
      ...senders,
      bases: provider.contract.operations
        .filter((operation) => !dialect.locksOut.includes(operation.id))
        .flatMap((operation) =>
          spread(
            asks.filter((ask) => ask.operation === operation && ask.kind === 'plain'),
            BASES,
          ),
        ),
      parameterNames: unique(
        provider.contract.operations.flatMap(({ parameters }) => parameters.map((one) => one.name)),
      ),
    });
  }
  const close = async (): Promise<void> => {
    await Promise.all(corners.flatMap((corner) => [corner.free.close(), corner.limited.close()]));
    await understudy.close();
  };
  return {
    understudy,
    port: Number(new URL(understudy.url).port),
    worlds: { free, limited },
    corners,
    bugs,
    close,
  };
}
