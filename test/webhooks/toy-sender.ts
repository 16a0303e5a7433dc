/** A provider made up for tests of webhooks: what it sends is easy to read, and its rules are short. */
import type { Provider, Webhooks } from '../../src/provider/index.ts';
import { toy } from '../engine/toy.ts';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** Three attempts, a minute and then two apart; nightly news from each of two towns. */
export const toyWebhooks: Webhooks = {
  events: { news: 'something happened', nightly: 'a night has passed', parcel: 'comes in parts' },
  parts: (data) => (Array.isArray(data) ? data : [data]),
  body: (_, { id, type, at, sentAt, data }) => JSON.stringify({ id, type, at, sentAt, data }),
  headers: ({ body }, key) => ({ 'Content-Type': 'application/json', 'X-Signed': `${key}:${body.length}` }),
  succeeded: (status) => status === 200,
  retry: (attempt) => (attempt < 3 ? attempt * MINUTE : undefined),
  disables: (_, givenUp) => givenUp >= 2,
  recurrences: {
    night: {
      emits: ['nightly'],
      subjects: () => ['here', 'there'],
      next: (_, subject, after) => {
        const offset = subject === 'here' ? 0 : 20 * MINUTE;
        return Math.floor((after - offset) / DAY + 1) * DAY + offset;
      },
      happen: (world, subject, nights) => {
        world.emit('nightly', { subject, nights: Number(nights) + 1 }, { connection: subject });
        return Number(nights) + 1;
      },
    },
  },
};

export const sender: Provider = { ...toy, webhooks: toyWebhooks };
