/** Successes that did not happen, failures of others, and waits for what cannot come. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Sight } from '../../clients/fivetran/sight.ts';
import { type Course, syncPolicies, type Watch } from '../../clients/fivetran/sync.ts';
import type { Mutant } from '../mutant.ts';
import { mutantsOf } from './mutant.ts';

const mutant = mutantsOf('syncConnection');

const { course: right, hindrance } = syncPolicies;

const timesOnly = ({ before, seen }: Watch): Course => {
  if (seen.succeededAt !== null && seen.succeededAt !== before.succeededAt) return 'succeeded';
  return seen.failedAt !== null && seen.failedAt !== before.failedAt ? 'failed' : 'under-way';
};

const unless =
  (is: (seen: Sight) => boolean, outcome: Course) =>
  (watch: Watch): Course =>
    is(watch.seen) ? outcome : right(watch);

export const syncs: readonly Mutant[] = [
  mutant('trusts-the-order', 'Takes a sync that was ordered for done.', { course: () => 'succeeded' }, [
    'syncs/succeeds',
    'syncs/one-is-under-way',
    'syncs/first-of-a-new-connection',
    'outages/gateway-timeout-of-an-order',
    'wire/order-whose-answer-is-lost',
  ]),
  mutant(
    'waits-for-the-state-only',
    'Takes a sync that is no longer under way for a success.',
    { course: ({ seen }) => (seen.syncState === 'syncing' ? 'under-way' : 'succeeded') },
    [
      'syncs/fails',
      'syncs/broken-stays-broken',
      'syncs/interrupted',
      'syncs/out-of-quota',
      'syncs/put-off-goes-on-by-itself',
      'syncs/words-of-tomorrow-while-polling',
    ],
  ),
  mutant(
    'waits-for-the-times-only',
    'Waits until succeeded_at or failed_at moves, whatever the state says.',
    { hindrance: () => undefined, course: timesOnly },
    ['syncs/paused', 'syncs/paused-meanwhile', 'syncs/interrupted', 'syncs/never-set-up'],
  ),
  mutant(
    'waits-to-see-it-run',
    'Counts nothing before it has seen the sync under way.',
    { course: (watch) => (watch.ran ? right(watch) : 'under-way') },
    ['syncs/over-before-the-first-look'],
  ),
  mutant(
    'remembers-too-late',
    'Remembers the times of before the sync after it was ordered.',
    { comparesWith: 'after-order' },
    ['syncs/over-before-the-first-look'],
  ),
  mutant(
    'takes-any-failure-for-its-own',
    'Takes a failed_at that was there before for the outcome.',
    { course: unless(({ failedAt }) => failedAt !== null, 'failed') },
    ['syncs/failed-long-ago', 'syncs/broken-is-mended-by-a-sync'],
  ),
  mutant(
    'will-not-start-what-is-broken',
    'Refuses to sync a broken connection.',
    {
      hindrance: (before) =>
        before.setupState === 'broken' ? new ClientFailure('login-required') : hindrance(before),
    },
    ['syncs/broken-is-mended-by-a-sync'],
  ),
  mutant(
    'takes-late-for-failed',
    'Takes a connection whose data are late for one whose sync failed.',
    { course: unless(({ updateState }) => updateState === 'delayed', 'failed') },
    ['syncs/late-is-no-failure'],
  ),
  mutant(
    'compares-with-nothing',
    'Compares times as numbers, also where there is none yet.',
    {
      course: (watch) =>
        Date.parse(watch.seen.succeededAt ?? '') > Date.parse(watch.before.succeededAt ?? '')
          ? 'succeeded'
          : right({ ...watch, before: { ...watch.before, succeededAt: watch.seen.succeededAt } }),
    },
    ['syncs/first-of-a-new-connection'],
  ),
  mutant(
    'takes-any-change-for-success',
    'Takes a succeeded_at that is another for a success, null too.',
    { course: (watch) => (watch.seen.succeededAt !== watch.before.succeededAt ? 'succeeded' : right(watch)) },
    ['syncs/nulls-while-polling'],
  ),
  mutant(
    'never-orders-again',
    'Waits for a sync that was put off and that nobody starts again.',
    { course: timesOnly, pollMs: () => 300_000 },
    ['syncs/put-off-waits-for-an-order'],
  ),
  mutant(
    'looks-without-a-pause',
    'Looks every three seconds, however long it takes.',
    { pollMs: () => 3000 },
    ['syncs/takes-its-time'],
  ),
];
