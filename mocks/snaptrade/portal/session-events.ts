/** What happened in portal sessions, step by step, for the removed `GET /sessionEvents` (ST-331). */
import { type Instant, sub, uuid } from '../../../fixtures/ledger/index.ts';
import { LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';

export type SessionEventType =
  | 'OAUTH_REDIRECT'
  | 'DISCLAIMER_ACCEPTED'
  | 'BROKERAGE_CONNECTION_INITIATED'
  | 'BROKERAGE_RECONNECT_INITIATED'
  | 'BROKERAGE_AUTHENTICATION'
  | 'OAUTH_BROKERAGE_AUTHENTICATION'
  | 'MFA_REQUESTED'
  | 'MFA_SUBMITTED'
  | 'CONNECTION_SUCCESSFUL'
  | 'CONNECTION_FAILED'
  | 'PARTNER_REDIRECT'
  | 'CONNECTION_ABORTED'
  | 'SESSION_STARTED';

/** Plain data, part of the state. */
export interface SessionEventRecord {
  readonly number: number;
  readonly type: SessionEventType;
  readonly at: Instant;
  readonly sessionId: string;
  readonly userId: string;
  /** HTTP status of the brokerage's refusal. */
  readonly status: number | null;
  /** Id of the connection, where there is one. */
  readonly connection: string | null;
}

/** Kept in a world; then the oldest go. */
const MOST_EVENTS = 2000;

export function noteEvent(
  world: SnapTradeWorld,
  { sessionId, session }: { readonly sessionId: string; readonly session: { readonly userId: string } },
  type: SessionEventType,
  {
    status = null,
    connection = null,
  }: { readonly status?: number | null; readonly connection?: string | null } = {},
): void {
  const { sessionEvents } = world.state;
  const number = world.serial('session-event');
  sessionEvents.push({
    number,
    type,
    at: world.now(),
    sessionId,
    userId: session.userId,
    status,
    connection,
  });
  if (sessionEvents.length > MOST_EVENTS) sessionEvents.splice(0, sessionEvents.length - MOST_EVENTS);
}

export function eventId({ seed }: SnapTradeWorld, { number }: SessionEventRecord): string {
  return uuid(sub(seed, LENS, 'session-event', number));
}
