/** Orders in cryptocurrencies: what one says, and whether it can be meant (ST-283 to ST-286). */
import { Decimal, type Instant } from '../../../fixtures/ledger/index.ts';
import { isProblem, type Problem } from '../../../src/provider/index.ts';
import { readAmount } from '../amounts.ts';
import { refusals } from '../errors.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { Draft } from '../trading/order.ts';
import { quoteAt } from '../trading/quotes.ts';
import { type CryptoPair, incrementOf } from './pairs.ts';
import { cryptoQuoteOf } from './quote.ts';

export type CryptoOrderType =
  | 'MARKET'
  | 'LIMIT'
  | 'STOP_LOSS_MARKET'
  | 'STOP_LOSS_LIMIT'
  | 'TAKE_PROFIT_MARKET'
  | 'TAKE_PROFIT_LIMIT';

/** What a body says, before anything of it is looked up. */
export interface CryptoOrderForm {
  readonly symbol: string;
  readonly instrumentType: 'CRYPTOCURRENCY' | 'CRYPTOCURRENCY_PAIR';
  readonly side: 'BUY' | 'SELL';
  readonly type: CryptoOrderType;
  readonly timeInForce: 'GTC' | 'FOK' | 'IOC' | 'GTD';
  readonly amount: string;
  readonly limitPrice: string | undefined;
  readonly stopPrice: string | undefined;
  readonly postOnly: boolean | undefined;
  readonly expiresAt: Instant | undefined;
}

export interface CryptoOrder {
  readonly pair: CryptoPair;
  readonly side: 'BUY' | 'SELL';
  readonly type: CryptoOrderType;
  readonly timeInForce: CryptoOrderForm['timeInForce'];
  readonly amount: Decimal;
  readonly limit: Decimal | undefined;
  readonly stop: Decimal | undefined;
  readonly postOnly: boolean;
  readonly expiresAt: Instant | undefined;
}

/** What exchanges take of what is traded, of those who wait in the book and of those who do not (ST-C149). */
const TAKER_FEE = new Decimal('0.006');

/** Digits of an amount behind the point. */
const AMOUNT_DECIMALS = 8;

const LIMITS: ReadonlySet<CryptoOrderType> = new Set(['LIMIT', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT']);

export function waitsForPrice(type: CryptoOrderType): boolean {
  return type !== 'MARKET' && type !== 'LIMIT';
}

export function checkCryptoOrder(
  pairs: readonly CryptoPair[],
  form: CryptoOrderForm,
  now: Instant,
): CryptoOrder | Problem {
  const pair = pairs.find(
    ({ symbol, base }) => form.symbol === (form.instrumentType === 'CRYPTOCURRENCY' ? base : symbol),
  );
  if (pair === undefined) {
    return refusals.invalid(
      `instrument/symbol is no ${form.instrumentType} of this account; they are those of its cryptocurrencyPairs`,
    );
  }
  const amount = readAmount(form.amount);
  if (amount === undefined || amount.isZero() || amount.decimalPlaces() > AMOUNT_DECIMALS) {
    return refusals.invalid(`amount must be a decimal above 0 with at most ${AMOUNT_DECIMALS} places`);
  }
  const limit = priceIn(form, 'limit_price', form.limitPrice, LIMITS.has(form.type), pair);
  if (isProblem(limit)) return limit;
  const stop = priceIn(form, 'stop_price', form.stopPrice, waitsForPrice(form.type), pair);
  if (isProblem(stop)) return stop;
  if ((form.type === 'LIMIT') !== (form.postOnly !== undefined)) {
    return refusals.invalid(`post_only is for LIMIT alone, and required there (type is ${form.type})`);
  }
  if (form.timeInForce === 'GTD' && (form.expiresAt === undefined || form.expiresAt <= now)) {
    return refusals.invalid('expiration_date is required for GTD, and lies ahead');
  }
  return {
    pair,
    side: form.side,
    type: form.type,
    timeInForce: form.timeInForce,
    amount,
    limit: limit.price,
    stop: stop.price,
    postOnly: form.postOnly ?? false,
    expiresAt: form.timeInForce === 'GTD' ? form.expiresAt : undefined,
  };
}

/** A price that the type has no use for is not looked at. */
function priceIn(
  form: CryptoOrderForm,
  name: string,
  text: string | undefined,
  needed: boolean,
  pair: CryptoPair,
): { readonly price: Decimal | undefined } | Problem {
  if (!needed) return { price: undefined };
  if (text === undefined) return refusals.invalid(`${name} is required for ${form.type}`);
  const price = readAmount(text);
  if (price === undefined || price.isZero() || price.decimalPlaces() > pair.decimals) {
    return refusals.invalid(`${name} must be a decimal above 0 in steps of ${incrementOf(pair).toFixed()}`);
  }
  return { price };
}

/** What the exchange would take: of the price the order names, else of what it would trade at now. */
export function estimatedFee(world: SnapTradeWorld, order: CryptoOrder): Decimal {
  const { bid, ask } = cryptoQuoteOf(world, order.pair, world.now());
  const price = order.limit ?? order.stop ?? (order.side === 'BUY' ? ask : bid);
  return cryptoFee(order.amount.times(price), order.postOnly);
}

/** In whole cents, half a cent up, as the ledger books it. */
export function cryptoFee(traded: Decimal, isMaker: boolean): Decimal {
  const fee = traded.times(TAKER_FEE).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return isMaker ? fee.div(2).toDecimalPlaces(2, Decimal.ROUND_HALF_UP) : fee;
}

const KINDS: Readonly<Record<CryptoOrderType, Draft['kind']>> = {
  MARKET: 'Market',
  LIMIT: 'Limit',
  STOP_LOSS_MARKET: 'Stop',
  STOP_LOSS_LIMIT: 'StopLimit',
  TAKE_PROFIT_MARKET: 'Stop',
  TAKE_PROFIT_LIMIT: 'StopLimit',
};

/** As the order book has it. */
export function cryptoDraft(account: string, order: CryptoOrder): Draft {
  return {
    account,
    desk: 'coins',
    legs: [{ instrument: { security: order.pair.coin.key }, action: order.side, ratio: 1 }],
    effect: order.side === 'BUY' ? 'debit' : 'credit',
    kind: KINDS[order.type],
    timeInForce: order.timeInForce,
    extended: false,
    units: order.amount.toFixed(),
    notional: null,
    limit: order.limit?.toFixed() ?? null,
    stop: order.stop?.toFixed() ?? null,
    currency: order.pair.quote,
    expiresAt: order.expiresAt ?? null,
    clientOrderId: null,
    ...(order.type.startsWith('TAKE_PROFIT') && { takesProfit: true }),
    ...(order.postOnly && { maker: true }),
  };
}

/** Whether it would take what is offered now, which an order that is `post_only` must not (ST-286). */
export function wouldTake(world: SnapTradeWorld, { pair, side, limit }: CryptoOrder): boolean {
  if (limit === undefined) return true;
  const { bid, ask } = quoteAt(world, pair.coin, world.now());
  return side === 'BUY' ? ask.lte(limit) : bid.gte(limit);
}
