/** Connections: read, refreshed until the data are newer, disabled, deleted until they are gone. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api, User } from './api.ts';
import type { Row } from './pages.ts';

interface Account extends Row {
  readonly id: string;
  readonly sync_status: {
    readonly holdings: { readonly last_successful_sync: string | null };
    readonly transactions: { readonly initial_sync_completed: boolean };
  };
}

const pathOf = (connectionId: string): string => `/authorizations/${encodeURIComponent(connectionId)}`;

export async function listConnections(api: Api, user: User = api.user): Promise<readonly Row[]> {
  return rowsOf(api, await api.get('/authorizations', { user }));
}

export async function getConnection(api: Api, connectionId: string): Promise<Row> {
  return api.policies.shown(await api.get<Row>(pathOf(connectionId)));
}

/** What is reported of a list. */
export function rowsOf({ policies }: Api, rows: readonly Row[]): readonly Row[] {
  return policies.listed(rows).map(policies.shown);
}

export async function accountsOf(api: Api, connectionId: string): Promise<readonly Account[]> {
  return api.get(`${pathOf(connectionId)}/accounts`);
}

/** Asks for a fresh look at the holdings, and waits until every account shows one. */
export async function refreshConnection(api: Api, connectionId: string): Promise<readonly Row[]> {
  const before = new Map((await accountsOf(api, connectionId)).map((one) => [one.id, readAt(one)]));
  // Accepted is not done: the answer says that the refresh is queued.
  await api.call('POST', `${pathOf(connectionId)}/refresh`);
  const late = new ClientFailure('timeout', { message: 'The data did not become newer' });
  return api.until(async () => {
    const accounts = await accountsOf(api, connectionId);
    const isNewer = accounts.every((one) => readAt(one) > (before.get(one.id) ?? 0));
    if (isNewer || !api.policies.waitsForQueue) return accounts;
    if (api.policies.watchesConnection && (await getConnection(api, connectionId)).disabled === true) {
      throw new ClientFailure('login-required', { message: 'The connection broke while it was refreshed' });
    }
    return undefined;
  }, late);
}

export async function disableConnection(api: Api, connectionId: string): Promise<Row> {
  await api.call('POST', `${pathOf(connectionId)}/disable`);
  return getConnection(api, connectionId);
}

/** Queues the deletion, waits until it is done, and gives the connections that are left. */
export async function deleteConnection(api: Api, connectionId: string): Promise<readonly Row[]> {
  await api.call('DELETE', `/connection/${encodeURIComponent(connectionId)}`);
  const late = new ClientFailure('timeout', { message: 'The connection is still there' });
  return api.until(async () => {
    const left = await listConnections(api);
    const isThere = left.some(({ id }) => id === connectionId);
    return isThere && api.policies.waitsForQueue ? undefined : left;
  }, late);
}

/** The older form, which is done when it answers, with an empty 204. */
export async function removeConnection(api: Api, connectionId: string): Promise<readonly Row[]> {
  if (api.policies.expectsBodies) await api.call('DELETE', pathOf(connectionId));
  else await api.answer('DELETE', pathOf(connectionId));
  return listConnections(api);
}

function readAt({ sync_status: { holdings } }: Account): number {
  const at = holdings.last_successful_sync;
  return at === null ? 0 : Date.parse(at);
}
