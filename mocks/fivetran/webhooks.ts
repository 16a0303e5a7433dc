/** Webhooks: syncs that start and end, and what somebody does to a connection (FT-80 to FT-86). */
import { createHmac } from 'node:crypto';
import { DAY, MINUTE } from '../../fixtures/ledger/time.ts';
import { type Connection, nextAt, type Run } from '../../fixtures/pipelines/index.ts';
import type { Json, Recurrence, Webhooks } from '../../src/provider/index.ts';
import { type FivetranState, type FivetranWorld, lifeOf, wingOf } from './state.ts';
import { endData, eventBody, rescheduledData, webhookBody } from './wire/webhook.ts';

/** Each wait is five minutes longer than the one before (FT-82). */
const WAIT_GROWS_MS = 5 * MINUTE;

/** Tried for a day; then the webhook is switched off (FT-82). */
const TRIED_MS = DAY;

/** Syncs of a connection. What is remembered is the one that ran when it was looked at last. */
const sync: Recurrence<FivetranState> = {
  emits: ['sync_start', 'sync_end', 'status'],
  subjects: (world) => wingOf(world).connections.map(({ id }) => id),
  next(world, id, after) {
    const connection = wingOf(world).connectionById(id);
    if (connection === undefined) return undefined;
    const { course, rhythm } = lifeOf(world, connection, after);
    const next = nextAt(course, rhythm);
    return next === undefined ? undefined : Math.max(next, after + 1);
  },
  begin: (world, id) => runOf(world, id) as Json,
  happen(world, id, remembered) {
    const connection = wingOf(world).connectionById(id);
    if (connection === undefined) return remembered;
    const before = remembered as unknown as Run | null;
    const run = runOf(world, id);
    const isAnother = run?.startedAt !== before?.startedAt;
    // A sync that was given up for another, by a pause or half way, ends without a word (FT-C60).
    if (isAnother && before !== null && before.endsAt === world.now()) ended(world, connection, before);
    if (isAnother && run !== null) tell(world, connection, 'sync_start', {}, run);
    return run as unknown as Json;
  },
};

export const webhooks: Webhooks<FivetranState> = {
  events: {
    sync_start: 'a sync starts',
    sync_end: 'a sync has succeeded, has failed, or is put off because the quota of the source is used up',
    status: 'a sync is put off (deprecated)',
    pause_connector: 'a connection is paused',
    resume_connector: 'a connection is unpaused',
    edit_connector: 'anything else about a connection is changed',
    force_update_connector: 'somebody asks for a sync',
  },
  body: (_, { type, at, data }) => JSON.stringify(webhookBody(type, at, data)),
  headers: ({ body }, key) => ({
    'Content-Type': 'application/json',
    'User-Agent': 'Fivetran-Webhook',
    // Upper case, as a consumer saw it; the provider's own sample takes either (FT-81).
    'X-Fivetran-Signature-256': createHmac('sha256', key).update(body).digest('hex').toUpperCase(),
  }),
  succeeded: (status) => status >= 200 && status < 300,
  retry(attempt) {
    const tried = (WAIT_GROWS_MS * attempt * (attempt + 1)) / 2;
    return tried > TRIED_MS ? undefined : WAIT_GROWS_MS * attempt;
  },
  disables: () => true,
  recurrences: { sync },
};

/** Something was done to a connection, now. */
export function tellOfDeed(
  world: FivetranWorld,
  connection: Connection,
  type: 'pause_connector' | 'resume_connector' | 'edit_connector' | 'force_update_connector',
): void {
  tell(world, connection, type, {});
}

function ended(world: FivetranWorld, connection: Connection, run: Run): void {
  const data = endData(run);
  if (data === undefined) return;
  tell(world, connection, 'sync_end', data, run);
  if (run.end === 'quota') tell(world, connection, 'status', rescheduledData(run.resumesAt ?? 0), run);
}

function tell(
  world: FivetranWorld,
  connection: Connection,
  type: string,
  data: { readonly [field: string]: Json },
  run?: Run,
): void {
  if (!world.hears(type)) return;
  world.emit(type, eventBody(wingOf(world), connection, run, data), { connection: connection.key });
}

function runOf(world: FivetranWorld, id: string): Run | null {
  const connection = wingOf(world).connectionById(id);
  return connection === undefined ? null : lifeOf(world, connection, world.now()).course.run;
}
