/** A world without a server around it, for what no request can bring about. */
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../../src/provider/index.ts';
import { Courier } from '../../src/webhooks/courier.ts';
import { Targets } from '../../src/webhooks/targets.ts';
import type { HostClock } from '../../src/world/clock.ts';
import type { WorldDocument } from '../../src/world/document.ts';
import { LiveWorld } from '../../src/world/live-world.ts';
import type { Surroundings } from '../../src/world/surroundings.ts';

/** @returns a frozen world unless the file says otherwise; a bug in it is thrown. With a document it goes on from there */
export function liveWorld(
  providers: readonly Provider[],
  file: WorldFile = {},
  host: HostClock = Date.now,
  document?: WorldDocument,
): LiveWorld {
  return new LiveWorld(
    'main',
    { clock: 'frozen', ...file },
    surroundings(providers, host),
    document === undefined ? {} : { document },
  );
}

/** What a world without a server needs of a process. */
export function surroundings(providers: readonly Provider[], host: HostClock = Date.now): Surroundings {
  return {
    providers: new Map(providers.map((provider) => [provider.id, provider])),
    host,
    onBug: (error) => {
      throw error;
    },
    courier: new Courier(new Targets()),
  };
}
