/** Too hasty, too patient, or deaf to what it is told. */
import { mayWorkLater, retryAfterMs } from '../../clients/common/index.ts';
import { policies, toldWait } from '../../clients/snaptrade/policies.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

export const patience: readonly Mutant[] = [
  mutant(
    'ignores-waits',
    'Has waits of its own and no eye for those it is told.',
    { waitOf: () => undefined },
    [
      'limits/the-wait-is-in-the-headers',
      'limits/a-write-that-was-not-done',
      'limits/the-failure-says-how-long',
      'limits/no-time-for-the-wait',
      'outages/service-down-says-when',
    ],
  ),
  mutant(
    'reads-retry-after-alone',
    'Looks for Retry-After, which this provider does not send.',
    { waitOf: ({ headers }, now) => retryAfterMs(headers.get('retry-after'), now) },
    ['limits/the-wait-is-in-the-headers', 'limits/a-minute-holds-250'],
  ),
  mutant(
    'reads-the-limit-alone',
    'Reads the headers of the limit, and not the Retry-After of whatever stands before the provider.',
    {
      waitOf: ({ headers }) =>
        headers.get('x-ratelimit-remaining') === '0'
          ? Number(headers.get('x-ratelimit-reset')) * 1000
          : undefined,
    },
    ['limits/retry-after-from-a-proxy', 'limits/retry-after-is-a-date', 'outages/service-down-says-when'],
  ),
  mutant(
    'reads-dates-as-numbers',
    'Takes Retry-After for a number whatever it is.',
    {
      waitOf: (answer, now) => {
        const text = answer.headers.get('retry-after');
        return text === null ? toldWait(answer, now) : Number.parseInt(text, 10) * 1000 || 0;
      },
    },
    ['limits/retry-after-is-a-date'],
  ),
  mutant(
    'takes-the-reset-for-a-time-of-day',
    'Takes X-RateLimit-Reset for seconds since 1970, which are long over.',
    {
      waitOf: ({ headers, status }, now) =>
        status === 429 ? Math.max(0, Number(headers.get('x-ratelimit-reset')) * 1000 - now) : undefined,
    },
    ['limits/the-wait-is-in-the-headers', 'limits/a-minute-holds-250'],
  ),
  mutant(
    'waits-five-seconds-at-most',
    'Is told to wait for an hour and comes back after five seconds.',
    { waitOf: (answer, now) => atMost(toldWait(answer, now), 5000) },
    [
      'limits/a-wait-outlives-the-signature',
      'limits/no-time-for-the-wait',
      'limits/the-wait-is-in-the-headers',
    ],
  ),
  mutant(
    'signs-once',
    'Sends the very same request again, with the timestamp of the first time.',
    { signsAgain: false },
    ['limits/a-wait-outlives-the-signature'],
  ),
  mutant(
    'has-no-deadline',
    'Waits for as long as it takes.',
    { deadlineMs: () => Number.POSITIVE_INFINITY },
    ['limits/no-time-for-the-wait', 'connections/refresh-never-ends', 'connections/refresh-fails'],
  ),
  mutant('gives-up-at-once', 'Tries once.', { tries: 1 }, [
    'outages/brokerage-down-for-a-moment',
    'broken/body-is-cut-once',
    'limits/a-minute-holds-250',
  ]),
  mutant('never-gives-up', 'Tries until it works.', { tries: Number.POSITIVE_INFINITY }, [
    'outages/brokerage-down-for-good',
    'outages/unexpected-exception',
    'limits/the-failure-says-how-long',
    'broken/connection-closed-without-a-word',
  ]),
  mutant('does-not-back-off', 'Comes back at once, again and again.', { backoff: () => 0 }, [
    'outages/brokerage-down-for-good',
    'outages/brokerage-down-for-a-moment',
    'outages/two-minutes-of-it',
    'refusals/populated-a-moment-later',
  ]),
  mutant(
    'hammers-while-throttled',
    'Knows one kind of 429, and asks for the refresh until it is taken.',
    { mayRepeat: mayWorkLater, backoff: () => 0, tries: 20 },
    ['limits/refreshed-too-recently'],
  ),
  mutant(
    'cannot-read-the-text',
    'Without headers of a limit it comes back at once.',
    {
      waitOf: (answer, now) => (answer.headers.get('x-ratelimit-reset') === null ? 0 : toldWait(answer, now)),
      backoff: () => 0,
    },
    ['limits/the-wait-is-only-in-the-text'],
  ),
  mutant(
    'waits-for-ever-for-an-answer',
    'Has no limit for a request.',
    { requestTimeoutMs: () => undefined },
    ['broken/no-answer-at-all'],
  ),
  mutant(
    'is-impatient',
    'Gives a request a tenth of the time it may take.',
    { requestTimeoutMs: ({ limits }) => limits.requestTimeoutMs / 10 },
    ['broken/slow-and-right'],
  ),
  mutant(
    'repeats-writes',
    'Sends a write again when its answer is lost, or a bad one.',
    { mayRepeat: (outcome, request) => policies.mayRepeat(outcome, { ...request, method: 'GET' }) },
    ['outages/a-write-may-have-been-done', 'broken/refresh-without-an-answer'],
  ),
  mutant(
    'repeats-refusals',
    'Tries again whatever the refusal is.',
    { mayRepeat: (outcome) => !('answer' in outcome) || outcome.answer.status >= 400 },
    [
      'refusals/wrong-secret',
      'refusals/unknown-user',
      'refusals/unknown-client-is-a-bad-signature',
      'refusals/application-revoked',
      'refusals/revoked-between-pages',
      'refusals/no-such-connection',
      'refusals/permission-is-missing',
      'refusals/feature-is-not-enabled',
      'users/no-such-brokerage',
      'users/no-trading-there',
      'connections/refresh-of-a-disabled-one',
    ],
  ),
  mutant('trusts-the-answer', 'Takes "queued" for "done".', { waitsForQueue: false }, [
    'data/a-sync-brings-yesterday',
    'connections/refresh-is-queued',
    'connections/refresh-fails',
    'connections/refresh-never-ends',
    'connections/breaks-while-it-is-refreshed',
    'connections/deletion-is-queued',
    'connections/deletion-without-an-answer',
    'users/deletion-is-queued',
  ]),
  mutant('polls-without-a-pause', 'Looks again at once, in a circle.', { pollMs: () => 0 }, [
    'connections/waiting-is-no-hammering',
    'connections/refresh-fails',
    'activities/first-sync-is-under-way',
  ]),
];

function atMost(ms: number | undefined, most: number): number | undefined {
  return ms === undefined ? undefined : Math.min(ms, most);
}
