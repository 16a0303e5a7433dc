/** Mistakes with syncs: what a 202 means, whose log it is, and when it is over. */
import { goodPolicies } from '../../clients/breadbox/index.ts';
import { mutant } from './mutant.ts';

const { isOver } = goodPolicies;

export const syncMutants = [
  mutant(
    'takes-202-for-done',
    'Reports success as soon as the sync was accepted.',
    { isOver: () => true, wentWell: () => true },
    [
      'sync/first-look-shows-the-sync-before',
      'sync/fails',
      'sync/broken-off-by-a-restart',
      'sync/made-from-a-file',
      'transactions/as-the-last-sync-found-them',
      'transactions/stale-must-not-pass-for-fresh',
      'sync-all/leaves-out-those-in-trouble',
    ],
  ),
  mutant(
    'trusts-the-first-look',
    'Takes the log that it finds for its own.',
    { isOver: ({ recent_sync: log }) => log !== null && log.status !== 'in_progress' },
    ['sync/first-look-shows-the-sync-before', 'sync/fails'],
  ),
  mutant(
    'watches-the-status-alone',
    'Takes an active connection for a sync that went well.',
    { wentWell: ({ status }) => status === 'active' },
    ['sync/broken-off-by-a-restart'],
  ),
  mutant(
    'compares-the-two-times',
    'Takes a last success later than the last try for the end of the sync.',
    {
      isOver: ({ last_synced_at: synced, last_attempted_sync_at: tried }) =>
        synced !== null && tried !== null && synced > tried,
    },
    ['sync/last-synced-may-be-its-start', 'sync/first-look-shows-the-sync-before'],
  ),
  mutant(
    'waits-until-the-times-agree',
    'Takes two equal times for the end of the sync, as the example in the pages has them.',
    {
      isOver: ({ last_synced_at: synced, last_attempted_sync_at: tried }, before) =>
        synced !== null && synced === tried && synced !== before?.started_at,
    },
    ['sync/first-look-shows-the-sync-before'],
  ),
  mutant(
    'waits-for-a-row-of-its-own',
    'Waits for a new log row even where none can come.',
    { isOver: (status, before) => isOver(status, before, false) },
    ['sync/already-running', 'sync-all/passes-over-those-under-way'],
  ),
  mutant(
    'expects-to-see-what-runs',
    'Looks for the running sync in a log that may have no row yet.',
    {
      isOver: (status, before, joined) =>
        joined
          ? status.recent_sync?.id === (before as NonNullable<typeof before>).id &&
            isOver(status, before, joined)
          : isOver(status, before, joined),
    },
    ['sync/accepted-and-not-seen-yet'],
  ),
  mutant(
    'waits-for-an-active-connection',
    'Waits until the connection is active and has a new row.',
    { isOver: (status, before, joined) => status.status === 'active' && isOver(status, before, joined) },
    [
      'sync/fails',
      'sync/login-broken',
      'sync/permission-withdrawn',
      'sync/breaks-while-it-runs',
      'sync/taken-away-while-it-runs',
    ],
  ),
  mutant(
    'hammers-on-conflict',
    'Asks again and again until nobody else is syncing.',
    { onConflict: 'ask-again', pollMs: () => 50 },
    ['sync/already-running', 'sync/conflict-without-end'],
  ),
  mutant('takes-conflict-for-done', 'Somebody syncs it, so it is synced.', { onConflict: 'done' }, [
    'sync/already-running',
    'sync/accepted-and-not-seen-yet',
    'sync/conflict-without-end',
  ]),
  mutant(
    'asks-again-after-failure',
    'Starts the next sync when one has failed, whatever the reason.',
    { onFailed: 'ask-again' },
    [
      'sync/fails',
      'sync/broken-off-by-a-restart',
      'sync/login-broken',
      'sync/permission-withdrawn',
      'sync/breaks-while-it-runs',
      'sync/made-from-a-file',
    ],
  ),
  mutant(
    'refuses-what-is-in-error',
    'Syncs active connections only.',
    { maySync: ({ status }) => status === 'active' },
    ['sync/error-may-be-tried-again'],
  ),
  mutant(
    'knows-one-code',
    'Knows that a person is needed from ITEM_LOGIN_REQUIRED alone.',
    { needsPerson: ({ error_code: code }) => code === 'ITEM_LOGIN_REQUIRED' },
    ['sync/permission-withdrawn'],
  ),
  mutant(
    'takes-every-failure-for-a-failed-sync',
    'Does not tell what a person has to do.',
    { needsPerson: () => false },
    ['sync/login-broken', 'sync/permission-withdrawn', 'sync/breaks-while-it-runs'],
  ),
  mutant('looks-too-often', 'Looks four times a second.', { pollMs: () => 250 }, ['sync/takes-two-minutes']),
  mutant(
    'gives-up-after-thirty-looks',
    'Counts looks in place of time.',
    { pollMs: (look) => (look > 30 ? Number.POSITIVE_INFINITY : 2000) },
    ['sync/takes-two-minutes'],
  ),
  mutant(
    'takes-the-end-of-its-patience-for-success',
    'Returns what it has when the time is over.',
    { onTimeUp: 'take-the-last-look', wentWell: ({ status }) => status === 'active' },
    ['sync/never-ends', 'sync/longer-than-there-is-time', 'sync-all/waits-behind-one-that-never-ends'],
  ),
  mutant(
    'waits-for-every-connection',
    'Waits at connections that a sync of all leaves out.',
    { takesPart: ({ status }) => status !== 'disconnected' },
    ['sync-all/leaves-out-those-in-trouble', 'sync-all/none-is-active'],
  ),
  mutant(
    'waits-for-the-first-connection',
    'Takes the end of one sync of the round for the end of all.',
    { waitsForAll: 'the-first' },
    ['sync-all/leaves-out-those-in-trouble', 'sync-all/one-of-them-fails'],
  ),
  mutant(
    'takes-the-round-for-done',
    'Reports what every connection shows right after the trigger.',
    { waitsForAll: 'the-trigger' },
    [
      'sync-all/one-of-them-fails',
      'sync-all/answer-to-the-trigger-is-lost',
      'sync-all/passes-over-those-under-way',
    ],
  ),
  mutant(
    'reads-right-after-the-trigger',
    'Reads what the sync is only about to bring.',
    { freshAfter: 'the-trigger' },
    ['transactions/as-the-last-sync-found-them', 'transactions/stale-must-not-pass-for-fresh'],
  ),
  mutant(
    'looks-in-the-list-first',
    'Knows connections that are listed only.',
    { statusFrom: 'the-list-first' },
    ['connections/hidden-and-still-there'],
  ),
];
