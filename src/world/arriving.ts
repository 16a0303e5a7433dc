/** Rows that arrive after the world began: taken into its document, from where the ledger gets them. */
import { isBankKind } from '../../fixtures/ledger/bank/book.ts';
import { noneOf } from '../../fixtures/ledger/nearest.ts';
import { isoInstant } from '../../fixtures/ledger/time.ts';
import type { Instant, Ledger } from '../../fixtures/ledger/types.ts';
import type { ArrivingRow } from '../provider/world.ts';
import type { WorldDocument } from './document.ts';

/** Rows that may arrive in one world. */
export const MOST_ARRIVALS = 10_000;

/**
 * @returns the row's key: `arrival-1`, `arrival-2`, ...
 * @throws RangeError if the world has no such account, or as many arrivals as it may
 */
export function noteArrivingRow(
  document: WorldDocument,
  ledger: Ledger,
  given: ArrivingRow,
  now: Instant,
): string {
  const account = ledger.accounts.get(given.account);
  if (account === undefined) throw new RangeError(noneOf(given.account, ledger.accounts.keys()));
  if (document.arrivals.length >= MOST_ARRIVALS) throw new RangeError(tooMany(document.id));
  const number = (document.serials.arrival ?? 0) + 1;
  document.serials.arrival = number;
  const key = `arrival-${number}`;
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  const row = { key, at: isoInstant(now), ...Object.fromEntries(said) };
  const of = isBankKind(account.kind) ? 'transactions' : 'trades';
  document.arrivals.push({ of, arrivedAt: now, row });
  return key;
}

export function tooMany(world: string): string {
  return `${MOST_ARRIVALS} rows have arrived in world "${world}", as many as may. Reset it, or write the rows into its world file.`;
}
