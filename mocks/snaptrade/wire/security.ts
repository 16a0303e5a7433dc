/** Securities, currencies and exchanges. Their nesting differs between the generations of the API (ST-52). */
import type { Currency, Decimal, Ledger, Security } from '../../../fixtures/ledger/index.ts';
import { exact } from '../../../src/provider/index.ts';
import { LENS } from '../lens.ts';
import { venueOf } from './exchanges.ts';
import type {
  CurrencyBody,
  ExchangeBody,
  RateBody,
  SecurityBody,
  SecurityTypeBody,
  UniversalSymbolBody,
} from './schemas.ts';

const CURRENCY_NAMES: Readonly<Record<string, string>> = {
  AUD: 'Australian Dollar',
  CAD: 'Canadian Dollar',
  CHF: 'Swiss Franc',
  EUR: 'Euro',
  GBP: 'British Pound',
  HKD: 'Hong Kong Dollar',
  INR: 'Indian Rupee',
  JPY: 'Japanese Yen',
  NZD: 'New Zealand Dollar',
  SGD: 'Singapore Dollar',
  USD: 'US Dollar',
};

interface SecurityKind {
  readonly code: string;
  readonly description: string;
}

/** Codes of the provider's FAQ, for the kinds of security this world has (ST-53). */
const TYPES: Readonly<Record<Security['kind'], SecurityKind>> = {
  stock: { code: 'cs', description: 'Common Stock' },
  etf: { code: 'et', description: 'ETF' },
  adr: { code: 'ad', description: 'ADR' },
  cef: { code: 'cef', description: 'Closed End Fund' },
  mutualfund: { code: 'oef', description: 'Open Ended Fund' },
  crypto: { code: 'crypto', description: 'Cryptocurrency' },
};

/** The codes that no security of this world has (ST-383). */
const OTHER_TYPES: readonly SecurityKind[] = [
  { code: 'bnd', description: 'Bond' },
  { code: 'pm', description: 'Precious Metals' },
  { code: 'ps', description: 'Preferred Stock' },
  { code: 'rt', description: 'Right' },
  { code: 'struct', description: 'Structured Product' },
  { code: 'ut', description: 'Unit' },
  { code: 'wi', description: 'When Issued' },
  { code: 'wt', description: 'Warrant' },
];

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
  return {
    id: ledger.id(LENS, 'security', security.key),
    symbol: security.symbol,
    raw_symbol: security.ticker,
    description: security.name,
    currency: currencyBody(ledger, security.currency),
    exchange: exchangeBody(ledger, security.exchange),
    type: securityTypeBody(ledger, TYPES[security.kind]),
    figi_code: null,
    figi_instrument: null,
  };
}

/** The same with a list of its one currency, as searches, orders and the legacy positions have it (ST-55). */
export function universalSymbolBody(ledger: Ledger, security: Security): UniversalSymbolBody {
  return { ...securityBody(ledger, security), currencies: [currencyBody(ledger, security.currency)] };
}

export function securityTypeBodies(ledger: Ledger): SecurityTypeBody[] {
  return [...Object.values(TYPES), ...OTHER_TYPES].map((kind) => securityTypeBody(ledger, kind));
}

function securityTypeBody(ledger: Ledger, { code, description }: SecurityKind): SecurityTypeBody {
  return { id: ledger.id(LENS, 'security-type', code), code, description, is_supported: true };
}

export function rateBody(ledger: Ledger, from: Currency, to: Currency, rate: Decimal): RateBody {
  return { src: currencyBody(ledger, from), dst: currencyBody(ledger, to), exchange_rate: exact(rate) };
}
