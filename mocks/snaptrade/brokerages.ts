/**
 * Brokerages that users may connect: the brokers and exchanges of the world, and the provider's own pretended one. How
 * one stands (in maintenance, degraded, closed to new connections) a test may set: `changes.ts`.
 */
import type { Institution, Ledger } from '../../fixtures/ledger/index.ts';
import { believes } from './pretences.ts';
import type { SnapTradeWorld } from './state.ts';
import { reading } from './switches.ts';
import { slugOf } from './wire/brokerage.ts';

/** Read-only, and not for production keys (ST-84). No connection of the world is to it. */
export const SANDBOX: Institution = {
  key: 'sandbox',
  name: 'SnapTrade Sandbox',
  kind: 'broker',
  country: 'US',
  url: 'https://docs.example.com/sandbox',
  description: 'A pretended brokerage for trying out the connection portal.',
  timeZone: 'America/New_York',
  datesAs: 'utc',
  allowsTrading: false,
  fractional: false,
};

/** `degraded` is told and nothing else; of the last two, new connections are not taken. */
export const STANDINGS = ['open', 'degraded', 'maintenance', 'disabled'] as const;
export type BrokerageStanding = (typeof STANDINGS)[number];

export type HowUsersSignIn = 'OAUTH' | 'SCRAPE' | 'UNOFFICIAL_API' | 'TOKEN';

/** Those of the ledger in its order, then the pretended one if the world's key is for tests. */
export function brokeragesOf(world: SnapTradeWorld): readonly Institution[] {
  const all = [...known(world.ledger).values()];
  return reading(world, 'keys') === 'production' ? all.filter((one) => one !== SANDBOX) : all;
}

/** @param slug as `slugOf` writes it: `QUESTRADE` */
export function findBrokerage(world: SnapTradeWorld, slug: string): Institution | undefined {
  const found = known(world.ledger).get(slug);
  return found === SANDBOX && reading(world, 'keys') === 'production' ? undefined : found;
}

export function standingOf(world: SnapTradeWorld, { key }: Institution): BrokerageStanding {
  return believes(world, 'maintenance', key) ? 'maintenance' : (world.state.brokerages[key] ?? 'open');
}

/** Which brokerage lets users in how is not published in one place: a guess that has all four (ST-C195). */
const SIGN_INS: Readonly<Record<string, HowUsersSignIn>> = {
  alpaca: 'OAUTH',
  coinbase: 'OAUTH',
  commsec: 'SCRAPE',
  questrade: 'OAUTH',
  sandbox: 'TOKEN',
  schwab: 'OAUTH',
};

export function howUsersSignIn({ key, kind }: Institution): HowUsersSignIn {
  return SIGN_INS[key] ?? (kind === 'exchange' ? 'TOKEN' : 'UNOFFICIAL_API');
}

const bySlug = new WeakMap<Ledger, ReadonlyMap<string, Institution>>();

function known(ledger: Ledger): ReadonlyMap<string, Institution> {
  let found = bySlug.get(ledger);
  if (found === undefined) {
    // An institution that a world file calls the same takes the place of the pretended one.
    const dealing = [...ledger.institutions.values()].filter(({ kind }) => kind !== 'bank');
    const all = dealing.some(({ key }) => key === SANDBOX.key) ? dealing : [...dealing, SANDBOX];
    found = new Map(all.map((one) => [slugOf(one), one]));
    bySlug.set(ledger, found);
  }
  return found;
}
