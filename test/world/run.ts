/**
 * Runs that are plain data: requests, advances, changes and faults, one after another, and all that came of them as
 * text. The same run from the same point gives the same text, in this process or another.
 */
import fc from 'fast-check';
import supertest from 'supertest';
import { createLedger, planOf } from '../../fixtures/ledger/index.ts';
import { Simulator } from '../../src/engine/simulator.ts';
import { providers } from '../../src/understudy.ts';
import type { WorldDocument } from '../../src/world/document.ts';
import type { StateChange, WorldHandle } from '../../src/world/handle.ts';
import { signatureOf } from '../snaptrade/client.ts';

export type Step =
  | { readonly ask: number }
  | { readonly advance: number }
  | { readonly change: StateChange }
  | { readonly arm: { readonly fault: string; readonly [name: string]: string | number } };

export interface Place {
  readonly simulator: Simulator;
  readonly world: WorldHandle;
}

const SEED = 5;
const ledger = createLedger(planOf({ template: 'household', seed: SEED }));
const at = (lens: string, kind: 'connection' | 'account', key: string) => ledger.id(lens, kind, key);

interface Asked {
  readonly provider: string;
  readonly method: 'get' | 'post' | 'patch';
  readonly path: string;
  readonly query?: string;
  readonly body?: object;
}
const asked = (
  provider: string,
  method: Asked['method'],
  path: string,
  query = '',
  body?: object,
): Asked => ({
  provider,
  method,
  path,
  query,
  ...(body !== undefined && { body }),
});

const COMMSEC = at('redbark', 'connection', 'owner-commsec');
const SHARES = at('snaptrade', 'account', 'owner-shares');
const REQUESTS: readonly Asked[] = [
  asked('redbark', 'get', '/v1/connections'),
  asked('redbark', 'get', '/v1/accounts'),
  asked('redbark', 'get', '/v1/trades', `connectionId=${COMMSEC}&limit=5`),
  asked('redbark', 'get', '/v1/holdings', `connectionId=${COMMSEC}`),
  asked('breadbox', 'get', '/api/v1/connections'),
  asked('breadbox', 'get', '/api/v1/transactions', 'limit=10'),
  asked('breadbox', 'post', '/api/v1/sync'),
  asked('fivetran', 'get', '/v1/connections', 'limit=5'),
  asked('fivetran', 'get', '/v1/groups'),
  asked('snaptrade', 'get', '/authorizations'),
  asked('snaptrade', 'get', `/accounts/${SHARES}/activities`, 'limit=5'),
  asked('snaptrade', 'get', `/accounts/${SHARES}/positions`),
  asked('snaptrade', 'post', `/authorizations/${at('snaptrade', 'connection', 'owner-commsec')}/refresh`),
  asked('snaptrade', 'post', '/snapTrade/login', '', {}),
];

const SYMBOLS = ['VAS.AX', 'CBA.AX'];
const change: fc.Arbitrary<StateChange> = fc.oneof(
  fc.record({
    change: fc.constant('connection'),
    connection: fc.constantFrom('owner-commsec', 'owner-commbank', 'owner-stake'),
    status: fc.constantFrom('healthy', 'login-required', 'failing', 'revoked'),
  }),
  fc.record({
    change: fc.constant('trade'),
    account: fc.constant('owner-shares'),
    kind: fc.constantFrom('buy', 'sell'),
    symbol: fc.constantFrom(...SYMBOLS),
    quantity: fc.integer({ min: 1, max: 20 }).map(String),
    price: fc.constant('101.5'),
  }),
  fc.record({
    change: fc.constant('transaction'),
    account: fc.constant('owner-everyday'),
    amount: fc.integer({ min: -500, max: 500 }).map(String),
    description: fc.constant('ARRIVED'),
  }),
);
const arm = fc.oneof(
  fc.record({
    fault: fc.constantFrom('rate-limited', 'server-error', 'unavailable', 'bad-gateway', 'status-flips'),
    provider: fc.constantFrom('snaptrade', 'redbark', 'breadbox'),
    probability: fc.constantFrom(0.3, 0.7, 1),
    times: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    fault: fc.constantFrom('server-error', 'unavailable'),
    every: fc.integer({ min: 2, max: 4 }),
    ttl: fc.constantFrom('5m', '2d'),
  }),
);

/** Requests outnumber the rest: they are what shows a difference. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ ask: fc.nat(REQUESTS.length - 1) }) },
    { weight: 3, arbitrary: fc.record({ advance: fc.oneof(fc.nat(120_000), fc.nat(4 * 86_400_000)) }) },
    { weight: 2, arbitrary: fc.record({ change }) },
    { weight: 1, arbitrary: fc.record({ arm }) },
  ),
  { minLength: 1, maxLength: 14 },
);

export function begin(): Place {
  const simulator = new Simulator({ providers, listen: false });
  return { simulator, world: simulator.createWorld({ id: 'traveller', seed: SEED, clock: 'frozen' }) };
}

/** A simulator of its own, and the snapshot through JSON. */
export function takenUp(snapshot: string): Place {
  const simulator = new Simulator({ providers, listen: false });
  return { simulator, world: simulator.restore(JSON.parse(snapshot) as WorldDocument) };
}

export function snapshotOf({ world }: Place): string {
  return JSON.stringify(world.snapshot());
}

/** What came of each step. */
export async function play(place: Place, run: readonly Step[]): Promise<string[]> {
  const { world } = place;
  const told: string[] = [];
  for (const step of run) {
    if ('ask' in step) told.push(await ask(place, REQUESTS[step.ask] as Asked));
    else if ('advance' in step) world.clock.advance(step.advance);
    else if ('change' in step) world.change(step.change);
    else told.push(JSON.stringify(world.arm(step.arm)));
  }
  return told;
}

async function ask(
  { simulator, world }: Place,
  { provider, method, path, query = '', body }: Asked,
): Promise<string> {
  const { baseUrl, credentials } = world.provider(provider);
  const signed = new URLSearchParams(query);
  if (provider === 'snaptrade') {
    const { clientId = '', userId = '', userSecret = '' } = credentials;
    const timestamp = String(Math.round(world.clock.now() / 1000));
    for (const [name, value] of Object.entries({ clientId, userId, userSecret, timestamp }))
      signed.set(name, value);
  }
  const call = supertest(simulator.handler)[method](
    `${baseUrl}${path}${signed.size > 0 ? `?${signed}` : ''}`,
  );
  if (provider === 'snaptrade') {
    call.set('Signature', signatureOf(credentials.consumerKey ?? '', null, path, String(signed)));
  }
  // Answers name the address they were asked at, and every call here has a port of its own.
  call.set('Host', 'understudy.test');
  if (provider === 'redbark') call.set('Authorization', `Bearer ${credentials.professional}`);
  if (provider === 'breadbox') call.set('X-API-Key', credentials.fullAccess ?? '');
  if (provider === 'fivetran') call.auth(credentials.key ?? '', credentials.secret ?? '');
  if (body !== undefined) call.send(body);
  const { status, text, headers } = await call;
  const { connection: _, ...kept } = headers as Record<string, string>;
  return `${method} ${provider}${path}: ${status} ${JSON.stringify(kept)} ${text}`;
}
