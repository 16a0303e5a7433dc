/** A row of the ledger as SnapTrade's activity (ST-60 to ST-66). */
import {
  Decimal,
  type Ledger,
  type Security,
  type Seed,
  sub,
  type Trade,
  uuid,
  ZERO,
} from '../../../fixtures/ledger/index.ts';
import { exact } from '../../../src/provider/index.ts';
import { type AccountPlace, LENS } from '../lens.ts';
import { type Booked, isDealt, NONE_BOOKED } from '../options/booked.ts';
import type { OptionMove } from '../options/positions.ts';
import { optionOf, optionSymbolBody } from './instrument.ts';
import type { ActivityBody } from './schemas.ts';
import { currencyBody, securityBody } from './security.ts';
import { brokerTime } from './time.ts';

/**
 * SnapTrade's word for a row. The list is open: what it has no word for comes through as the brokerage calls it
 * (ST-62), here `OTHER`.
 *
 * @param move of a contract, if the row is about one
 */
export function activityType(trade: Trade, move?: OptionMove): string {
  if (move !== undefined) return isDealt(move) ? (move.units < 0 ? 'SELL' : 'BUY') : move.action;
  switch (trade.kind) {
    case 'buy':
      return 'BUY';
    case 'sell':
      return 'SELL';
    case 'dividend':
      return 'DIVIDEND';
    case 'split':
      return 'SPLIT';
    case 'fee':
      return 'FEE';
    case 'interest':
      return 'INTEREST';
    case 'transfer':
      return transferType(trade);
    case 'other':
      return 'OTHER';
  }
}

/** Cash that moves is a contribution or a withdrawal; securities that move have words of their own. */
function transferType(trade: Trade): string {
  if (!trade.units.isZero()) {
    return trade.units.isNegative() ? 'EXTERNAL_ASSET_TRANSFER_OUT' : 'EXTERNAL_ASSET_TRANSFER_IN';
  }
  return trade.cash.isNegative() ? 'WITHDRAWAL' : 'CONTRIBUTION';
}

/** One page of rows. @param unfilled so many of the newest rows with a fee are as before the fee was known */
export function activityBodies(
  ledger: Ledger,
  seed: Seed,
  place: AccountPlace,
  trades: readonly Trade[],
  unfilled = 0,
  booked: Booked = NONE_BOOKED,
): ActivityBody[] {
  const bodyOf = activityMaker(ledger, seed, place, booked);
  const early = new Set(trades.filter(({ fee }) => fee !== undefined).slice(0, unfilled));
  return trades.map((trade) => bodyOf(trade, early.has(trade)));
}

/**
 * Makes rows of one account. A security on many of them is put into its shape once.
 *
 * @param seed the world's: ids of rows are drawn from it, so a row keeps its id whatever page it is on
 * @returns with `early`, the row as it is before its fee is known, under another id (ST-C46)
 */
export function activityMaker(
  ledger: Ledger,
  seed: Seed,
  { account, institution }: AccountPlace,
  booked: Booked = NONE_BOOKED,
): (trade: Trade, early?: boolean) => ActivityBody {
  const ids = sub(seed, LENS, 'activity', account.key);
  const references = institution.datesAs === 'date' ? undefined : sub(seed, LENS, 'reference', account.key);
  const securityOf = kept((security: Security) => securityBody(ledger, security));
  const currencyOf = kept((code: string) => currencyBody(ledger, code));
  const optionSymbolOf = kept((occ: string) => optionSymbolBody(ledger, optionOf(ledger, occ)));
  const rowOf = (trade: Trade, early: boolean): ActivityBody => ({
    id: uuid(early ? sub(ids, trade.key, 'early') : sub(ids, trade.key)),
    symbol: trade.security === undefined ? null : securityOf(trade.security),
    currency_universal_symbol: null,
    option_symbol: null,
    price: exact(isPriced(trade) ? trade.price : ZERO),
    units: exact(trade.units),
    amount: exact(trade.cash),
    currency: currencyOf(trade.currency),
    type: activityType(trade),
    option_type: '',
    description: trade.description ?? trade.security?.name ?? '',
    trade_date: brokerTime(institution, trade.at),
    settlement_date: trade.settlesAt === undefined ? null : brokerTime(institution, trade.settlesAt),
    fee: exact(early ? ZERO : (trade.fee ?? ZERO)),
    fx_rate: null,
    institution: institution.name,
    // Brokerages that pass on bare days pass on no references either: a null for clients to bear.
    external_reference_id: references === undefined ? null : uuid(sub(references, trade.key)),
  });
  return (trade, early = false) => {
    const move = booked(trade);
    if (move === undefined) return rowOf(trade, early);
    // Contracts are counted by ones, and priced per share (ST-501).
    return {
      ...rowOf(trade, early),
      option_symbol: optionSymbolOf(move.occ),
      price: exact(new Decimal(move.price)),
      units: exact(new Decimal(move.units)),
      type: activityType(trade, move),
      option_type: isDealt(move) ? move.action : '',
    };
  };
}

/** Remembers what was made, for as long as one page takes. */
function kept<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}

function isPriced(trade: Trade): boolean {
  return trade.kind === 'buy' || trade.kind === 'sell' || trade.kind === 'dividend';
}
