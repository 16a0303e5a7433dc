/** Webhooks and deliveries as people and programs see them: no secrets, times in RFC 3339. */
import { isoInstant } from '../../fixtures/ledger/time.ts';
import type { Attempt, Delivery, StoredEvent, Subscription } from './book.ts';

export interface WebhookSummary {
  readonly id: string;
  readonly provider: string;
  /** Without user name and password. */
  readonly url: string;
  /** Null: all that the provider sends. */
  readonly events: readonly string[] | null;
  /** Names of its own headers; what is in them may be a secret. */
  readonly headers: readonly string[];
  readonly createdAt: string;
  /** When the provider switched it off, after failures; null: it did not. */
  readonly disabledAt: string | null;
}

export interface AttemptSummary {
  readonly at: string;
  /** What the receiver answered; null if it did not. */
  readonly status: number | null;
  /** `timeout`, `network` (no answer), `refused` (the target is not allowed), `lost` (by a fault). */
  readonly error: string | null;
}

export interface DeliverySummary {
  readonly id: string;
  readonly webhook: string;
  readonly provider: string;
  /** Type of the event. */
  readonly event: string;
  /** The event's id, as the receiver sees it where the provider shows one. */
  readonly eventId: string;
  readonly happenedAt: string;
  readonly state: Delivery['state'];
  readonly attempts: readonly AttemptSummary[];
  /** When it is tried next; null: it is over. */
  readonly nextAt: string | null;
  /** Ids of the faults that happened to it. */
  readonly faults: readonly string[];
}

export function webhookSummary(subscription: Subscription): WebhookSummary {
  const { id, provider, events, headers, createdAt, disabledAt } = subscription;
  return {
    id,
    provider,
    url: shownUrl(subscription.url),
    events,
    headers: Object.keys(headers),
    createdAt: isoInstant(createdAt),
    disabledAt: disabledAt === null ? null : isoInstant(disabledAt),
  };
}

export function deliverySummary(delivery: Delivery, event: StoredEvent): DeliverySummary {
  const { id, webhook, state, attempts, at, faults } = delivery;
  return {
    id,
    webhook,
    provider: event.provider,
    event: event.type,
    eventId: event.id,
    happenedAt: isoInstant(event.at),
    state,
    attempts: attempts.map(attemptSummary),
    nextAt: state === 'waiting' ? isoInstant(at) : null,
    faults: faults.map((fault) => fault.id),
  };
}

/** An address without user name and password. */
export function shownUrl(url: string): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

function attemptSummary({ at, result }: Attempt): AttemptSummary {
  return {
    at: isoInstant(at),
    status: 'status' in result ? result.status : null,
    error: 'error' in result ? result.error : null,
  };
}
