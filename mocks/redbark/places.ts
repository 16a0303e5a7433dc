/** What rows say about where they stand: their account and its institution, looked up once for a page. */
import type { Account, Institution } from '../../fixtures/ledger/types.ts';
import type { Scope } from './scope.ts';
import type { RedbarkWorld } from './state.ts';

export interface Place {
  readonly account: Account;
  readonly accountId: string;
  readonly institution: Institution;
}

export interface Places {
  readonly institution: Institution;
  /** @param account key of one of the scope's accounts */
  placeOf(account: string): Place;
}

/** @throws if the ledger breaks its word and an account or institution is missing: a bug, not a refusal */
export function placesOf({ ledger }: RedbarkWorld, { connection, accounts }: Scope): Places {
  const institution = known(ledger.institutions, connection.institution);
  const places = new Map(
    accounts.map((key) => [
      key,
      { account: known(ledger.accounts, key), accountId: ledger.id('redbark', 'account', key), institution },
    ]),
  );
  return { institution, placeOf: (account) => known(places, account) };
}

function known<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The ledger names "${key}" but does not have it.`);
  return value;
}
