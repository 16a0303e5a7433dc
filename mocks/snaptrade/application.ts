/** The one application (customer) of a world: its clientId and the key it signs with. */
import { base62, draws, sub } from '../../fixtures/ledger/index.ts';
import type { World } from '../../src/provider/index.ts';
import { LENS } from './lens.ts';

export interface Application {
  readonly clientId: string;
  readonly consumerKey: string;
}

const CAPITALS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Drawn from the world's secrets, so that two worlds of one seed are told apart; a world file may set both. */
export function applicationOf(world: Pick<World, 'secrets' | 'settings'>): Application {
  let application = applications.get(world.secrets);
  if (application === undefined) {
    application = drawn(world);
    applications.set(world.secrets, application);
  }
  return application;
}

/** A world has one, whoever asks. */
const applications = new WeakMap<World['secrets'], Application>();

function drawn(world: Pick<World, 'secrets' | 'settings'>): Application {
  const own = sub(world.secrets, LENS, 'application');
  const { clientId, consumerKey } = world.settings;
  return {
    clientId: typeof clientId === 'string' ? clientId : `UNDERSTUDY-${drawnName(sub(own, 'client-id'))}`,
    consumerKey: typeof consumerKey === 'string' ? consumerKey : base62(sub(own, 'consumer-key'), 50),
  };
}

function drawnName(seed: ReturnType<typeof sub>): string {
  const d = draws(seed);
  let name = '';
  while (name.length < 8) name += CAPITALS.charAt(d.below(CAPITALS.length));
  return name;
}
