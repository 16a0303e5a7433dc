/** Users of the application, their secrets, and the way into the portal. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api, User } from './api.ts';
import { listConnections } from './connections.ts';
import type { Row } from './pages.ts';

export async function listUsers(api: Api): Promise<readonly string[]> {
  return api.get('/snapTrade/listUsers', { as: 'application' });
}

/** The secret is shown in this answer and never again: an answer that is lost must not be asked for twice. */
export async function registerUser(api: Api, userId: string): Promise<Row> {
  const user = await registered(api, userId);
  return { userId: user.userId, connections: await listConnections(api, user) };
}

async function registered(api: Api, userId: string): Promise<User> {
  const register = (): Promise<User> =>
    api.call('POST', '/snapTrade/registerUser', { as: 'application', body: { userId } });
  try {
    return await register();
  } catch (error) {
    const isTaken = error instanceof ClientFailure && error.failure.code === '1010';
    if (!isTaken || api.policies.onTaken === 'fail') throw error;
    await api.call('DELETE', '/snapTrade/deleteUser', { as: 'application', query: { userId } });
    return register();
  }
}

/** The old secret is dead at once, so it travels in the body and never in a query again. */
export async function resetUserSecret(api: Api): Promise<readonly Row[]> {
  const call = { as: 'application', body: api.user } as const;
  const user = await api.call<User>('POST', '/snapTrade/resetUserSecret', call);
  return listConnections(api, api.policies.takesNewSecret ? user : api.user);
}

/** Queues the deletion, waits until it is done, and gives the users that are left. */
export async function deleteUser(api: Api, userId: string): Promise<readonly string[]> {
  await api.call('DELETE', '/snapTrade/deleteUser', { as: 'application', query: { userId } });
  const late = new ClientFailure('timeout', { message: 'The user is still there' });
  return api.until(async () => {
    const left = await listUsers(api);
    return left.includes(userId) && api.policies.waitsForQueue ? undefined : left;
  }, late);
}

export interface PortalOptions {
  readonly broker?: string;
  readonly connectionType?: string;
  readonly reconnect?: string;
}

export async function openPortal(api: Api, options: PortalOptions): Promise<Row> {
  const { broker, connectionType, reconnect } = api.policies.portalOptions(options);
  const body = {
    ...(broker !== undefined && { broker }),
    ...(connectionType !== undefined && { connectionType }),
    ...(reconnect !== undefined && { reconnect }),
  };
  return api.call('POST', '/snapTrade/login', { body });
}
