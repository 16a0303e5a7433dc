/** Bodies of webhooks (FT-80 to FT-86). */
import { sub, uuid } from '../../../fixtures/ledger/seed.ts';
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import type { Connection, PipelinesWing, Run } from '../../../fixtures/pipelines/index.ts';
import type { Json } from '../../../src/provider/index.ts';

type Body = { readonly [field: string]: Json };

/** All but what the message itself brings. Only events of a sync have its id. */
export function eventBody(
  wing: PipelinesWing,
  connection: Connection,
  run: Run | undefined,
  data: Body,
): Body {
  return {
    connector_type: connection.service,
    connector_id: connection.id,
    connector_name: connection.schema,
    ...(run !== undefined && { sync_id: uuid(sub(wing.seed, 'sync', connection.id, run.startedAt)) }),
    destination_group_id: wing.groupByKey(connection.group)?.id ?? connection.group,
    data,
  };
}

export function webhookBody(type: string, at: number, body: Json): Body {
  return { event: type, created: isoInstant(at), ...(body as Body) };
}

/** How a sync ended; undefined if it came to no end. */
export function endData({ end, resumesAt }: Run): Body | undefined {
  switch (end) {
    case 'succeed':
      return { status: 'SUCCESSFUL' };
    case 'fail':
      return { status: 'FAILURE', reason: 'The last sync failed. Check the credentials of the source.' };
    case 'quota':
      return rescheduledData(resumesAt ?? 0);
    default:
      return undefined;
  }
}

export function rescheduledData(resumesAt: number): Body {
  const at = isoInstant(resumesAt);
  return {
    status: 'RESCHEDULED',
    reason: `Rescheduled for ${at}, reason: the quota of the source is used up`,
    rescheduledAt: at,
  };
}
