/**
 * Bodies of webhooks (RB-80 to RB-87). Unlike the REST API they are written in snake_case, with amounts as whole cents
 * and currencies in small letters.
 */
import { Decimal, plain } from '../../../fixtures/ledger/decimal.ts';
import { isoDay, isoInstant } from '../../../fixtures/ledger/time.ts';
import type { BankTransaction, Trade } from '../../../fixtures/ledger/types.ts';
import { localDay } from '../../../fixtures/ledger/zones.ts';
import type { Json } from '../../../src/provider/index.ts';
import type { Place } from '../places.ts';
import type { RedbarkWorld } from '../state.ts';
import { tradeBody } from './trade.ts';
import { transactionBody } from './transaction.ts';

const API_VERSION = '2026-03-15';
/** Items of one message (RB-84). */
const CHUNK = 500;

type Item = { readonly [field: string]: Json };

/** One chunk of what a sync run found, as it waits to be sent. */
type Chunk = {
  readonly run: string;
  readonly items: readonly Item[];
  readonly found: number;
  readonly chunk: number;
  readonly chunks: number;
};

export function runData(run: string, items: readonly Item[]): Json {
  return { run, items };
}

/** At most 500 items each, in order; the first one is number 1. */
export function chunksOf(data: Json): Chunk[] {
  const { run, items } = data as unknown as { readonly run: string; readonly items: readonly Item[] };
  const chunks = Math.ceil(items.length / CHUNK);
  return Array.from({ length: chunks }, (_, index) => ({
    run,
    items: items.slice(index * CHUNK, (index + 1) * CHUNK),
    found: items.length,
    chunk: index + 1,
    chunks,
  }));
}

/** Nothing that was told of changes later without getting another id, so nothing is ever updated (RB-85, RB-C55). */
export function webhookBody(id: string, type: string, at: number, data: Json): Json {
  const { run, items, found, chunk, chunks } = data as unknown as Chunk;
  return {
    id,
    object: 'event',
    type,
    api_version: API_VERSION,
    created: Math.floor(at / 1000),
    data: { new: items, updated: [] },
    metadata: { sync_run_id: run, new_count: found, updated_count: 0, chunk, total_chunks: chunks },
  };
}

export function transactionItem(world: RedbarkWorld, place: Place, row: BankTransaction): Item {
  const { institution, account } = place;
  const body = transactionBody(world, place, row);
  return {
    id: body.id,
    object: 'transaction',
    amount: cents(row.amount),
    currency: row.currency.toLowerCase(),
    status: body.status,
    description: body.description,
    direction: body.direction,
    class: body.direction === 'credit' ? 'deposit' : 'payment',
    account_id: body.accountId,
    account_name: body.accountName,
    account: account.number ?? null,
    transaction_date: isoInstant(row.at),
    post_date: body.postDatetime,
    local_date: isoDay(localDay(institution.timeZone, row.at)),
    merchant_name: body.merchantName,
    category: body.category,
    merchant_category_code: body.merchantCategoryCode,
  };
}

export function tradeItem(place: Place, trade: Trade): Item {
  const body = tradeBody(place, trade);
  return {
    id: body.id,
    object: 'trade',
    account_id: body.accountId,
    account_name: body.accountName,
    symbol: body.symbol,
    name: body.name,
    type: body.type,
    // What is no amount of money has more places than cents have.
    quantity: plain(trade.quantity),
    price: plain(trade.price),
    currency: trade.currency.toLowerCase(),
    total_amount: cents(trade.amount),
    fees: trade.fee === undefined ? null : cents(trade.fee),
    trade_date: body.tradeDate,
    settlement_date: body.settlementDate,
    description: body.description,
  };
}

/** Half a cent goes away from zero. Whole numbers of this size are exact. */
function cents(amount: Decimal): number {
  return amount.times(100).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
}
