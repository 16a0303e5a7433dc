/**
 * What is bid and asked for a security, a function of (seed, security, time).
 *
 * The ledger knows one price a day. While its market is open, the last price moves around that one from quarter to
 * quarter of an hour; while it is closed, it is that one (ST-C100).
 */
import { Decimal, draws, type Instant, type Security, sub } from '../../../fixtures/ledger/index.ts';
import { MINUTE } from '../../../fixtures/ledger/time.ts';
import { LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { isOpenAt, sessionAt } from './hours.ts';

/** Prices stay for so long. */
export const QUARTER = 15 * MINUTE;

/** Farthest from the day's price, in ten-thousandths. */
const SWAY = 40;

export interface Quote {
  readonly last: Decimal;
  readonly bid: Decimal;
  readonly ask: Decimal;
  readonly bidSize: Decimal;
  readonly askSize: Decimal;
}

/**
 * @example quoteAt(world, apple, now) // { last: 262.31, bid: 262.27, ask: 262.35, bidSize: 300, askSize: 120 }
 */
export function quoteAt(
  { seed, ledger }: Pick<SnapTradeWorld, 'seed' | 'ledger'>,
  security: Security,
  at: Instant,
): Quote {
  const day = ledger.price(security, at);
  const step = priceStep(security, day);
  const open = isOpenAt(sessionAt(security, at, false), at);
  const d = draws(sub(seed, LENS, 'quote', security.key, open ? Math.floor(at / QUARTER) : 'closed'));
  const sway = open ? d.between(-SWAY, SWAY) : 0;
  const last = onStep(day.times(10_000 + sway).div(10_000), step);
  // A spread of a fiftieth to a fifth of a per cent, and at least one step, the last price somewhere inside.
  const spread = Decimal.max(1, last.times(d.between(2, 20)).div(10_000).div(step).round());
  const below = spread.times(d.between(0, 100)).div(100).floor();
  const bid = Decimal.max(step, last.minus(below.times(step)));
  return {
    last,
    bid,
    ask: bid.plus(spread.times(step)),
    bidSize: sizeFor(security, last, d.between(4_000, 40_000)),
    askSize: sizeFor(security, last, d.between(4_000, 40_000)),
  };
}

/** About so much money in units: whole shares, coins to four digits; never nothing. */
function sizeFor(security: Security, price: Decimal, money: number): Decimal {
  const places = security.kind === 'crypto' ? 4 : 0;
  const size = new Decimal(money).div(price).toDecimalPlaces(places, Decimal.ROUND_DOWN);
  return size.isZero() ? new Decimal(`1e-${places}`) : size;
}

/** The step of a market's prices: Sydney 0.001, 0.005 or 0.01, elsewhere a cent; coins have finer ones when cheap. */
export function priceStep({ kind, exchange }: Security, price: Decimal): Decimal {
  if (kind === 'crypto') return new Decimal(price.gte(100) ? '0.01' : price.gte(1) ? '0.0001' : '0.000001');
  if (exchange !== 'ASX') return new Decimal('0.01');
  if (price.lt('0.1')) return new Decimal('0.001');
  return new Decimal(price.lt(2) ? '0.005' : '0.01');
}

function onStep(price: Decimal, step: Decimal): Decimal {
  return Decimal.max(step, price.div(step).round().times(step));
}
