/** Too much patience, or too little. */
import { mayWorkLater } from '../../clients/common/index.ts';
import type { Mutant } from '../mutant.ts';
import { mutantsOf } from './mutant.ts';

const mutant = mutantsOf();

export const patience: readonly Mutant[] = [
  mutant('never-repeats', 'Gives up at the first refusal or broken answer.', { tries: 1 }, [
    'outages/a-moment',
    'outages/between-pages',
    'rate-limits/in-the-middle-of-a-list',
    'rate-limits/again-and-again',
    'syncs/outage-while-polling',
    'syncs/order-is-rate-limited',
  ]),
  mutant(
    'repeats-what-cannot-work',
    'Takes every refusal for a bad moment.',
    { mayRepeat: (outcome) => !('answer' in outcome) || outcome.answer.status >= 400 },
    [
      'account/without-permission',
      'refusals/wrong-secret',
      'refusals/unknown-key',
      'refusals/connector-not-found',
      'refusals/may-not-sync',
      'syncs/deleted-meanwhile',
      'updates/nothing-to-keep',
      'updates/service-that-cannot-be-configured',
      'updates/wrong-case',
    ],
  ),
  mutant(
    'ignores-retry-after',
    'Waits as long as it sees fit, whatever it is told.',
    { waitOf: () => undefined },
    [
      'rate-limits/seconds',
      'rate-limits/as-a-date',
      'outages/says-when-it-is-back',
      'syncs/rate-limited-while-polling',
      'updates/rate-limited',
    ],
  ),
  mutant(
    'knows-seconds-only',
    'Reads Retry-After as a number, and fails where it is a date or not there.',
    {
      waitOf({ status, headers }) {
        const wait = headers.get('retry-after');
        // As a parser of numbers fails on nothing and on dates alike.
        return status === 429 || wait !== null ? Number.parseInt(wait ?? '', 10) * 1000 : undefined;
      },
    },
    ['rate-limits/as-a-date'],
  ),
  mutant('does-not-back-off', 'Repeats at once where nobody tells it to wait.', { backoff: () => 0 }, [
    'rate-limits/without-a-hint',
    'rate-limits/never-lets-in',
    'outages/a-moment',
    'outages/page-of-a-proxy',
  ]),
  mutant('tries-for-ever', 'Tries twice a second until it works.', { tries: 100_000, backoff: () => 500 }, [
    'rate-limits/never-lets-in',
    'rate-limits/zero-seconds',
    'outages/for-good',
    'wire/never-whole',
  ]),
  mutant('sleeps-through-its-deadline', 'Waits as long as it takes.', { deadlineMs: () => 1e12 }, [
    'rate-limits/longer-than-there-is-time',
    'syncs/never-ends',
  ]),
  mutant(
    'has-no-time-limit',
    'Waits for an answer as long as the connection stands.',
    { requestTimeoutMs: () => undefined },
    ['wire/no-answer-comes', 'wire/body-that-trickles'],
  ),
  mutant(
    'has-no-time',
    'Takes an answer that is not there in a tenth of a second for lost.',
    { requestTimeoutMs: () => 100 },
    ['wire/slow-but-in-time'],
  ),
  mutant(
    'argues-with-conflicts',
    'Orders a sync whatever the connection shows, and again when that is refused.',
    {
      hindrance: () => undefined,
      mayRepeat: (outcome) => mayWorkLater(outcome) || ('answer' in outcome && outcome.answer.status === 409),
    },
    ['syncs/paused-and-refused'],
  ),
];
