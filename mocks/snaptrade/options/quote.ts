/** What contracts are quoted at: a function of (seed, contract, time). */
import { Decimal, draws, type Instant, sub } from '../../../fixtures/ledger/index.ts';
import { MINUTE } from '../../../fixtures/ledger/time.ts';
import { localDay } from '../../../fixtures/ledger/zones.ts';
import { LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { quoteAt } from '../trading/quotes.ts';
import { OPTIONS_ZONE, type OptionContract } from './contract.ts';
import { type Circumstances, intrinsic, optionValue } from './value.ts';

type Market = Pick<SnapTradeWorld, 'seed' | 'ledger'>;

export interface OptionPrices {
  readonly bid: Decimal;
  readonly mid: Decimal;
  readonly ask: Decimal;
}

const MINUTES_A_YEAR = 365 * 24 * 60;
const CENT = new Decimal('0.01');

export function circumstancesOf(market: Market, contract: OptionContract, at: Instant): Circumstances {
  const minutes = Math.max(1, Math.ceil((contract.expiresAt - at) / MINUTE));
  return {
    type: contract.type,
    strike: contract.strike,
    spot: quoteAt(market, contract.underlying, at).last,
    years: new Decimal(minutes).div(MINUTES_A_YEAR).toDecimalPlaces(12),
    volatility: volatilityOf(market, contract, at),
  };
}

/** The price per share: what it is worth before its close, and what exercising brings from then on. */
export function priceOf(market: Market, contract: OptionContract, at: Instant): Decimal {
  return at < contract.expiresAt
    ? optionValue(circumstancesOf(market, contract, at))
    : settlementOf(market, contract);
}

/** What a share of the contract brings when it expires: its intrinsic value at the price of that moment. */
export function settlementOf({ ledger }: Market, contract: OptionContract): Decimal {
  const { type, strike, underlying, expiresAt } = contract;
  return intrinsic({ type, strike, spot: ledger.price(underlying, expiresAt) });
}

/** Bid and ask, one to four per cent on each side and at least a cent; a bid is never below a cent (ST-C142). */
export function quoteOf(market: Market, contract: OptionContract, at: Instant): OptionPrices {
  const mid = priceOf(market, contract, at);
  const share = draws(sub(market.seed, LENS, 'option-spread', contract.occ)).between(100, 400);
  const half = Decimal.max(CENT, mid.times(share).div(10_000).toDecimalPlaces(2, Decimal.ROUND_UP));
  return { mid, bid: Decimal.max(CENT, mid.minus(half)), ask: mid.plus(half) };
}

/** A temper of the underlying, and up to three per cent more or less each day; the same for all its contracts. */
function volatilityOf({ seed }: Market, { underlying }: OptionContract, at: Instant): Decimal {
  const own = sub(seed, LENS, 'volatility', underlying.key);
  const usual =
    underlying.kind === 'etf' ? draws(own).between(1_200, 2_600) : draws(own).between(2_200, 6_500);
  const today = draws(sub(own, localDay(OPTIONS_ZONE, at))).between(970, 1_030);
  return new Decimal(Math.round((usual * today) / 1000)).div(10_000);
}
