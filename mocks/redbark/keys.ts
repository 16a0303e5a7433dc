/**
 * API keys. The real ones are made in a dashboard and shown once; here every world has one for each state a
 * subscription can be in, and its world file may add or change some (`providers.redbark.keys`).
 */
import { hex, type Seed, sub } from '../../fixtures/ledger/seed.ts';
import { type IncomingRequest, Recent } from '../../src/provider/index.ts';

export type Plan = 'saver' | 'developer' | 'professional';
/** `cancelled`: the subscription ended, and its keys with it (RB-C24). */
export type SubscriptionStatus = 'active' | 'trialing' | 'past_due' | 'cancelled';

export interface KeyRecord {
  readonly name: string;
  readonly plan: Plan;
  readonly status: SubscriptionStatus;
  /** Key of the person whose customer account the key opens; undefined: the main customer's (customers.ts). */
  readonly person?: string;
}

/** One entry of `providers.redbark.keys` in a world file. */
export interface KeySettings {
  readonly plan?: Plan;
  readonly status?: SubscriptionStatus;
  readonly person?: string;
}

const READY_MADE: Readonly<Record<string, KeySettings>> = {
  saver: { plan: 'saver' },
  developer: { plan: 'developer' },
  professional: { plan: 'professional' },
  trialing: { plan: 'professional', status: 'trialing' },
  pastDue: { plan: 'professional', status: 'past_due' },
};

/** The keys of a world: the ready-made ones, with those of its file over them. */
export function keysOf(settings: Readonly<Record<string, unknown>>): KeyRecord[] {
  const given = (settings.keys ?? {}) as Readonly<Record<string, KeySettings>>;
  const names = new Set([...Object.keys(READY_MADE), ...Object.keys(given)]);
  return [...names].map((name) => ({
    name,
    plan: 'professional',
    status: 'active',
    ...READY_MADE[name],
    ...given[name],
  }));
}

/** `rbk_live_` and 64 hexadecimal digits, drawn from the world's secrets. */
export function keyText(secrets: Seed, name: string): string {
  return `rbk_live_${hex(sub(secrets, 'redbark', 'key', name), 64)}`;
}

/** RFC 6750, 2.1; the scheme's name is case-insensitive (RFC 9110, 11.1). */
const BEARER = /^bearer +(\S+) *$/i;

/** What was read of headers lately: a client sends the same one with every request. */
const read = new Recent<{ readonly token: string | undefined }>(1024);
const LONGEST_KEPT = 256;

/** What a request carries as its key, right or wrong. */
export function bearerOf({ headers }: Pick<IncomingRequest, 'headers'>): string | undefined {
  const header = headers.authorization;
  if (typeof header !== 'string') return undefined;
  const known = read.get(header);
  if (known !== undefined) return known.token;
  const token = BEARER.exec(header)?.[1];
  if (header.length <= LONGEST_KEPT) read.set(header, { token });
  return token;
}
