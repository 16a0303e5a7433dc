/** Clients that try too little, too much, too soon or for too long. */
import { policies } from '../../clients/redbark/index.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

export const patience: readonly Mutant[] = [
  mutant('never-tries-again', 'Sends every request once.', { tries: 1 }, [
    'limits/wait-in-seconds',
    'limits/too-many-under-way',
    'outages/broker-is-down-once',
    'outages/service-fails-once',
    'outages/down-for-two-seconds',
    'wire/bytes-are-damaged',
    'wire/reset-before-the-answer',
  ]),
  mutant(
    'tries-again-after-503-alone',
    'Knows one status of an outage.',
    {
      mayRepeat: (outcome) => ('answer' in outcome ? [429, 503].includes(outcome.answer.status) : true),
    },
    [
      'outages/broker-is-down-in-the-older-way',
      'outages/a-page-from-a-proxy',
      'outages/a-proxy-that-waited-too-long',
      'outages/service-fails-once',
    ],
  ),
  mutant(
    'never-tries-again-what-broke',
    'Takes a connection that broke for the end.',
    { mayRepeat: (outcome, request) => 'answer' in outcome && policies.mayRepeat(outcome, request) },
    [
      'wire/body-is-cut',
      'wire/last-chunk-never-comes',
      'wire/body-ends-in-a-value',
      'wire/bytes-are-damaged',
      'wire/reset-before-the-answer',
      'wire/reset-in-the-body',
      'wire/no-answer-at-all',
    ],
  ),
  mutant(
    'tries-again-whatever-was-refused',
    'Repeats refusals that no repetition mends.',
    { mayRepeat: (outcome) => !('answer' in outcome) || outcome.answer.status >= 400 },
    [
      'access/key-does-not-work',
      'access/plan-without-api',
      'access/plan-without-brokerage',
      'access/plan-on-trial',
      'trades/unknown-connection',
      'trades/a-bank-has-no-trades',
      'trades/from-after-to',
      'trades/datetime-without-offset',
      'trades/one-foreign-account-fails-all',
    ],
  ),
  mutant(
    'goes-on-after-the-key-was-refused',
    'Sends what is waiting its turn although the key does not work.',
    { isTheEnd: () => false },
    ['brokerage/key-is-revoked-half-way'],
  ),
  mutant(
    'does-not-read-retry-after',
    'Waits as long as it likes, whatever it was told.',
    { waitOf: () => undefined },
    [
      'limits/wait-in-seconds',
      'limits/wait-until-a-date',
      'limits/refused-three-times',
      'limits/refused-for-ever',
      'limits/a-wait-of-hours',
      'limits/an-hour-is-there',
      'limits/thirty-a-minute',
      'limits/too-many-under-way',
      'outages/service-says-when',
      'paging/second-page-has-to-wait',
      'brokerage/limit-is-met-half-way',
    ],
  ),
  mutant(
    'reads-retry-after-as-a-number',
    'Takes what is no number for no wait.',
    {
      waitOf: ({ headers }) => {
        const told = headers.get('retry-after');
        return told === null ? undefined : (Number.parseInt(told, 10) || 0) * 1000;
      },
    },
    ['limits/wait-until-a-date'],
  ),
  mutant(
    'comes-back-at-once',
    'Waits for nothing between two tries, unless it was told to.',
    { backoff: () => 1 },
    ['limits/no-word-of-a-wait', 'outages/broker-is-down-once', 'outages/down-for-good'],
  ),
  mutant(
    'never-gives-up',
    'Tries again as long as the job has time.',
    { tries: Number.POSITIVE_INFINITY, backoff: () => 500 },
    ['outages/down-for-good', 'outages/only-pages-from-a-proxy', 'wire/every-answer-is-broken'],
  ),
  mutant(
    'knows-no-deadline',
    'Waits as long as it is told, though the job has no such time.',
    { deadlineMs: () => Number.POSITIVE_INFINITY },
    ['limits/a-wait-of-hours'],
  ),
  mutant(
    'waits-for-answers-for-ever',
    'Has no time limit for a request.',
    { requestTimeoutMs: () => undefined },
    ['wire/no-answer-in-time', 'wire/no-answer-ever', 'wire/body-stops-half-way'],
  ),
  mutant(
    'sends-all-at-once',
    'Keeps as many requests under way as it can.',
    { limiter: () => (task) => task() },
    ['brokerage/no-more-than-four-at-once'],
  ),
  mutant('hammers-the-cache', 'Looks every second for what shows in minutes.', { pollMs: 1000 }, [
    'trades/the-cache-is-behind',
    'trades/a-cache-that-keeps-longer',
  ]),
  mutant(
    'expects-news-at-once',
    'Gives up on a trade that does not show within a minute.',
    { pollMs: 20_000, patienceMs: 60_000 },
    ['trades/the-cache-is-behind', 'trades/a-cache-that-keeps-longer'],
  ),
];
