/** Securities by the names that requests give them: SnapTrade's id, or a ticker with the suffix of its exchange. */
import type { Ledger, Security, Seed } from '../../fixtures/ledger/index.ts';
import { LENS } from './lens.ts';

/** The way back from ids, which follow from the seed alone. */
const byId = new WeakMap<Seed, ReadonlyMap<string, Security>>();

export function securityById(
  { seed, ledger }: { readonly seed: Seed; readonly ledger: Ledger },
  id: string,
): Security | undefined {
  let known = byId.get(seed);
  if (known === undefined) {
    const all = [...ledger.securities.values()];
    known = new Map(all.map((security) => [ledger.id(LENS, 'security', security.key), security]));
    byId.set(seed, known);
  }
  return known.get(id.toLowerCase());
}

export function securityByTicker(
  { ledger }: { readonly ledger: Ledger },
  ticker: string,
): Security | undefined {
  return ledger.securityBySymbol(ticker.trim().toUpperCase());
}
