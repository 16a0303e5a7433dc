/** Steps of a portal session, of which only the removed operation tells (ST-331). */
import { eventId, type SessionEventRecord } from '../portal/session-events.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { SessionEventBody } from './schemas.ts';
import { timestamp } from './time.ts';

export function sessionEventBody(world: SnapTradeWorld, event: SessionEventRecord): SessionEventBody {
  return {
    id: eventId(world, event),
    session_event_type: event.type,
    session_id: event.sessionId,
    user_id: event.userId,
    created_date: timestamp(world, event.at),
    brokerage_status_code: event.status,
    ...(event.connection !== null && { brokerage_authorization_id: event.connection }),
  };
}
