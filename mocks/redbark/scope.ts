/**
 * What of the ledger a request may and wants to read: ownership, then category, then accounts (RB-03 to RB-09).
 *
 * Looked up once as a check, so that a refusal takes nothing from a bucket and nothing from the cache, and again by
 * the handler: two reads of a map are cheaper than carrying the result along.
 */
import type { Account, Connection } from '../../fixtures/ledger/types.ts';
import { isProblem, type Problem } from '../../src/provider/index.ts';
import { isLinkedBy } from './customers.ts';
import { type Category, refusals } from './errors.ts';
import type { operations } from './generated/types.ts';
import type { RedbarkExchange, RedbarkWorld } from './state.ts';
import { reading } from './switches.ts';

/** Balances of more accounts at once are refused (RB-54). */
const MAX_BALANCES = 100;

export interface Scope {
  readonly connection: Connection;
  /** Keys of the accounts asked for, in the order of the connection. */
  readonly accounts: readonly string[];
}

interface Endpoint {
  readonly category: Category;
  /** Its noun, as its refusal of the other category has it. */
  readonly noun: string;
}

const ENDPOINTS: { readonly [Id in keyof operations]?: Endpoint } = {
  listTrades: { category: 'brokerage', noun: 'Trades' },
  listHoldings: { category: 'brokerage', noun: 'Holdings' },
  listTransactions: { category: 'banking', noun: 'Transactions' },
};

/** The check that runs before the bucket is touched. */
export function checkScope(x: RedbarkExchange): Problem | undefined {
  if (x.operation.id === 'listBalances') return problemOf(balanceScope(x));
  if (ENDPOINTS[x.operation.id as keyof operations] === undefined) return undefined;
  return problemOf(scopeOf(x));
}

/** The connection and accounts a request of a listing names. */
export function scopeOf(x: RedbarkExchange): Scope | Problem {
  const endpoint = ENDPOINTS[x.operation.id as keyof operations];
  if (endpoint === undefined) throw new Error(`${x.operation.id} reads no single connection.`);
  const { connectionId, accountId, accountIds } = x.query as Readonly<Record<string, string | undefined>>;
  // Transactions know no `accountIds`.
  const wanted = wantedIds(accountId, endpoint.category === 'brokerage' ? accountIds : undefined);
  if (wanted?.length === 0) return refusals.invalidParams(['accountIds: names no account']);
  if (
    x.operation.id === 'listTransactions' &&
    wanted === undefined &&
    reading(x.world, 'accountIdPolicy') === 'gone'
  )
    return refusals.accountIdNeeded();

  const connection = ownConnection(x, x.world.ledger.find('redbark', 'connection', connectionId ?? ''));
  if (connection === undefined) return refusals.connectionNotFound();
  if (connection.category !== endpoint.category)
    return refusals.wrongCategory(endpoint.noun, endpoint.category);
  if (wanted === undefined) return { connection, accounts: connection.accounts };

  const keys = wanted.map((id) => x.world.ledger.find('redbark', 'account', id));
  const known = connection.accounts.filter((key) => keys.includes(key));
  return known.length === keys.length ? { connection, accounts: known } : refusals.accountNotFound();
}

/** The accounts whose balances are asked for, with their connections, in the order banks list them (RB-C12). */
export function balanceScope(x: RedbarkExchange): readonly Account[] | Problem {
  const ids = splitIds(String(x.query.accountIds ?? ''));
  if (ids.length === 0) return refusals.invalidParams(['accountIds: names no account']);
  if (ids.length > MAX_BALANCES)
    return refusals.invalidParams([
      `accountIds: must name at most ${MAX_BALANCES} accounts, named ${ids.length}`,
    ]);
  const found: Account[] = [];
  let brokerage = false;
  for (const id of ids) {
    const account = x.world.ledger.accounts.get(x.world.ledger.find('redbark', 'account', id) ?? '');
    const connection = account && ownConnection(x, account.connection);
    if (account === undefined || connection === undefined) return refusals.accountNotFound();
    brokerage ||= connection.category === 'brokerage';
    found.push(account);
  }
  return brokerage ? refusals.wrongCategory('Balances', 'banking') : inLedgerOrder(x.world, found);
}

/** `accountIds` wins; then `accountId` is not even looked at (RB-08). */
function wantedIds(accountId: string | undefined, accountIds: string | undefined): string[] | undefined {
  if (accountIds !== undefined) return splitIds(accountIds);
  return accountId === undefined ? undefined : [accountId];
}

/** Repeated ids count once; blanks around them, and empty places, not at all (RB-C26). */
function splitIds(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim());
  return [...new Set(ids.filter((id) => id !== ''))];
}

function ownConnection(x: RedbarkExchange, key: string | undefined): Connection | undefined {
  const connection = key === undefined ? undefined : x.world.ledger.connections.get(key);
  if (connection === undefined || x.principal === undefined) return undefined;
  return isLinkedBy(x.world, connection, x.principal.customer) ? connection : undefined;
}

function inLedgerOrder(world: RedbarkWorld, accounts: readonly Account[]): Account[] {
  const places = placesIn(world.ledger.accounts);
  return [...new Set(accounts)].sort((a, b) => (places.get(a.key) ?? 0) - (places.get(b.key) ?? 0));
}

/** Where each account stands in the ledger; that never changes. */
const placesOfAccounts = new WeakMap<RedbarkWorld['ledger']['accounts'], ReadonlyMap<string, number>>();

function placesIn(accounts: RedbarkWorld['ledger']['accounts']): ReadonlyMap<string, number> {
  let places = placesOfAccounts.get(accounts);
  if (places === undefined) {
    places = new Map([...accounts.keys()].map((key, place) => [key, place]));
    placesOfAccounts.set(accounts, places);
  }
  return places;
}

function problemOf(value: unknown): Problem | undefined {
  return isProblem(value) ? value : undefined;
}
