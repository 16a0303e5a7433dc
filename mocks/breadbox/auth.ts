/** API keys: `bb_` and 43 letters and digits, of one of two scopes. */
import { base62, type Seed, sub } from '../../fixtures/ledger/seed.ts';
import { digest, type IncomingRequest, type Problem, type World } from '../../src/provider/index.ts';
import { LENS } from './directory.ts';
import { refusals } from './errors.ts';
import { type KeySettings, keySettings } from './settings.ts';
import type { BreadboxExchange } from './state.ts';

const PREFIX = 'bb_';
const HEADER = 'x-api-key';
/** 32 random bytes in base 62. */
const LENGTH = 43;

interface KnownKey extends KeySettings {
  readonly name: string;
}

/** Keys by the SHA-256 of their text, as the real server stores them: looking one up compares digests only. */
type Keyring = ReadonlyMap<string, KnownKey>;

/** Keys depend on the world's secrets and settings alone, so a ring is made once for a world. */
const keyrings = new WeakMap<Seed, Keyring>();

export function keyText(secrets: Seed, name: string): string {
  return PREFIX + base62(sub(secrets, LENS, 'key', name), LENGTH);
}

/** All keys of a world, revoked ones too: a client has to meet those as well. */
export function credentials(world: Pick<World, 'settings' | 'secrets'>): {
  show: Record<string, string>;
  tokens: string[];
} {
  const show: Record<string, string> = {};
  for (const name of Object.keys(keySettings(world))) show[name] = keyText(world.secrets, name);
  return { show, tokens: Object.values(show) };
}

export function identify({ headers }: IncomingRequest): string | undefined {
  const given = headers[HEADER];
  return typeof given === 'string' ? given : given?.[0];
}

/** 401 without a key, with an unknown one, with a revoked one (BB-16). */
export function authenticate(x: BreadboxExchange): Problem | undefined {
  const given = x.header(HEADER);
  if (given === undefined || given === '') return refusals.missingKey();
  if (!given.startsWith(PREFIX)) return refusals.invalidKey();
  const key = keyringOf(x.world).get(digest(given));
  if (key === undefined) return refusals.invalidKey();
  if (key.revoked === true) return refusals.revokedKey();
  x.principal = { key: key.name, scope: key.scope ?? 'full_access' };
  return undefined;
}

/** Whatever is no reading needs full access (BB-15). */
export function authorise(x: BreadboxExchange): Problem | undefined {
  const reads = x.operation.method === 'GET';
  return reads || x.principal.scope === 'full_access' ? undefined : refusals.readOnlyKey();
}

function keyringOf(world: Pick<World, 'settings' | 'secrets'>): Keyring {
  let ring = keyrings.get(world.secrets);
  if (ring === undefined) {
    ring = new Map(
      Object.entries(keySettings(world)).map(([name, settings]) => [
        digest(keyText(world.secrets, name)),
        { ...settings, name },
      ]),
    );
    keyrings.set(world.secrets, ring);
  }
  return ring;
}
