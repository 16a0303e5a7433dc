/** The one OAuth application of a world: its id and secret, and where it may send people back to. */
import { base62, hex, sub } from '../../../fixtures/ledger/index.ts';
import type { World } from '../../../src/provider/index.ts';
import { LENS } from '../lens.ts';

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Undefined: the world file lists none, and any address of this machine will do (ST-C236). */
  readonly redirectUris: readonly string[] | undefined;
  /** What every token of this world begins with, so that a token leads to its world. */
  readonly mark: string;
}

/** A world has one, whoever asks. */
const clients = new WeakMap<World['secrets'], OAuthClient>();

export function oauthClientOf(world: Pick<World, 'secrets' | 'settings'>): OAuthClient {
  let client = clients.get(world.secrets);
  if (client === undefined) {
    const own = sub(world.secrets, LENS, 'oauth-client');
    const { oauthClientId, oauthClientSecret, oauthRedirectUris } = world.settings;
    client = {
      clientId: typeof oauthClientId === 'string' ? oauthClientId : base62(sub(own, 'id'), 40),
      clientSecret:
        typeof oauthClientSecret === 'string' ? oauthClientSecret : base62(sub(own, 'secret'), 64),
      redirectUris: Array.isArray(oauthRedirectUris) ? oauthRedirectUris.map(String) : undefined,
      mark: hex(sub(own, 'mark'), 12),
    };
    clients.set(world.secrets, client);
  }
  return client;
}

/** To the letter as listed, or, where nothing is listed, an address of this machine (ST-463, ST-C236). */
export function mayReturnTo({ redirectUris }: OAuthClient, uri: string): boolean {
  if (!URL.canParse(uri) || uri.includes('#')) return false;
  if (redirectUris !== undefined) return redirectUris.includes(uri);
  const { protocol, hostname, username } = new URL(uri);
  return protocol === 'http:' && LOOPBACK.has(hostname) && username === '';
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
