/** Securities, currencies and exchanges. Their nesting differs between the generations of the API (ST-52). */
import type { Currency, Ledger, Security } from '../../../fixtures/ledger/index.ts';
import { LENS } from '../lens.ts';
import { venueOf } from './exchanges.ts';
import type { CurrencyBody, ExchangeBody, SecurityBody } from './schemas.ts';

const CURRENCY_NAMES: Readonly<Record<string, string>> = {
  AUD: 'Australian Dollar',
  CAD: 'Canadian Dollar',
  EUR: 'Euro',
  GBP: 'British Pound',
  NZD: 'New Zealand Dollar',
  USD: 'US Dollar',
};

/** Codes of the provider's FAQ, for the kinds of security this world has (ST-53). */
const TYPES: Readonly<Record<Security['kind'], { readonly code: string; readonly description: string }>> = {
  stock: { code: 'cs', description: 'Common Stock' },
  etf: { code: 'et', description: 'ETF' },
  adr: { code: 'ad', description: 'ADR' },
  cef: { code: 'cef', description: 'Closed End Fund' },
  mutualfund: { code: 'oef', description: 'Open Ended Fund' },
  crypto: { code: 'crypto', description: 'Cryptocurrency' },
};

export function currencyBody(ledger: Ledger, code: Currency): CurrencyBody {
  return { id: ledger.id(LENS, 'currency', code), code, name: CURRENCY_NAMES[code] ?? code };
}

export function exchangeBody(ledger: Ledger, code: string | undefined): ExchangeBody {
  const venue = venueOf(code);
  return {
    id: ledger.id(LENS, 'exchange', venue.code),
    code: venue.code,
    mic_code: venue.mic,
    name: venue.name,
    timezone: venue.timeZone,
    start_time: venue.opens,
    close_time: venue.closes,
    suffix: venue.suffix,
  };
}

/** A security with everything known of it, as activities and the legacy positions nest it. */
export function securityBody(ledger: Ledger, security: Security): SecurityBody {
  const type = TYPES[security.kind];
  return {
    id: ledger.id(LENS, 'security', security.key),
    symbol: security.symbol,
    raw_symbol: security.ticker,
    description: security.name,
    currency: currencyBody(ledger, security.currency),
    exchange: exchangeBody(ledger, security.exchange),
    type: { id: ledger.id(LENS, 'security-type', type.code), ...type, is_supported: true },
    figi_code: null,
    figi_instrument: null,
  };
}
