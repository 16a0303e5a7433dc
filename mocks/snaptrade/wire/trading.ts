/** The small bodies of trading: quotes, impacts and answers that are no orders. */
import { Decimal, type Security } from '../../../fixtures/ledger/index.ts';
import { exact } from '../../../src/provider/index.ts';
import { type AccountPlace, LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { Check } from '../trading/checks.ts';
import type { Quote } from '../trading/quotes.ts';
import { securityOf } from '../trading/shares.ts';
import type { Watch } from '../trading/watches.ts';
import { accountBody } from './account.ts';
import { brokerageSymbolId } from './instrument.ts';
import type { OrderImpactBody, QuoteBody, TradeDetectionBody } from './schemas.ts';
import { currencyBody, universalSymbolBody } from './security.ts';

export function quoteBody({ ledger }: SnapTradeWorld, security: Security, quote: Quote): QuoteBody {
  return {
    symbol: universalSymbolBody(ledger, security),
    last_trade_price: exact(quote.last),
    bid_price: exact(quote.bid),
    ask_price: exact(quote.ask),
    bid_size: exact(quote.bidSize),
    ask_size: exact(quote.askSize),
  };
}

export interface Cost {
  /** Cash after the trade. */
  readonly remaining: Decimal;
  readonly commission: Decimal;
}

/** The list of impacts always has one (ST-204). */
export function impactBody(
  world: SnapTradeWorld,
  place: AccountPlace,
  id: string,
  { draft }: Check,
  { remaining, commission }: Cost,
): OrderImpactBody {
  const { ledger } = world;
  const security = securityOf(world, draft);
  const account = ledger.id(LENS, 'account', place.account.key);
  const currency = currencyBody(ledger, draft.currency);
  const shown = accountBody(world, place);
  return {
    trade: {
      id,
      account,
      order_type: draft.kind,
      // A form that is checked cannot ask for GTD.
      time_in_force: draft.timeInForce === 'GTD' ? 'Day' : draft.timeInForce,
      symbol: {
        universal_symbol_id: ledger.id(LENS, 'security', security.key),
        currency,
        local_id: '',
        description: security.name,
        symbol: security.symbol,
        brokerage_symbol_id: brokerageSymbolId(ledger, place.account.key, { security: security.key }),
      },
      action: draft.effect === 'debit' ? 'BUY' : 'SELL',
      units: draft.units === null ? null : exact(new Decimal(draft.units)),
      price: draft.limit === null ? null : exact(new Decimal(draft.limit)),
    },
    trade_impacts: [
      {
        account,
        currency: currency.id,
        remaining_cash: exact(remaining),
        estimated_commission: exact(commission),
        // What is bought is paid in its own currency (ST-C110).
        forex_fees: 0,
      },
    ],
    combined_remaining_balance: {
      account: {
        id: account,
        name: shown.name ?? '',
        number: shown.number,
        institution_account_id: shown.institution_account_id,
        sync_status: shown.sync_status,
      },
      currency,
      cash: exact(remaining),
    },
  };
}

export function watchBody({ ledger }: SnapTradeWorld, account: string, watch: Watch): TradeDetectionBody {
  return {
    account_id: ledger.id(LENS, 'account', account),
    cost: watch.cost,
    check_interval_seconds: watch.seconds,
  };
}
