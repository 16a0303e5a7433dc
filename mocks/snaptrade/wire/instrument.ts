/** What a leg of an order trades, in both generations of order records. */
import type { Ledger, Security } from '../../../fixtures/ledger/index.ts';
import { isoDay } from '../../../fixtures/ledger/time.ts';
import { exact } from '../../../src/provider/index.ts';
import { LENS } from '../lens.ts';
import { contractNamed, descriptionOf, type OptionContract } from '../options/contract.ts';
import type { Instrument } from '../trading/order.ts';
import { venueOf } from './exchanges.ts';
import type { OptionSymbolBody, OrderLegBody, UniversalSymbolBody } from './schemas.ts';
import { universalSymbolBody } from './security.ts';

/** One of the two is null. */
export interface SymbolBodies {
  readonly universal_symbol: UniversalSymbolBody | null;
  readonly option_symbol: OptionSymbolBody | null;
}

export function securityOf(ledger: Ledger, instrument: Instrument): Security {
  const security = 'security' in instrument ? ledger.securities.get(instrument.security) : undefined;
  if (security === undefined) throw new Error(`Not a security: ${JSON.stringify(instrument)}.`);
  return security;
}

export function symbolBodies(ledger: Ledger, instrument: Instrument): SymbolBodies {
  if ('option' in instrument) {
    return {
      universal_symbol: null,
      option_symbol: optionSymbolBody(ledger, optionOf(ledger, instrument.option)),
    };
  }
  return {
    universal_symbol: universalSymbolBody(ledger, securityOf(ledger, instrument)),
    option_symbol: null,
  };
}

export function brokerageSymbolId(ledger: Ledger, account: string, instrument: Instrument): string {
  const key = 'security' in instrument ? instrument.security : instrument.option;
  return ledger.id(LENS, 'brokerage-symbol', `${account} ${key}`);
}

export function legInstrumentBody(ledger: Ledger, instrument: Instrument): OrderLegBody['instrument'] {
  if ('option' in instrument) {
    const contract = optionOf(ledger, instrument.option);
    const description = descriptionOf(contract);
    return { symbol: contract.occ, description, asset_type: 'OPTION', figi_code: null };
  }
  const security = securityOf(ledger, instrument);
  const { mic } = venueOf(security.exchange);
  return {
    symbol: security.symbol,
    description: security.name,
    asset_type: security.kind === 'crypto' ? 'CRYPTO' : 'EQUITY',
    // Coins are listed nowhere.
    ...(mic !== null && { exchange_mic_code: mic }),
    figi_code: null,
  };
}

export function optionOf(ledger: Ledger, occ: string): OptionContract {
  const contract = contractNamed(ledger, occ);
  if (contract === undefined) throw new Error(`There is no contract "${occ}".`);
  return contract;
}

/** A contract as the older shapes nest it. */
export function optionSymbolBody(ledger: Ledger, contract: OptionContract): OptionSymbolBody {
  const { occ, type, strike, day, underlying } = contract;
  return {
    id: ledger.id(LENS, 'option', occ),
    ticker: occ,
    option_type: type,
    strike_price: exact(strike),
    expiration_date: isoDay(day),
    is_mini_option: false,
    underlying_symbol: universalSymbolBody(ledger, underlying),
  };
}
