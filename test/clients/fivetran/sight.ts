/** What a look at a connection shows of its syncs. Words nobody documented stay what they are. */
import { member, textIn } from './reading.ts';

export interface Sight {
  readonly id: string;
  readonly paused: boolean;
  readonly succeededAt: string | null;
  readonly failedAt: string | null;
  readonly scheduleType: string;
  readonly syncState: string;
  readonly setupState: string;
  readonly updateState: string;
  readonly rescheduledFor: string | null;
  /** Whether the last success came after the last failure. */
  readonly succeededLast: boolean;
}

export function sightOf(connection: unknown): Sight {
  const status = member(connection, 'status');
  const succeededAt = textIn(connection, 'succeeded_at') ?? null;
  const failedAt = textIn(connection, 'failed_at') ?? null;
  const syncState = textIn(status, 'sync_state') ?? '';
  return {
    id: textIn(connection, 'id') ?? '',
    paused: member(connection, 'paused') === true || syncState === 'paused',
    succeededAt,
    failedAt,
    scheduleType: textIn(connection, 'schedule_type') ?? '',
    syncState,
    setupState: textIn(status, 'setup_state') ?? '',
    updateState: textIn(status, 'update_state') ?? '',
    rescheduledFor: textIn(status, 'rescheduled_for') ?? null,
    // One form, always UTC: the order of the texts is that of the times.
    succeededLast: (succeededAt ?? '') > (failedAt ?? ''),
  };
}
