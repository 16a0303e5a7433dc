/** Positions in both generations: strings in `positions/all` (ST-51), numbers in the older list (ST-55). */
import { type Holding, type Ledger, plain } from '../../../fixtures/ledger/index.ts';
import { exact } from '../../../src/provider/index.ts';
import { LENS } from '../lens.ts';
import { venueOf } from './exchanges.ts';
import type { LegacyPositionBody, PositionBody } from './schemas.ts';
import { currencyBody, securityBody } from './security.ts';

export function positionBody(ledger: Ledger, holding: Holding): PositionBody {
  const { security } = holding;
  const venue = venueOf(security.exchange);
  return {
    instrument: {
      kind: security.kind,
      id: ledger.id(LENS, 'security', security.key),
      symbol: security.symbol,
      raw_symbol: security.ticker,
      description: security.name,
      currency: security.currency,
      exchange: venue.mic ?? venue.code,
      figi_instrument: null,
    },
    units: plain(holding.quantity),
    price: plain(holding.price),
    cost_basis: plain(holding.averagePrice),
    currency: security.currency,
    // Only funds have the field. The world has no money-market fund, so none counts as cash (ST-C18).
    ...(security.kind === 'mutualfund' && { cash_equivalent: false }),
  };
}

export function legacyPositionBody(ledger: Ledger, holding: Holding): LegacyPositionBody {
  const { security } = holding;
  const currency = currencyBody(ledger, security.currency);
  const units = exact(holding.quantity);
  return {
    symbol: {
      id: ledger.id(LENS, 'brokerage-symbol', `${holding.account} ${security.key}`),
      symbol: { ...securityBody(ledger, security), currencies: [currency] },
      description: security.name,
      local_id: null,
      is_quotable: true,
      is_tradable: true,
    },
    units,
    price: exact(holding.price),
    open_pnl: exact(holding.unrealised),
    average_purchase_price: exact(holding.averagePrice),
    fractional_units: units,
    currency,
    cash_equivalent: false,
  };
}
