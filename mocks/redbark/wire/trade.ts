/** A trade as Redbark passes it on from SnapTrade. Numbers are not padded (RB-24, RB-51). */
import { dateFormAt } from '../../../fixtures/ledger/date-form.ts';
import { plain } from '../../../fixtures/ledger/decimal.ts';
import { isoDay, isoInstant } from '../../../fixtures/ledger/time.ts';
import type { Instant, Institution, Trade } from '../../../fixtures/ledger/types.ts';
import { isoWithOffset, localDay } from '../../../fixtures/ledger/zones.ts';
import type { Place } from '../places.ts';
import type { TradeBody } from './schemas.ts';

export function tradeBody({ accountId, account, institution }: Place, trade: Trade): TradeBody {
  const row = {
    accountId,
    accountName: account.name,
    // Rows of cash concern no security, and the symbol is never null (RB-49, RB-C14).
    symbol: trade.security?.symbol ?? '',
    name: trade.security?.name ?? null,
    type: trade.kind,
    quantity: plain(trade.quantity),
    price: plain(trade.price),
    currency: trade.currency,
    totalAmount: plain(trade.amount),
    fees: trade.fee === undefined ? null : plain(trade.fee),
    tradeDate: dateText(trade.at, institution),
    settlementDate: trade.settlesAt === undefined ? null : dateText(trade.settlesAt, institution),
    description: trade.description ?? null,
  };
  return { id: tradeId(row), ...row };
}

/**
 * The recipe of RB-42. The account is not in it, so two equal trades have one id (RB-44), and whatever a broker fills
 * in later changes it (RB-46).
 */
function tradeId(row: Omit<TradeBody, 'id'>): string {
  const { tradeDate, symbol, type, totalAmount, quantity, settlementDate, fees, description } = row;
  return [
    tradeDate,
    symbol,
    type.toUpperCase(),
    totalAmount,
    quantity,
    settlementDate ?? '',
    fees ?? '',
    description ?? '',
  ].join('-');
}

/** As the broker has it: a bare day, or a date-time in UTC or with its own offset (RB-48). */
function dateText(at: Instant, institution: Institution): string {
  const { timeZone } = institution;
  switch (dateFormAt(institution, at)) {
    case 'date':
      return isoDay(localDay(timeZone, at));
    case 'utc':
      return isoInstant(at);
    case 'offset':
      return isoWithOffset(timeZone, at);
  }
}
