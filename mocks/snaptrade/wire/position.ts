/** Positions in both generations: strings in `positions/all` (ST-51), numbers in the older list (ST-55). */
import {
  type Holding,
  type Instant,
  type Ledger,
  plain,
  type Security,
} from '../../../fixtures/ledger/index.ts';
import { isoDay } from '../../../fixtures/ledger/time.ts';
import { exact } from '../../../src/provider/index.ts';
import { LENS } from '../lens.ts';
import { descriptionOf, MULTIPLIER } from '../options/contract.ts';
import type { OptionPosition } from '../options/positions.ts';
import { priceOf } from '../options/quote.ts';
import type { SnapTradeWorld } from '../state.ts';
import { venueOf } from './exchanges.ts';
import { optionSymbolBody } from './instrument.ts';
import type { LegacyPositionBody, OptionHoldingBody, PositionBody } from './schemas.ts';
import { currencyBody, universalSymbolBody } from './security.ts';

export function positionBody(ledger: Ledger, holding: Holding): PositionBody {
  const { security } = holding;
  return {
    instrument: listedInstrument(ledger, security),
    units: plain(holding.quantity),
    price: plain(holding.price),
    cost_basis: plain(holding.averagePrice),
    currency: security.currency,
    // Only funds have the field. The world has no money-market fund, so none counts as cash (ST-C18).
    ...(security.kind === 'mutualfund' && { cash_equivalent: false }),
  };
}

/** Per share, whatever the number of shares in a contract (ST-288). */
export function optionPositionBody(
  world: SnapTradeWorld,
  position: OptionPosition,
  at: Instant,
): PositionBody {
  const { contract, units, price } = position;
  const { occ, type, strike, day, underlying } = contract;
  return {
    instrument: {
      kind: 'option',
      id: world.ledger.id(LENS, 'option', occ),
      symbol: occ,
      option_type: type,
      strike_price: plain(strike),
      expiration_date: isoDay(day),
      multiplier: String(MULTIPLIER),
      description: descriptionOf(contract),
      underlying: listedInstrument(world.ledger, underlying),
    },
    units: String(units),
    price: plain(priceOf(world, contract, at)),
    cost_basis: plain(price),
    currency: underlying.currency,
  };
}

/** The removed form: the price is per share, what was paid for it per contract (ST-422). */
export function optionHoldingBody(
  world: SnapTradeWorld,
  account: string,
  { contract, units, price }: OptionPosition,
  at: Instant,
): OptionHoldingBody {
  return {
    symbol: {
      id: world.ledger.id(LENS, 'brokerage-symbol', `${account} ${contract.occ}`),
      option_symbol: optionSymbolBody(world.ledger, contract),
      description: descriptionOf(contract),
    },
    price: exact(priceOf(world, contract, at)),
    units,
    average_purchase_price: exact(price.times(MULTIPLIER)),
    currency: currencyBody(world.ledger, contract.underlying.currency),
  };
}

function listedInstrument(ledger: Ledger, security: Security) {
  const venue = venueOf(security.exchange);
  return {
    kind: security.kind,
    id: ledger.id(LENS, 'security', security.key),
    symbol: security.symbol,
    raw_symbol: security.ticker,
    description: security.name,
    currency: security.currency,
    exchange: venue.mic ?? venue.code,
    figi_instrument: null,
  };
}

export function legacyPositionBody(ledger: Ledger, holding: Holding): LegacyPositionBody {
  const { security } = holding;
  const currency = currencyBody(ledger, security.currency);
  const units = exact(holding.quantity);
  return {
    symbol: {
      id: ledger.id(LENS, 'brokerage-symbol', `${holding.account} ${security.key}`),
      symbol: universalSymbolBody(ledger, security),
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
