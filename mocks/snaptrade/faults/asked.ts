/** What a request is about to read, looked up before it is: a fault that could not show is not counted. */
import type { Connection } from '../../../fixtures/ledger/index.ts';
import { type Given, validate } from '../../../src/provider/index.ts';
import { type ActivityQuery, activityPage } from '../activities.ts';
import { sparedParameters, userOf } from '../auth.ts';
import { problems } from '../errors.ts';
import { contract } from '../generated/contract.ts';
import { type AccountPlace, connectionsOf, findAccount, findConnection } from '../lens.ts';
import type { Principal, SnapTradeExchange, SnapTradeState } from '../state.ts';
import { reading } from '../switches.ts';

const followsContract = validate<SnapTradeState, Principal>(contract.requests, problems, sparedParameters);

/** Whether the operation itself will speak. */
function isAnswerable(x: SnapTradeExchange): boolean {
  // The journal is told once, when the check itself runs.
  const unheard = Object.create(x, { noteViolations: { value: () => undefined } }) as SnapTradeExchange;
  return x.principal.kind === 'user' && followsContract(unheard) === undefined;
}

/**
 * Connections that a request will show, read or change, and that a fault is about: the one it is aimed at, or every
 * one.
 */
export function connectionsAhead(
  x: SnapTradeExchange,
  { connection, account }: Given,
): readonly Connection[] {
  if (!isAnswerable(x)) return [];
  const aimed = typeof account === 'string' ? x.world.ledger.accounts.get(account)?.connection : connection;
  return readBy(x).filter(({ key }) => aimed === undefined || key === aimed);
}

function readBy(x: SnapTradeExchange): readonly Connection[] {
  const user = userOf(x);
  const { authorizationId, connectionId, accountId } = x.path;
  const place = accountAhead(x);
  if (place !== undefined) return [place.connection];
  if (accountId !== undefined) return [];
  const reconnect = (x.body as { readonly reconnect?: string } | undefined)?.reconnect;
  const id = authorizationId ?? connectionId ?? reconnect;
  if (id !== undefined) {
    const found = findConnection(x.world, user, id);
    return found === undefined ? [] : [found.connection];
  }
  return x.request.method === 'GET' ? connectionsOf(x.world, user) : [];
}

/** The account that the path names. */
export function accountAhead(x: SnapTradeExchange): AccountPlace | undefined {
  const { accountId } = x.path;
  return accountId === undefined || x.principal.kind !== 'user'
    ? undefined
    : findAccount(x.world, userOf(x), accountId);
}

export interface ActivitiesAhead extends ReturnType<typeof activityPage> {
  readonly place: AccountPlace;
  readonly query: ActivityQuery;
}

/** The page of activities that a request will get; undefined if it will get none. */
export function activitiesAhead(x: SnapTradeExchange): ActivitiesAhead | undefined {
  if (x.operation.id !== 'listActivities' || !isAnswerable(x)) return undefined;
  const place = accountAhead(x);
  if (place === undefined) return undefined;
  const query: ActivityQuery = x.query;
  if ((query.limit ?? 0) > 1000 && reading(x.world, 'overLimit') === 'refuse') return undefined;
  return { ...activityPage(x.world, place, query), place, query };
}
