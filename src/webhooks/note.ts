/** What the journal keeps of an attempt: no secret of the subscription, and no more of the bodies than it shows. */
import { keptText } from '../journal/record.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { Delivery, StoredEvent, Subscription } from './book.ts';
import type { Answer, Post } from './courier.ts';
import { shownUrl } from './summaries.ts';

const MASK = '***';

export interface Note {
  readonly delivery: Delivery;
  readonly event: StoredEvent;
  readonly subscription: Subscription;
  readonly post: Post;
  /** Undefined: the receiver did not answer; `error` says why. */
  readonly answer: Answer | undefined;
  readonly error: string | undefined;
  readonly hostAt: number;
  readonly tookMs: number;
}

export function noteDelivery(world: LiveWorld, note: Note): void {
  const { delivery, event, subscription, post, answer, error, hostAt, tookMs } = note;
  // A receiver may say back what it was told.
  const mask = (text: string): string => text.replaceAll(subscription.secret, MASK);
  const masked = <Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> =>
    mapped(headers, (value) => (typeof value === 'string' ? (mask(value) as Value & string) : value));
  world.journal.write({
    kind: 'delivery',
    at: delivery.at,
    hostAt,
    tookMs,
    provider: event.provider,
    faults: delivery.faults,
    event: event.type,
    webhook: delivery.webhook,
    delivery: delivery.id,
    attempt: delivery.attempts.length + 1,
    url: shownUrl(post.url),
    error,
    request: {
      headers: { ...masked(post.headers), ...mapped(subscription.headers, () => MASK) },
      body: keptText(mask(post.body), Buffer.byteLength(post.body)),
    },
    response: answer && {
      status: answer.status,
      headers: masked(answer.headers),
      body: keptText(mask(answer.head.toString()), answer.bytes),
    },
  });
}

function mapped<Value>(
  headers: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value)]));
}
