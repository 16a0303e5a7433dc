/** What a request is about to read, looked up before it is: a fault that could not show is not counted. */
import type { Connection, Instant } from '../../../fixtures/ledger/types.ts';
import { type Given, isProblem } from '../../../src/provider/index.ts';
import { ownAccounts } from '../accounts.ts';
import { connectionsOf } from '../customers.ts';
import type { OperationId } from '../generated/operations.ts';
import { isThrottled } from '../limits.ts';
import { knownUntil } from '../live.ts';
import { ACCOUNTS_PAGE, type Listing, ROWS_PAGE, rowsShown, windowOf } from '../paging.ts';
import { checkParameters } from '../parameters.ts';
import { balanceScope, checkScope, type Scope, scopeOf } from '../scope.ts';
import type { RedbarkExchange } from '../state.ts';
import { tradesAsked } from '../trades.ts';
import { transactionsAsked } from '../transactions.ts';

/** The rows of a page as they stand, with what the page asks for. */
export interface Ahead<Row> {
  readonly listing: Listing<Row>;
  /** Of the row before the page; 0: it is the first page. */
  readonly offset: number;
  readonly limit: number;
}

/** A listing of rows read live. */
export interface LiveAhead
  extends Ahead<{ readonly account: string; readonly key: string; readonly at: Instant }> {
  readonly scope: Scope;
  readonly until: Instant;
}

/** Whether the operation itself will speak: neither parameters nor ownership nor a bucket refuse before. */
export function isAnswerable(x: RedbarkExchange): boolean {
  // The journal is told once, when the check itself runs.
  const unheard = Object.create(x, { noteViolations: { value: () => undefined } }) as RedbarkExchange;
  return checkParameters(unheard) === undefined && checkScope(x) === undefined && !isThrottled(x);
}

/** The page of rows read live that a request will get; undefined if it will get none. */
export function liveAhead(x: RedbarkExchange, until?: Instant): LiveAhead | undefined {
  const ask = x.operation.id === 'listTrades' ? tradesAsked : transactionsAsked;
  if (x.operation.id !== 'listTrades' && x.operation.id !== 'listTransactions') return undefined;
  if (!isAnswerable(x)) return undefined;
  const scope = scopeOf(x);
  if (isProblem(scope)) return undefined;
  const known = knownUntil(x.world, scope.connection.key);
  if (known === undefined) return undefined;
  const { offset, limit } = rowsShown(x, windowOf(x.query, ROWS_PAGE));
  const at = until ?? known;
  return { listing: ask(x, scope, at), offset, limit, scope, until: at };
}

/** Any page that a request will get, of rows or of accounts. */
export function pageAhead(x: RedbarkExchange): Ahead<unknown> | undefined {
  if (x.operation.id !== 'listAccounts') return liveAhead(x);
  if (!isAnswerable(x)) return undefined;
  return { listing: ownAccounts(x), ...rowsShown(x, windowOf(x.query, ACCOUNTS_PAGE)) };
}

/**
 * Connections of the customer that a request will show or read, and that a fault is about: the one it is aimed at,
 * or every one.
 */
export function connectionsAhead(x: RedbarkExchange, { connection, account }: Given): readonly Connection[] {
  if (!isAnswerable(x)) return [];
  const aimed = typeof account === 'string' ? x.world.ledger.accounts.get(account)?.connection : connection;
  return readBy(x).filter(({ key }) => aimed === undefined || key === aimed);
}

function readBy(x: RedbarkExchange): readonly Connection[] {
  switch (x.operation.id as OperationId) {
    case 'listTransactions':
    case 'listHoldings':
    case 'listTrades': {
      const scope = scopeOf(x);
      return isProblem(scope) ? [] : [scope.connection];
    }
    case 'listBalances': {
      const accounts = balanceScope(x);
      const keys = new Set(isProblem(accounts) ? [] : accounts.map(({ connection }) => connection));
      return connectionsOf(x.world, x.principal?.customer).filter(({ key }) => keys.has(key));
    }
    default:
      return connectionsOf(x.world, x.principal?.customer);
  }
}
