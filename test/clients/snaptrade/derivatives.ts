/** Orders for coins and for contracts on options. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api } from './api.ts';
import { endOf, followed, once } from './orders.ts';
import type { Row } from './pages.ts';

const pathOf = (accountId: string): string => `/accounts/${encodeURIComponent(accountId)}`;

export interface CoinForm {
  readonly accountId: string;
  readonly side: string;
  readonly base: string;
  readonly quote: string;
  readonly amount: string;
  readonly limitPrice?: string;
  readonly postOnly?: boolean;
}

export async function placeCryptoOrder(api: Api, form: CoinForm): Promise<Row> {
  const { accountId, side, base, quote, amount, limitPrice, postOnly = false } = form;
  const { policies } = api;
  const symbol = policies.pairOf(base, quote) ?? (await pairOf(api, form));
  const waits = policies.postOnly(limitPrice !== undefined, postOnly);
  const body = {
    instrument: { symbol, type: 'CRYPTOCURRENCY_PAIR' },
    side,
    type: limitPrice === undefined ? 'MARKET' : 'LIMIT',
    time_in_force: 'GTC',
    amount: policies.textOf(amount),
    // What is not there is not signed either.
    ...(limitPrice !== undefined && { limit_price: limitPrice }),
    ...(waits !== undefined && { post_only: waits }),
  };
  const sent = { accountId, action: side, units: amount, at: api.context.now() };
  const order = await once(api, sent, async () => {
    const placed = await api.call<Row>('POST', `${pathOf(accountId)}/trading/crypto`, { body });
    const { brokerage_order_id } = placed;
    return { brokerage_order_id, ...(placed.order as Row | null) };
  });
  return endOf(api, await followed(api, accountId, order));
}

/** As the exchange calls it, which only its own list tells. */
async function pairOf(api: Api, { accountId, base, quote }: CoinForm): Promise<unknown> {
  const { items } = await api.get<{ readonly items: readonly Row[] }>(
    `${pathOf(accountId)}/trading/instruments/cryptocurrencyPairs`,
    { query: { base, quote } },
  );
  const pair = items.find((one) => one.base === base && one.quote === quote);
  if (pair === undefined) throw new ClientFailure('not-found', { message: `No pair ${base} ${quote}` });
  return pair.symbol;
}

export interface Contract {
  readonly underlying: string;
  readonly expiry: string;
  readonly right: string;
}

export interface Contracts extends Contract {
  readonly accountId: string;
  readonly strike: string;
  readonly limitPrice: string;
  readonly budget: string;
}

/** Prices are per share, and a contract is about a hundred. */
export async function buyContracts(api: Api, form: Contracts): Promise<Row> {
  const { accountId, limitPrice, budget } = form;
  // In ten-thousandths, which are whole.
  const whole = (text: string): number => Math.round(Number(text) * 10_000);
  const units = Math.floor(whole(budget) / (whole(limitPrice) * api.policies.multiplier));
  const leg = { instrument: contractOf(api, form, form.strike), action: 'BUY_TO_OPEN', units };
  const [order = {}] = await placedContracts(api, accountId, limitPrice, [leg]);
  return { brokerage_order_id: order.brokerage_order_id, total_quantity: order.total_quantity };
}

export interface Spread extends Contract {
  readonly accountId: string;
  readonly longStrike: string;
  readonly shortStrike: string;
  readonly contracts: number;
  readonly limitPrice: string;
}

/** One order, and a record for each of its legs under the same id. */
export async function buySpread(api: Api, form: Spread): Promise<readonly Row[]> {
  const { accountId, longStrike, shortStrike, contracts: units, limitPrice } = form;
  const records = await placedContracts(api, accountId, limitPrice, [
    { instrument: contractOf(api, form, longStrike), action: 'BUY_TO_OPEN', units },
    { instrument: contractOf(api, form, shortStrike), action: 'SELL_TO_OPEN', units },
  ]);
  return api.policies.legsOf(records).map((record) => ({
    brokerage_order_id: record.brokerage_order_id,
    action: record.action,
    ticker: (record.option_symbol as Row | null)?.ticker,
    total_quantity: record.total_quantity,
  }));
}

interface Leg {
  readonly instrument: { readonly symbol: string; readonly instrument_type: 'OPTION' };
  readonly action: string;
  readonly units: number;
}

async function placedContracts(
  api: Api,
  accountId: string,
  limitPrice: string,
  legs: readonly Leg[],
): Promise<readonly Row[]> {
  const body = {
    order_type: 'LIMIT',
    time_in_force: 'GTC',
    limit_price: api.policies.textOf(limitPrice),
    price_effect: 'DEBIT',
    legs,
  };
  const { orders } = await api.call<{ readonly orders: readonly Row[] }>(
    'POST',
    `${pathOf(accountId)}/trading/options`,
    { body },
  );
  return orders;
}

/** A derived price, which no longer comes from October 2026 on. */
export async function getOptionQuote(
  api: Api,
  { accountId, strike, ...contract }: Contract & { readonly accountId: string; readonly strike: string },
): Promise<Row> {
  const { symbol } = contractOf(api, contract, strike);
  return api.get(`${pathOf(accountId)}/quotes/options`, { query: { symbol } });
}

/** `AAPL  261218C00240000`: the strike in thousandths, the ticker filled up to six. */
function contractOf({ policies }: Api, contract: Contract, strike: string): Leg['instrument'] {
  const { underlying, expiry, right } = contract;
  const root = policies.padsTickers ? underlying.padEnd(6) : underlying;
  const thousandths = String(Math.round(Number(strike) * 1000)).padStart(8, '0');
  const symbol = `${root}${expiry.slice(2).replaceAll('-', '')}${right}${thousandths}`;
  return { symbol, instrument_type: 'OPTION' };
}
