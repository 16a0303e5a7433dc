/** Pairs of currencies that an exchange trades, in its own symbols: SnapTrade puts them into no common form (ST-281). */
import { Decimal, type Institution, type Ledger, type Security } from '../../../fixtures/ledger/index.ts';
import type { AccountPlace } from '../lens.ts';

export interface CryptoPair {
  /** `BTC-USD` at one exchange, `XBTUSD` at another. */
  readonly symbol: string;
  /** As the exchange writes it: `BTC`, `XBT`. */
  readonly base: string;
  readonly quote: string;
  readonly coin: Security;
  /** Decimals of its prices. */
  readonly decimals: number;
}

/** How an exchange writes pairs, and the coins it has names of its own for. */
interface Dialect {
  readonly between: string;
  readonly names: Readonly<Record<string, string>>;
}

const USUAL: Dialect = { between: '-', names: {} };
const DIALECTS: Readonly<Record<string, Dialect>> = {
  kraken: { between: '', names: { BTC: 'XBT', DOGE: 'XDG' } },
};

/** Early in 2026: a coin keeps the steps its price had then (ST-C147). */
const ANCHOR = Date.UTC(2026, 0, 2, 12);

/** What all coins are priced and paid in here (ST-C146). */
const QUOTE = 'USD';

/** Every coin of the world against the dollar, in the order of the symbols; none for an account without coins. */
export function pairsOf(ledger: Ledger, { account, institution }: AccountPlace): readonly CryptoPair[] {
  return account.kind === 'crypto' ? pairsAt(ledger, institution) : [];
}

/** By exchange; a ledger's securities never change. */
const known = new WeakMap<Ledger['securities'], Map<string, readonly CryptoPair[]>>();

function pairsAt(ledger: Ledger, { key }: Institution): readonly CryptoPair[] {
  let exchanges = known.get(ledger.securities);
  if (exchanges === undefined) {
    exchanges = new Map();
    known.set(ledger.securities, exchanges);
  }
  // Two dialects, however many exchanges a world file makes up.
  const dialect = DIALECTS[key] ?? USUAL;
  const name = Object.hasOwn(DIALECTS, key) ? key : '';
  let pairs = exchanges.get(name);
  if (pairs === undefined) {
    pairs = [...ledger.securities.values()]
      .filter(({ kind }) => kind === 'crypto')
      .map((coin) => pairOf(ledger, dialect, coin))
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    exchanges.set(name, pairs);
  }
  return pairs;
}

function pairOf(ledger: Ledger, { between, names }: Dialect, coin: Security): CryptoPair {
  const base = names[coin.ticker] ?? coin.ticker;
  const price = ledger.price(coin, ANCHOR);
  const decimals = price.gte(100) ? 2 : price.gte(1) ? 4 : 6;
  return { symbol: `${base}${between}${QUOTE}`, base, quote: QUOTE, coin, decimals };
}

/** The smallest step of a pair's prices: `0.01`. */
export function incrementOf({ decimals }: CryptoPair): Decimal {
  return new Decimal(10).pow(-decimals);
}
