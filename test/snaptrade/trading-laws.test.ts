/** Laws of trading, under a thousand random sessions: the money adds up, the rules hold, and a replay is the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, type WorldFile } from '../../fixtures/ledger/index.ts';
import { accountPlaceOf } from '../../mocks/snaptrade/lens.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import type { SnapTradeWorld } from '../../mocks/snaptrade/state.ts';
import { findOrder, ordersIn } from '../../mocks/snaptrade/trading/book.ts';
import { placeGroup } from '../../mocks/snaptrade/trading/complex.ts';
import { draftOf, type Form } from '../../mocks/snaptrade/trading/forms.ts';
import { isOpenAt, sessionAt } from '../../mocks/snaptrade/trading/hours.ts';
import { cancel, replace } from '../../mocks/snaptrade/trading/machine.ts';
import { isOpen, type Order, statusOf } from '../../mocks/snaptrade/trading/order.ts';
import { lackOf, place } from '../../mocks/snaptrade/trading/placing.ts';
import { progressOf } from '../../mocks/snaptrade/trading/progress.ts';
import { isProblem } from '../../src/provider/index.ts';
import type { LiveWorld } from '../../src/world/live-world.ts';
import { liveWorld } from '../support/live-world.ts';
import { DESK, deskOf, playSession, sessionsOf, viewOf, waiting } from './session-kit.ts';

const RUNS = 1_000;
const TICKERS = ['AAPL', 'KO', 'SPY', 'BHP.AX'];

/** One account that does nothing by itself, with money and shares to begin with. */
const file: WorldFile = {
  template: 'empty',
  clock: 'frozen',
  entities: {
    connections: [
      {
        key: 'broker',
        person: 'owner',
        institution: 'stake',
        category: 'brokerage',
        name: 'Broker',
        createdAt: '2026-03-02T00:00:00Z',
        seenBy: ['snaptrade'],
      },
    ],
    accounts: [
      {
        key: DESK,
        connection: 'broker',
        kind: 'brokerage',
        name: 'Desk',
        currency: 'USD',
        openedAt: '2026-03-02',
        rowsPerYear: 0,
      },
    ],
    trades: [
      { key: 'dollars', account: DESK, kind: 'transfer', amount: '60000', at: '2026-03-03T15:00:00Z' },
      {
        key: 'australian',
        account: DESK,
        kind: 'transfer',
        amount: '20000',
        currency: 'AUD',
        at: '2026-03-03T15:00:00Z',
      },
      {
        key: 'shares',
        account: DESK,
        kind: 'buy',
        symbol: 'AAPL',
        quantity: '55.5',
        price: '251.37',
        at: '2026-03-04T15:00:00Z',
      },
    ],
  },
};

type Act =
  | { readonly do: 'place'; readonly form: Form; readonly shift: number }
  | {
      readonly do: 'group';
      readonly ticker: string;
      readonly kind: 'OCO' | 'OTO' | 'OTOCO';
      readonly units: number;
    }
  | { readonly do: 'cancel' | 'replace'; readonly which: number; readonly shift: number }
  | { readonly do: 'wait'; readonly minutes: number };

const units = fc.oneof(
  fc.integer({ min: 1, max: 60 }),
  fc.integer({ min: 1, max: 400 }),
  fc.integer({ min: 1, max: 9_999 }).map((hundredths) => hundredths / 100),
);

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('place' as const),
      // Per mille that prices lie off the market's.
      shift: fc.integer({ min: -6, max: 6 }),
      form: fc.record({
        action: fc.constantFrom('BUY', 'BUY', 'SELL'),
        symbol: fc.constantFrom(...TICKERS),
        order_type: fc.constantFrom(
          'Market' as const,
          'Limit' as const,
          'Stop' as const,
          'StopLimit' as const,
        ),
        time_in_force: fc.constantFrom('Day' as const, 'GTC' as const, 'IOC' as const, 'FOK' as const),
        trading_session: fc.constantFrom('REGULAR' as const, 'REGULAR' as const, 'EXTENDED' as const),
        units,
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('group' as const),
      ticker: fc.constantFrom(...TICKERS),
      kind: fc.constantFrom('OCO' as const, 'OTO' as const, 'OTOCO' as const),
      units: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'replace' as const),
      which: fc.nat({ max: 20 }),
      shift: fc.integer({ min: -6, max: 6 }),
    }),
  },
  {
    weight: 5,
    arbitrary: waiting({ min: 60, max: 1_500 }),
  },
);

const sessions = sessionsOf(act);

function play(live: LiveWorld, given: Act): void {
  const { world, account } = deskOf(live);
  switch (given.do) {
    case 'wait':
      live.clock.advance(given.minutes * 60_000);
      return;
    case 'place': {
      const draft = draftOf(world, account, priced(world, given.form, given.shift));
      if (!isProblem(draft)) place(world, draft);
      return;
    }
    case 'group': {
      placeGroup(world, account, given.kind, membersOf(world, given));
      return;
    }
    default: {
      const order = openOrder(world, given.which);
      if (order === undefined) return;
      if (given.do === 'cancel') cancel(world, order);
      else if (order.group === null) replaceOne(world, order, given.shift);
    }
  }
}

function openOrder(world: SnapTradeWorld, which: number): Order | undefined {
  const open = ordersIn(world, DESK).filter(isOpen);
  return open[which % open.length];
}

function replaceOne(world: SnapTradeWorld, order: Order, shift: number): void {
  const account = accountPlaceOf(world, DESK);
  const [leg] = order.legs;
  if (account === undefined || leg === undefined || !('security' in leg.instrument)) return;
  const form: Form = {
    action: leg.action,
    symbol: leg.instrument.security,
    order_type: 'Limit',
    time_in_force: 'GTC',
    units: progressOf(order).open.toNumber(),
  };
  const draft = draftOf(world, account, priced(world, form, shift));
  if (!isProblem(draft) && lackOf(world, { ...order, ...draft }) === undefined) replace(world, order, draft);
}

/** Prices some per mille off the ledger's. */
function priced(world: SnapTradeWorld, form: Form, shift: number): Form {
  const security = world.ledger.securityBySymbol(form.symbol ?? '');
  if (security === undefined) throw new Error(`There is no ${form.symbol}.`);
  const price = world.ledger.price(security, world.now());
  const off = (perMille: number) =>
    price
      .times(1000 + perMille)
      .div(1000)
      .toFixed(2);
  return { ...form, price: off(shift), stop: off(-shift) };
}

function membersOf(world: SnapTradeWorld, { kind, ticker, units: some }: Extract<Act, { do: 'group' }>) {
  const form = (action: string, order_type: Form['order_type'], shift: number) =>
    priced(world, { action, symbol: ticker, order_type, time_in_force: 'GTC', units: some }, shift);
  const peers = [
    { role: 'PEER' as const, form: form('SELL', 'Limit', 2) },
    { role: 'PEER' as const, form: form('SELL', 'Stop', 2) },
  ];
  const trigger = { role: 'TRIGGER' as const, form: form('BUY', 'Limit', 3) };
  if (kind === 'OCO') return peers;
  if (kind === 'OTOCO') return [trigger, ...peers];
  return [trigger, { role: 'CONDITIONAL' as const, form: form('SELL', 'Limit', 1) }];
}

/** Cash and positions at cost less realised profit, by currency, to the last digit: lots go first in, first out. */
function worth(world: SnapTradeWorld): ReadonlyMap<string, string> {
  const sums = new Map<string, Decimal>();
  const add = (currency: string, amount: Decimal): void => {
    sums.set(currency, (sums.get(currency) ?? new Decimal(0)).plus(amount));
  };
  const lots = new Map<string, { units: Decimal; price: Decimal }[]>();
  for (const row of world.ledger.trades.each([DESK], { now: world.now() }, 'oldest')) {
    if (row.security === undefined || (row.kind !== 'buy' && row.kind !== 'sell')) continue;
    // A fee is a loss that is realised at once.
    add(row.currency, row.fee ?? new Decimal(0));
    const own = lots.get(row.security.key) ?? [];
    lots.set(row.security.key, own);
    if (row.kind === 'buy') {
      own.push({ units: row.quantity, price: row.price });
      continue;
    }
    for (let left = row.quantity; left.gt(0); ) {
      const [lot] = own;
      if (lot === undefined) throw new Error(`${row.key} sold what was not there.`);
      const sold = Decimal.min(left, lot.units);
      add(row.currency, sold.times(row.price.minus(lot.price)).negated());
      lot.units = lot.units.minus(sold);
      left = left.minus(sold);
      if (lot.units.isZero()) own.shift();
    }
  }
  for (const [key, own] of lots) {
    const held = world.ledger.holdings(DESK, world.now()).find(({ security }) => security.key === key);
    const units = own.reduce((sum, lot) => sum.plus(lot.units), new Decimal(0));
    expect((held?.quantity ?? new Decimal(0)).toFixed()).toBe(units.toFixed());
    const { currency = '' } = world.ledger.securities.get(key) ?? {};
    for (const lot of own) add(currency, lot.units.times(lot.price));
  }
  for (const { currency, amount } of world.ledger.cash(DESK, world.now())) {
    expect(amount.isNegative(), `${amount} ${currency}`).toBe(false);
    add(currency, amount);
  }
  return new Map([...sums].map(([currency, amount]) => [currency, amount.toFixed()]));
}

/** Every fill within what its order allows. */
function obeys(world: SnapTradeWorld, order: Order): void {
  const [leg] = order.legs;
  const security =
    leg && 'security' in leg.instrument && world.ledger.securities.get(leg.instrument.security);
  if (!security) throw new Error('Orders here are for shares.');
  const { total, filled, open, canceled } = progressOf(order);
  expect(filled.plus(open).plus(canceled).toFixed()).toBe((total ?? new Decimal(0)).toFixed());
  expect(filled.lte(order.units ?? 0)).toBe(true);
  let before = order.placedAt;
  let ended = false;
  for (const step of order.steps) {
    expect(ended, `something happened to an order that was over: ${JSON.stringify(order)}`).toBe(false);
    expect(step.at).toBeGreaterThanOrEqual(before);
    before = step.at;
    ended = !isOpen({ ...order, steps: [step] });
    if (step.price === undefined) continue;
    expect(isOpenAt(sessionAt(security, step.at, order.extended), step.at), 'filled while closed').toBe(true);
    expect(step.at).toBeLessThan(order.expiresAt ?? 0);
    if (order.limit === null) continue;
    const price = new Decimal(step.price);
    expect(order.effect === 'debit' ? price.lte(order.limit) : price.gte(order.limit)).toBe(true);
  }
}

/** Of orders that cancel each other one at most is filled, and none before the one it hangs on. */
function obeysGroup(world: SnapTradeWorld, order: Order): void {
  const { group } = order;
  if (group === null || progressOf(order).filled.isZero()) return;
  const others = (world.state.book.groups[group.id] ?? [])
    .map((id) => findOrder(world, DESK, id))
    .filter((other): other is Order => other !== undefined && other.id !== order.id);
  const trigger = others.find((other) => other.group?.role === 'TRIGGER');
  if (trigger !== undefined) expect(statusOf(trigger)).toBe('EXECUTED');
  if (group.role !== 'PEER') return;
  for (const peer of others.filter((other) => other.group?.role === 'PEER')) {
    expect(progressOf(peer).filled.isZero()).toBe(true);
  }
}

describe('random sessions of trading', () => {
  it('conserve money, obey their orders, and replay to the same bytes', { timeout: 120_000 }, () => {
    const live = liveWorld([snaptrade], file);
    const atFirst = worth(viewOf(live));
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(sessions, (session) => {
        const replay = playSession(live, file, session, play);
        const world = viewOf(live);
        expect(worth(world)).toEqual(atFirst);
        for (const order of ordersIn(world, DESK)) {
          seen.set(statusOf(order), (seen.get(statusOf(order)) ?? 0) + 1);
          obeys(world, order);
          obeysGroup(world, order);
        }
        replay();
      }),
      { numRuns: RUNS, seed: 20_260_316 },
    );
    // The sessions are no quiet ones.
    for (const status of [
      'EXECUTED',
      'PARTIAL_CANCELED',
      'CANCELED',
      'EXPIRED',
      'REPLACED',
      'ACCEPTED',
      'QUEUED',
    ]) {
      expect(seen.get(status) ?? 0, status).toBeGreaterThan(5);
    }
  });
});
