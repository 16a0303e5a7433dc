/**
 * Laws of options, under random sessions beside orders for shares: every cent is accounted for, what was written stays
 * covered, nothing is owed that is not there, and a replay is the same.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, type WorldFile } from '../../fixtures/ledger/index.ts';
import { marketPriceOf } from '../../mocks/snaptrade/options/impact.ts';
import { cashOf as cashOfLegs, checkOptionOrder, optionDraft } from '../../mocks/snaptrade/options/order.ts';
import { optionPositionsOf } from '../../mocks/snaptrade/options/positions.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import type { SnapTradeWorld } from '../../mocks/snaptrade/state.ts';
import { ordersIn } from '../../mocks/snaptrade/trading/book.ts';
import { draftOf } from '../../mocks/snaptrade/trading/forms.ts';
import { cancel } from '../../mocks/snaptrade/trading/machine.ts';
import { isOpen, statusOf } from '../../mocks/snaptrade/trading/order.ts';
import { place } from '../../mocks/snaptrade/trading/placing.ts';
import { isProblem } from '../../src/provider/index.ts';
import type { LiveWorld } from '../../src/world/live-world.ts';
import { liveWorld } from '../support/live-world.ts';
import { DESK, deskOf, playSession, sessionsOf, viewOf, waiting } from './session-kit.ts';

const RUNS = 400;
const START = '120000';
const BOUGHT = '300';
const COST = '251.37';
const FEE = '0.65';
const SHARES = 100;

/** An account with money and three hundred shares that does nothing by itself. Wall Street is open. */
const file: WorldFile = {
  template: 'empty',
  clock: 'frozen',
  now: '2026-03-19T15:00:00Z',
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
      { key: 'dollars', account: DESK, kind: 'transfer', amount: START, at: '2026-03-03T15:00:00Z' },
      {
        key: 'shares',
        account: DESK,
        kind: 'buy',
        symbol: 'AAPL',
        quantity: BOUGHT,
        price: COST,
        at: '2026-03-04T15:00:00Z',
      },
    ],
  },
};

/** Two that end within a session's days, and two that do not; calls and puts, near the money and far from it. */
const CONTRACTS = [
  'AAPL  260320C00250000',
  'AAPL  260320P00250000',
  'AAPL  261218C00240000',
  'AAPL  261218P00260000',
];

const units = fc.integer({ min: 1, max: 4 });
const leg = (...actions: string[]) =>
  fc.record({ symbol: fc.constantFrom(...CONTRACTS), action: fc.constantFrom(...actions), units });
const several = (minLength: number, ...actions: string[]) =>
  fc.uniqueArray(leg(...actions), { minLength, maxLength: 4, selector: ({ symbol }) => symbol });

/** Mostly what can be meant: something bought, something written, a spread; and now and then whatever. */
const legs = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(leg('BUY_TO_OPEN')) },
  { weight: 3, arbitrary: fc.tuple(leg('SELL_TO_OPEN')) },
  { weight: 2, arbitrary: several(2, 'BUY_TO_OPEN', 'SELL_TO_OPEN') },
  { weight: 1, arbitrary: several(1, 'BUY_TO_OPEN', 'SELL_TO_OPEN', 'BUY_TO_CLOSE', 'SELL_TO_CLOSE') },
);

interface Deal {
  readonly do: 'options';
  readonly legs: readonly { readonly symbol: string; readonly action: string; readonly units: number }[];
  /** Cents. */
  readonly limit: number | undefined;
  readonly timeInForce: 'Day' | 'GTC' | 'IOC' | 'FOK';
}

type Act =
  | Deal
  | { readonly do: 'close'; readonly which: number; readonly units: number }
  | { readonly do: 'shares'; readonly action: string; readonly units: number; readonly limit: boolean }
  | { readonly do: 'cancel'; readonly which: number }
  | { readonly do: 'wait'; readonly minutes: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('options' as const),
      legs,
      limit: fc.option(fc.integer({ min: 1, max: 4_000 }), { nil: undefined, freq: 2 }),
      timeInForce: fc.constantFrom('Day' as const, 'GTC' as const, 'IOC' as const, 'FOK' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('shares' as const),
      action: fc.constantFrom('BUY', 'SELL'),
      units: fc.integer({ min: 1, max: 300 }),
      limit: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('close' as const),
      which: fc.nat({ max: 3 }),
      units,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat({ max: 9 }) }) },
  {
    weight: 4,
    arbitrary: waiting({ min: 600, max: 3_000 }),
  },
);

const sessions = sessionsOf(act);

function play(live: LiveWorld, given: Act): void {
  const { world, account } = deskOf(live);
  switch (given.do) {
    case 'wait':
      live.clock.advance(given.minutes * 60_000);
      return;
    case 'cancel': {
      const open = ordersIn(world, DESK).filter(isOpen);
      const order = open[given.which % open.length];
      if (order !== undefined) cancel(world, order);
      return;
    }
    case 'shares': {
      const price = given.action === 'BUY' ? '240' : '260';
      const draft = draftOf(world, account, {
        action: given.action,
        symbol: 'AAPL',
        units: given.units,
        order_type: given.limit ? 'Limit' : 'Market',
        time_in_force: 'GTC',
        ...(given.limit && { price }),
      });
      if (!isProblem(draft)) place(world, draft);
      return;
    }
    case 'close': {
      const held = optionPositionsOf(world, DESK, world.now());
      const one = held[given.which % held.length];
      if (one === undefined) return;
      const action = one.units > 0 ? 'SELL_TO_CLOSE' : 'BUY_TO_CLOSE';
      const units = Math.min(given.units, Math.abs(one.units));
      trade(world, {
        legs: [{ symbol: one.contract.occ, action, units }],
        limit: undefined,
        timeInForce: 'Day',
      });
      return;
    }
    default:
      trade(world, given);
  }
}

function trade(world: SnapTradeWorld, { legs, limit, timeInForce }: Omit<Deal, 'do'>): void {
  const order = checkOptionOrder(
    world.ledger,
    {
      orderType: limit === undefined ? 'MARKET' : 'LIMIT',
      timeInForce,
      limitPrice: limit === undefined ? undefined : new Decimal(limit).div(100).toFixed(2),
      stopPrice: undefined,
      effect: undefined,
      legs: legs.map((one) => ({ ...one, type: 'OPTION' as const })),
    },
    world.now(),
  );
  if (isProblem(order)) return;
  const isPaid = cashOfLegs(order.legs, (one) => marketPriceOf(world, one)).isNegative();
  place(world, optionDraft(DESK, order, isPaid ? 'DEBIT' : 'CREDIT'));
}

/** What the moves of contracts and the trades of shares say that there has to be in cash. */
function cashByMoves(world: SnapTradeWorld): string {
  let cash = new Decimal(START);
  for (const { action, units, price } of world.state.options[DESK] ?? []) {
    const isDealt = action.includes('_TO_');
    const gross = new Decimal(price).times(units).times(SHARES);
    // Who ends with a contract is paid for it, so an end is a sale at what it was worth.
    cash = cash.minus(gross);
    if (isDealt) cash = cash.minus(new Decimal(FEE).times(Math.abs(units)));
  }
  for (const row of world.ledger.trades.each([DESK], { now: world.now() }, 'oldest')) {
    if (row.kind !== 'buy' && row.kind !== 'sell') continue;
    const gross = row.quantity.times(row.price);
    cash = (row.kind === 'buy' ? cash.minus(gross) : cash.plus(gross)).minus(row.fee ?? 0);
  }
  return cash.toFixed();
}

function cashOf(world: SnapTradeWorld): Decimal {
  const cash = world.ledger.cash(DESK, world.now()).find(({ currency }) => currency === 'USD');
  return cash?.amount ?? new Decimal(0);
}

/** Calls that were written have shares or other calls behind them; puts have money: now, and after each expiry. */
function isCovered(world: SnapTradeWorld): void {
  const shares = world.ledger.holdings(DESK, world.now())[0]?.quantity ?? new Decimal(0);
  expect(shares.isNegative(), 'shares that are not there').toBe(false);
  const positions = optionPositionsOf(world, DESK, world.now());
  for (const end of new Set(positions.map(({ contract }) => contract.expiresAt))) {
    const living = positions.filter(({ contract }) => contract.expiresAt >= end);
    const calls = living
      .filter(({ contract }) => contract.type === 'CALL')
      .reduce((sum, one) => sum + one.units, 0);
    expect(shares.plus(calls * SHARES).isNegative(), 'calls without shares').toBe(false);
    // At a price of nothing: every put is at its worst, calls and shares are worth nothing.
    const atNothing = living.reduce(
      (sum, { contract, units: held }) =>
        contract.type === 'PUT' ? sum.plus(new Decimal(contract.strike).times(held).times(SHARES)) : sum,
      cashOf(world),
    );
    expect(atNothing.isNegative(), `puts without money: ${atNothing.toFixed()}`).toBe(false);
  }
}

describe('random sessions of options and shares', () => {
  it('account for every cent, stay covered, and replay to the same bytes', { timeout: 120_000 }, () => {
    const live = liveWorld([snaptrade], file);
    const seen = new Map<string, number>();
    const note = (what: string): void => {
      seen.set(what, (seen.get(what) ?? 0) + 1);
    };
    fc.assert(
      fc.property(sessions, (session) => {
        const replay = playSession(live, file, session, play, (world) => {
          expect(cashOf(world).isNegative()).toBe(false);
          isCovered(world);
        });
        const world = viewOf(live);
        expect(cashOf(world).toFixed()).toBe(cashByMoves(world));
        for (const { action } of world.state.options[DESK] ?? []) note(action);
        for (const order of ordersIn(world, DESK)) if (order.desk === 'options') note(statusOf(order));
        replay();
      }),
      { numRuns: RUNS, seed: 20_260_316 },
    );
    // The sessions are no quiet ones.
    const all = ['BUY_TO_OPEN', 'SELL_TO_OPEN', 'SELL_TO_CLOSE', 'BUY_TO_CLOSE'];
    const ends = ['OPTIONEXPIRATION', 'OPTIONEXERCISE', 'OPTIONASSIGNMENT'];
    for (const what of [...all, ...ends, 'EXECUTED', 'CANCELED', 'EXPIRED']) {
      expect(seen.get(what) ?? 0, what).toBeGreaterThan(5);
    }
  });
});
