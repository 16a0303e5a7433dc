/** What the journal keeps of an attempt: no secret of the subscription, and no more of the bodies than it shows. */
import type { KeptAnswer } from '../journal/record.ts';
import { keptBytes, keptText } from '../journal/record.ts';
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
  const masked = (text: string): string => text.replaceAll(subscription.secret, MASK);
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
      headers: {
        ...post.headers,
        ...Object.fromEntries(Object.keys(subscription.headers).map((name) => [name, MASK])),
      },
      body: keptText(masked(post.body), Buffer.byteLength(post.body)),
    },
    response: answer && keptAnswer(answer),
  });
}

function keptAnswer({ status, headers, head, bytes }: Answer): KeptAnswer {
  return { status, headers, body: keptBytes(head, bytes) };
}
