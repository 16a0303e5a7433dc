/** Starts a sync and waits for its end. An order that was taken is no sync, and a sync that ended is no success. */
import { type ClientContext, ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api } from './api.ts';
import { type Sight, sightOf } from './sight.ts';

/** What is known of a sync that was ordered. */
export interface Watch {
  /** How the connection stood before the order. */
  readonly before: Sight;
  readonly seen: Sight;
  /** Looks at it since the order. */
  readonly looks: number;
  /** A sync was seen under way. */
  readonly ran: boolean;
  /** So many looks in a row showed nothing under way and nothing done. */
  readonly idle: number;
  /** Milliseconds since the order. */
  readonly waitedMs: number;
}

export type Course =
  | 'succeeded'
  | 'failed'
  | 'broken-off'
  | 'not-started'
  | 'paused'
  | 'put-off'
  | 'under-way';

export interface SyncPolicies {
  /** Why no sync is ordered at all; undefined: it is. */
  readonly hindrance: (before: Sight) => ClientFailure | undefined;
  /** Whether times are compared with those of before the order, or of just after it. */
  readonly comparesWith: 'before-order' | 'after-order';
  readonly course: (watch: Watch) => Course;
  /** The wait before the n-th look. */
  readonly pollMs: (look: number) => number;
  /** Whether a sync that was put off is waited for. */
  readonly waitsForQuota: boolean;
  /** Whether a sync that was put off has to be ordered once more when its time has come. */
  readonly ordersAgain: (seen: Sight) => boolean;
  /** What is handed on of a sync that succeeded. */
  readonly toldOfSync: (seen: Sight) => unknown;
  /** What is done when the time is over. */
  readonly outOfTime: (seen: Sight) => unknown;
}

/** A taken order that shows no effect for so long has had none. */
const START_MS = 60_000;

export const syncPolicies: SyncPolicies = {
  hindrance({ paused, setupState }) {
    if (paused)
      return stopped('conflict', 'paused', 'The connection is paused: an order would start nothing');
    if (setupState === 'incomplete')
      return stopped('not-ready', 'incomplete', 'The connection was never set up completely');
    // A broken connection is mended by a sync that works, and by nothing else.
    return undefined;
  },
  comparesWith: 'before-order',
  course({ before, seen, ran, idle, waitedMs }) {
    const succeeded = hasMoved(before.succeededAt, seen.succeededAt);
    const failed = hasMoved(before.failedAt, seen.failedAt);
    if (succeeded && failed) return seen.succeededLast ? 'succeeded' : 'failed';
    if (succeeded) return 'succeeded';
    if (failed) return 'failed';
    if (seen.paused) return 'paused';
    if (seen.syncState === 'rescheduled') return 'put-off';
    if (seen.syncState !== 'scheduled') return 'under-way';
    // Twice: its times may be written a moment after its state.
    if (ran && idle >= 2) return 'broken-off';
    return !ran && waitedMs >= START_MS ? 'not-started' : 'under-way';
  },
  // Soon at first, as most syncs are short; then less and less often, as the hourly limit is the whole account's.
  pollMs: (look) => Math.min(60_000, 1000 * 1.5 ** (look - 1)),
  waitsForQuota: true,
  ordersAgain: ({ scheduleType }) => scheduleType === 'manual',
  toldOfSync: ({ id, succeededAt, failedAt }) => ({ id, succeeded_at: succeededAt, failed_at: failedAt }),
  outOfTime() {
    throw new ClientFailure('timeout', { message: 'The sync has not ended in the time there is' });
  },
};

function hasMoved(before: string | null, now: string | null): boolean {
  return now !== null && now !== before;
}

function stopped(
  kind: 'conflict' | 'not-ready' | 'sync-failed',
  code: string,
  message: string,
): ClientFailure {
  return new ClientFailure(kind, { code, message });
}

export async function syncToItsEnd(
  api: Api,
  context: ClientContext,
  id: string,
  policies: SyncPolicies,
): Promise<unknown> {
  const look = async (): Promise<Sight> => sightOf(await api.getConnection(id));
  let before = await look();
  const hindrance = policies.hindrance(before);
  if (hindrance !== undefined) throw hindrance;
  await api.orderSync(id);
  if (policies.comparesWith === 'after-order') before = await look();

  let seen = before;
  let ran = false;
  let idle = 0;
  let orderedAt = context.now();
  for (let looks = 1; ; looks += 1) {
    const wait = policies.pollMs(looks);
    if (!api.sender.hasTimeFor(wait)) return policies.outOfTime(seen);
    await context.sleep(wait);
    seen = await look();
    ran ||= seen.syncState === 'syncing';
    idle = seen.syncState === 'scheduled' ? idle + 1 : 0;
    const waitedMs = context.now() - orderedAt;
    switch (policies.course({ before, seen, looks, ran, idle, waitedMs })) {
      case 'succeeded':
        return policies.toldOfSync(seen);
      case 'failed':
        throw stopped('sync-failed', seen.setupState, 'The sync failed');
      case 'broken-off':
        throw stopped('sync-failed', 'interrupted', 'The sync ended without success or failure');
      case 'not-started':
        throw stopped('sync-failed', 'not-started', 'The order was taken, and no sync started');
      case 'paused':
        throw stopped('conflict', 'paused', 'The connection was paused meanwhile');
      case 'put-off':
        if (!(await waitedForQuota(api, context, seen, policies)))
          throw stopped('sync-failed', 'rescheduled', `Put off until ${seen.rescheduledFor ?? 'later'}`);
        // Nobody but us starts a manual one again.
        if (policies.ordersAgain(seen)) await api.orderSync(id);
        [ran, idle, orderedAt, looks] = [false, 0, context.now(), 0];
        break;
      default:
    }
  }
}

/** Sleeps until the source takes calls again; false if that is later than this job may last. */
async function waitedForQuota(
  api: Api,
  context: ClientContext,
  { rescheduledFor }: Sight,
  { waitsForQuota }: SyncPolicies,
): Promise<boolean> {
  const until = Date.parse(rescheduledFor ?? '');
  if (!waitsForQuota || Number.isNaN(until)) return false;
  // The time has microseconds, which a Date has not.
  const wait = Math.max(1000, until - context.now() + 1);
  if (!api.sender.hasTimeFor(wait)) return false;
  await context.sleep(wait);
  return true;
}
