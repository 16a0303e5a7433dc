/**
 * Searching the securities of the world by ticker or name. They never change, so they are put in order once.
 *
 * How the provider ranks what it finds is not told (ST-C192). Here: the symbol itself; the ticker without suffix; a
 * symbol that begins so; a name that does; a name with a word that does; then wherever else the text stands. Within a
 * rank, short symbols first, then by the alphabet.
 */
import type { Ledger, Security } from '../../../fixtures/ledger/index.ts';
import { securityById, securityByTicker } from '../securities.ts';
import type { SnapTradeWorld } from '../state.ts';

/** Only the first twenty are returned (ST-381). */
export const FOUND_AT_MOST = 20;

interface Entry {
  readonly security: Security;
  readonly symbol: string;
  readonly ticker: string;
  readonly name: string;
}

/** @param among which securities count; left out, all */
export function searchSecurities(
  ledger: Ledger,
  substring: string,
  among: (security: Security) => boolean = () => true,
): Security[] {
  const text = substring.trim().toUpperCase();
  const ranks: Security[][] = [[], [], [], [], [], []];
  for (const entry of entriesOf(ledger)) {
    const rank = rankOf(entry, text);
    if (rank !== undefined && among(entry.security)) ranks[rank]?.push(entry.security);
  }
  return ranks.flat().slice(0, FOUND_AT_MOST);
}

/** By id, by symbol, or by a ticker without its suffix, of which the first listed counts (ST-C193). */
export function findSecurity(
  world: Pick<SnapTradeWorld, 'ledger' | 'seed'>,
  query: string,
): Security | undefined {
  const text = query.trim().toUpperCase();
  return (
    securityByTicker(world, text) ??
    entriesOf(world.ledger).find(({ ticker }) => ticker === text)?.security ??
    securityById(world, text)
  );
}

function rankOf({ symbol, ticker, name }: Entry, text: string): number | undefined {
  if (symbol === text) return 0;
  if (ticker === text) return 1;
  if (symbol.startsWith(text)) return 2;
  if (name.startsWith(text)) return 3;
  if (name.includes(` ${text}`)) return 4;
  return symbol.includes(text) || name.includes(text) ? 5 : undefined;
}

type Securities = Ledger['securities'];
const prepared = new WeakMap<Securities, readonly Entry[]>();

function entriesOf({ securities }: Ledger): readonly Entry[] {
  let entries = prepared.get(securities);
  if (entries === undefined) {
    entries = [...securities.values()]
      .map((security) => ({
        security,
        symbol: security.symbol.toUpperCase(),
        ticker: security.ticker.toUpperCase(),
        name: security.name.toUpperCase(),
      }))
      .sort((a, b) => a.symbol.length - b.symbol.length || (a.symbol < b.symbol ? -1 : 1));
    prepared.set(securities, entries);
  }
  return entries;
}
