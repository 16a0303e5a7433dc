/** Syncs: asked for, and waited for. 202 means "accepted"; only the log tells how it went. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api } from './api.ts';
import type { Connection, ConnectionStatus, SyncLog } from './wire.ts';

export async function statusOf(api: Api, id: string): Promise<ConnectionStatus> {
  const { keep, statusFrom } = api.policies;
  if (statusFrom === 'the-list-first') {
    const listed = (await api.list('/connections')) as readonly Connection[];
    if (!listed.some((connection) => connection.id === id)) throw new ClientFailure('not-found');
  }
  return keep(await api.get(`/connections/${encodeURIComponent(id)}/status`)) as ConnectionStatus;
}

/** @returns the row of the log @throws ClientFailure if the sync failed, or never ended */
export async function syncConnection(api: Api, id: string): Promise<SyncLog | null> {
  const { policies } = api;
  for (;;) {
    const before = await statusOf(api, id);
    if (!policies.maySync(before)) throw failureOf(api, before);
    const accepted = await trigger(api, { connection_id: id });
    if (accepted === 'done') return before.recent_sync;
    const after = await ended(api, id, before.recent_sync, accepted);
    if (policies.wentWell(after)) return after.recent_sync;
    if (policies.onFailed === 'tell') throw failureOf(api, after);
    if (!(await api.pause(policies.pollMs(1)))) throw failureOf(api, after);
  }
}

export interface Outcome {
  readonly connection_id: string;
  readonly status: string;
  readonly error: string | null;
}

/** Whether each went well is the value: one that failed must not hide the others. */
export async function syncAll(api: Api): Promise<readonly Outcome[]> {
  const { policies } = api;
  const connections = (await api.list('/connections')) as readonly Connection[];
  const before: ConnectionStatus[] = [];
  for (const { id } of connections) before.push(await statusOf(api, id));
  const partners = before.filter(policies.takesPart);
  const accepted = await trigger(api, {});
  const outcomes: Outcome[] = [];
  for (const { id, recent_sync: log } of partners) {
    const waits =
      policies.waitsForAll === 'each' || (policies.waitsForAll === 'the-first' && outcomes.length === 0);
    // One that was being synced already is passed over: the sync it is in is the one to wait for.
    const how = accepted === 'unsure' ? accepted : 'joined';
    const after = waits ? await ended(api, id, log, how) : await statusOf(api, id);
    // A connection that was taken away meanwhile is not synced any more.
    if (after.status === 'disconnected' || after.recent_sync === null) continue;
    outcomes.push({ connection_id: id, status: after.recent_sync.status, error: after.recent_sync.error });
  }
  return outcomes;
}

/** `joined`: another sync was running. `unsure`: no answer came, so it may have been accepted or not. */
type Accepted = 'accepted' | 'joined' | 'unsure' | 'done';

async function trigger(api: Api, body: Readonly<Record<string, unknown>>): Promise<Accepted> {
  const { policies } = api;
  for (let look = 1; ; look += 1) {
    try {
      await api.post('/sync', body);
      return 'accepted';
    } catch (error) {
      if (!(error instanceof ClientFailure)) throw error;
      const { kind, status } = error.failure;
      const answered = status !== undefined && status >= 400;
      if (kind === 'conflict' && policies.onConflict === 'wait-for-it') return 'joined';
      if (kind === 'conflict' && policies.onConflict === 'done') return 'done';
      if (!answered && policies.onLostAnswer === 'look') return 'unsure';
      if (answered && kind !== 'conflict') throw error;
      if (!(await api.pause(policies.pollMs(look)))) throw error;
    }
  }
}

async function ended(
  api: Api,
  id: string,
  before: SyncLog | null,
  accepted: Accepted,
): Promise<ConnectionStatus> {
  const { policies, context } = api;
  const asked = context.now();
  for (let look = 1; ; look += 1) {
    const status = await statusOf(api, id);
    if (policies.isOver(status, before, accepted === 'joined')) return status;
    const seen = status.recent_sync?.id !== before?.id;
    if (accepted === 'unsure' && !seen && context.now() - asked > policies.graceMs)
      throw new ClientFailure('network', { message: 'No answer to the trigger, and no sync since' });
    if (await api.pause(policies.pollMs(look))) continue;
    if (policies.onTimeUp === 'take-the-last-look') return status;
    throw new ClientFailure('timeout', { message: 'The sync did not end in time' });
  }
}

/** Whose turn it is: a person's, or the next sync's. */
function failureOf({ policies }: Api, status: ConnectionStatus): ClientFailure {
  const { error_code: code, recent_sync: log } = status;
  const gone = status.status === 'disconnected';
  return new ClientFailure(
    gone ? 'not-found' : policies.needsPerson(status) ? 'login-required' : 'sync-failed',
    {
      ...(code !== null && { code }),
      message: log?.error ?? 'The connection cannot be synced',
    },
  );
}
