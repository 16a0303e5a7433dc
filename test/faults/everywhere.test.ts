/**
 * Every fault of the catalogue on every operation it applies to: seen on a raw socket, where HTTP libraries would
 * hide it, and gone with the next request.
 */
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { applicability } from '../../src/faults/applicability.ts';
import { catalogue } from '../../src/faults/generated/catalogue.ts';
import type { FaultOrder } from '../../src/faults/order.ts';
import { providers, startUnderstudy } from '../../src/understudy.ts';
import { judgeOf } from '../support/answer.ts';
import type { Ask } from '../support/traffic/ask.ts';
import { dialectOf } from '../support/traffic/dialects/index.ts';
import { walkOf } from './everywhere.ts';
import { parted, type RawClient, type Seen } from './socket.ts';

const understudy = await startUnderstudy({ port: 0 });
afterAll(() => understudy.close());

/** Paths that providers gave up are served. */
const EVERY_OPERATION = {
  fivetran: { connectorsPath: 'alive', forcePath: 'alive' },
  snaptrade: { balanceHistory: 'on' },
};

/** Gives an account cash of a second currency, so that its balances are a list. */
const DOLLARS = {
  key: 'dollars',
  account: 'owner-shares',
  kind: 'interest',
  amount: '12.34',
  currency: 'USD',
  at: '2026-02-02T00:00:00Z',
} as const;

/** Parameters that keep the tests quick, and let what is old be older than it would be anyway. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, number | string>>>> = {
  latency: { ms: 30 },
  'slow-headers': { overMs: 40 },
  dribble: { pieces: 3, overMs: 30 },
  hang: { forMs: 40 },
  // Copies that a provider refreshes once a day are as old as that anyway.
  'connection-disabled': { since: '9d' },
  'connection-failing': { since: '9d' },
  'reauth-pending': { since: '9d' },
  'stale-cache': { age: '9d' },
};

/** A sync that is asked for is answered the same whatever becomes of it. */
const TAKEN_AS_IT_IS = new Set([
  'triggerSync',
  'syncConnection',
  'forceConnection',
  'syncConnector',
  'forceConnector',
]);

const whole = (client: RawClient): Promise<Seen> => client.answer();
const over = (client: RawClient): Promise<Seen> => client.ended();

/** Where what comes is no answer of the contract: how far to read, and what to see. */
const BROKEN: Readonly<Record<string, { read: typeof whole; see: (seen: Seen) => void }>> = {
  'bad-gateway': { read: whole, see: page(502) },
  'gateway-timeout': { read: whole, see: page(504) },
  hang: { read: over, see: nothing('fin') },
  'connection-reset': { read: over, see: nothing('reset') },
  'empty-answer': { read: over, see: nothing('fin') },
  'cut-body': {
    read: over,
    see: (seen) => {
      const { head, body } = parted(seen);
      const promised = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      expect(body.length).toBeLessThan(promised);
      expect(seen.end).toBe('fin');
    },
  },
  'unfinished-chunks': {
    read: over,
    see: (seen) => {
      const { head, body } = parted(seen);
      expect(head).toMatch(/transfer-encoding: chunked/i);
      expect(body.toString('latin1').endsWith('0\r\n\r\n')).toBe(false);
      expect(seen.end).toBe('fin');
    },
  },
  'malformed-json': {
    read: whole,
    see: (seen) => {
      const { head, body } = parted(seen);
      expect(body.length).toBe(Number(/content-length: (\d+)/i.exec(head)?.[1]));
      expect(() => JSON.parse(body.toString('utf8'))).toThrow(SyntaxError);
    },
  },
  'wrong-content-type': {
    read: whole,
    see: (seen) => expect(parted(seen).head).toMatch(/content-type: text\/html/i),
  },
  'no-content-type': {
    read: whole,
    see: (seen) => expect(parted(seen).head).not.toMatch(/^content-type:/im),
  },
  'corrupt-gzip': {
    read: whole,
    see: (seen) => {
      const { head, body } = parted(seen);
      expect(head).toMatch(/content-encoding: gzip/i);
      expect(() => gunzipSync(body)).toThrow();
    },
  },
};

function page(status: number): (seen: Seen) => void {
  return (seen) => {
    const { head, body } = parted(seen);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/content-type: text\/html/i);
    expect(body.toString('utf8')).toMatch(/^<html>/);
  };
}

function nothing(end: Seen['end']): (seen: Seen) => void {
  return (seen) => expect([seen.text, seen.end]).toEqual(['', end]);
}

/** Faults whose own request is answered as without them: what they do shows in its time, or with a later one. */
const SEEN_LATER = new Set([
  'row-arrives',
  'row-vanishes',
  'status-flips',
  'sync-fails',
  'sync-never-ends',
  'sync-interrupted',
  'drop-after-answer',
  'latency',
  'slow-headers',
  'dribble',
]);

/**
 * Operations that need an id or a form of something that only other operations make: the walk has none. What faults do
 * to them is what they do to all, by the same code; test/snaptrade holds some against them.
 */
const NOT_WALKED: Readonly<Record<string, readonly string[]>> = {
  snaptrade: [
    'cancelOldOrder',
    'cancelOrder',
    'checkOrder',
    'getOrder',
    'getOrderV2',
    'getRate',
    'getSymbol',
    'listInstruments',
    'listQuotes',
    'listSessionEvents',
    'placeCheckedOrder',
    'placeOrder',
    'replaceOrder',
    'unwatchTrades',
    'watchTrades',
  ],
};

/** One account is no two, and what has no optional member loses none. */
const NOTHING_TO_CHANGE: ReadonlySet<string> = new Set([
  'one-row on updateAccount',
  'equal-ids on updateAccount',
  'duplicate-rows on updateAccount',
  'optionals-absent on listConnectionAccounts',
]);

/** Lists that a world has nothing in until somebody trades: most faults find no row there to change. */
const EMPTY_AT_FIRST: ReadonlySet<string> = new Set([
  'listOptionHoldings',
  'listRecentOrders',
  'listRecentOrdersV2',
  'listTradeDetection',
]);

for (const provider of providers) {
  const walk = await walkOf(understudy, provider, dialectOf(provider), {
    switches: EVERY_OPERATION,
    entities: { trades: [DOLLARS] },
  });
  const judge = await judgeOf(provider.contract);
  const { world, asks } = walk;

  const plain = new Map<Ask, string>();
  const plainly = async (ask: Ask): Promise<string> => {
    world.reset();
    const told = plain.get(ask) ?? (await walk.send(ask, whole)).text;
    plain.set(ask, told);
    return told;
  };

  /** Arms it, and sends requests of the operation in fresh worlds until one meets it and shows it. */
  const meet = async (
    order: FaultOrder,
    operation: string,
  ): Promise<{ ask: Ask; seen: Seen } | undefined> => {
    const { fault } = order;
    for (const ask of asks.get(operation) ?? []) {
      const without = await plainly(ask);
      world.reset();
      world.arm({ ...order, provider: provider.id, operation, times: 1 });
      const seen = await walk.send(
        ask,
        BROKEN[fault]?.read ?? (fault === 'drop-after-answer' ? over : whole),
      );
      if (world.faults()[0]?.fired !== 1) continue;
      const bare = seen.text.replace(/\r\nUnderstudy-Fault: [^\r]*/i, '');
      // A list of one row has none to double: then nothing was changed, and no label says so.
      if (seen.text !== '' && bare === seen.text) continue;
      const later = SEEN_LATER.has(fault) || (isState(fault) && TAKEN_AS_IT_IS.has(operation));
      if (bare === without && !later) continue;
      return { ask, seen };
    }
    return undefined;
  };

  const statusOf = (seen: Seen): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(seen.text)?.[1]);

  describe(provider.title, () => {
    it('can be asked every operation', () => {
      const not = walk.operations.map(({ id }) => id).filter((id) => !asks.has(id));
      expect(not.sort()).toEqual(NOT_WALKED[provider.id] ?? []);
    });

    const faults = Object.values(catalogue).filter(({ family }) => family !== 'webhooks');
    const placesOf = (fault: string): string[] =>
      [...asks.keys()].filter((id) => applicability(fault, provider, id));

    it.each(faults.filter(({ id }) => placesOf(id).length > 0))(
      '$id',
      async ({ id: fault, breaksContract }) => {
        for (const operation of placesOf(fault)) {
          const where = `${fault} on ${operation}`;
          const met = await meet({ fault, ...PARAMETERS[fault] }, operation);
          if (met === undefined && (EMPTY_AT_FIRST.has(operation) || NOTHING_TO_CHANGE.has(where))) continue;
          expect(met, `${where}: no request meets it`).toBeDefined();
          if (met === undefined) continue;
          const { ask, seen } = met;

          if (breaksContract) BROKEN[fault]?.see(seen);
          else
            judge(ask.draft.method, below(ask.draft.path), {
              status: statusOf(seen),
              text: parted(seen).body.toString('utf8'),
            });
          expect(breaksContract, where).toBe(fault in BROKEN);
          if (seen.text !== '') expect(parted(seen).head, where).toMatch(/understudy-fault: f1/i);
          if (fault === 'drop-after-answer') expect(seen.end, where).toBe('fin');

          // What was refused did not happen, so the same request works now; what happened already may not happen twice.
          const reads = ask.draft.method === 'GET';
          const next = reads || catalogue[fault]?.family === 'answers' ? ask : firstRead(asks);
          const after = await walk.send(next, whole);
          // What asks the brokerage itself is refused while a connection that flips is out of order.
          const works = statusOf(after) < 300 || (fault === 'status-flips' && statusOf(after) === 402);
          expect([where, works, parted(after).head.includes('Understudy-Fault')]).toEqual([
            where,
            true,
            false,
          ]);
        }
      },
    );
  });

  /** Some providers have their paths under a prefix too; the contract knows them without. */
  function below(path: string): string {
    const prefix = (provider.basePaths ?? []).find((base) => base !== '' && path.startsWith(`${base}/`));
    return prefix === undefined ? path : path.slice(prefix.length);
  }
}

const isState = (fault: string): boolean => catalogue[fault]?.family === 'states';

function firstRead(asks: ReadonlyMap<string, readonly Ask[]>): Ask {
  for (const [first] of asks.values()) if (first?.draft.method === 'GET') return first;
  throw new Error('The provider has nothing to read.');
}
