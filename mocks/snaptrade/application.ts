/**
 * Who may ask in a world: one application (customer) with its commercial key, one person with a key of their own, and
 * one OAuth application (`oauth/`). Each is told apart by its client id.
 */
import { base62, draws, sub } from '../../fixtures/ledger/index.ts';
import type { World } from '../../src/provider/index.ts';
import { LENS } from './lens.ts';
import type { Mode, Principal } from './state.ts';

export interface Application {
  readonly clientId: string;
  readonly consumerKey: string;
}

/** The key of a person who reads their own accounts: signed like the application's, and names no user (ST-450). */
export type PersonalKey = Application;

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

/** Its client id begins with `PERS-`, unless a world file says otherwise (ST-451). */
export function personalKeyOf(world: Pick<World, 'secrets' | 'settings'>): PersonalKey {
  let key = personalKeys.get(world.secrets);
  if (key === undefined) {
    const own = sub(world.secrets, LENS, 'personal-key');
    const { personalClientId, personalConsumerKey } = world.settings;
    key = {
      clientId:
        typeof personalClientId === 'string' ? personalClientId : `PERS-${drawnName(sub(own, 'client-id'))}`,
      consumerKey:
        typeof personalConsumerKey === 'string' ? personalConsumerKey : base62(sub(own, 'consumer-key'), 50),
    };
    personalKeys.set(world.secrets, key);
  }
  return key;
}

/** A key of the world, and what asks with it. */
export interface SigningKey {
  readonly mode: Extract<Mode, 'commercial' | 'personal'>;
  readonly consumerKey: string;
}

/** The key that a client id belongs to. */
export function keyOfClient(
  world: Pick<World, 'secrets' | 'settings'>,
  clientId: string,
): SigningKey | undefined {
  let keys = keysByClient.get(world.secrets);
  if (keys === undefined) {
    const application = applicationOf(world);
    const personal = personalKeyOf(world);
    // The application's own last: it wins where a world file gives both one client id.
    keys = new Map<string, SigningKey>([
      [personal.clientId, { mode: 'personal', consumerKey: personal.consumerKey }],
      [application.clientId, { mode: 'commercial', consumerKey: application.consumerKey }],
    ]);
    keysByClient.set(world.secrets, keys);
  }
  return keys.get(clientId);
}

/** Where the portal leads back to if its link says nothing else; null: nowhere, as ever for a personal key (ST-507). */
export function redirectUriOf({ settings }: Pick<World, 'settings'>, principal: Principal): string | null {
  const { redirectUri } = settings;
  const isPersonal = principal.kind !== 'anyone' && principal.mode === 'personal';
  return typeof redirectUri === 'string' && !isPersonal ? redirectUri : null;
}

/** A world has one of each, whoever asks. */
const applications = new WeakMap<World['secrets'], Application>();
const personalKeys = new WeakMap<World['secrets'], PersonalKey>();
const keysByClient = new WeakMap<World['secrets'], ReadonlyMap<string, SigningKey>>();

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
