/** A run with something of everything, as it might come from a client somebody wrote on a Friday. */
import type { CaseEnded, RunEvent } from '../../../src/verify/events.ts';
import { client, ended, exchange, runOf, said } from './events.ts';

const LIMITED = {
  id: 'RB-57',
  says: 'A refusal for asking too often tells in Retry-After how many seconds to wait; asking earlier is refused again.',
  source: 'seed 001, section Rate limits',
};
const PAGES = {
  id: 'RB-36',
  says: 'hasMore may be true on a page with fewer rows than limit; only hasMore ends a listing.',
  source: 'seed 001, example body and Pagination table',
};

export const shortPage = ended('redbark/trades/short-page-is-not-the-last', {
  says: 'A page in the middle has fewer rows than were asked for. A client that takes it for the last one loses the rest without a word.',
  rules: [PAGES],
  verdict: 'fail',
  expectation: '118 trades, as the ledger has them',
  reported: { value: '53 trades' },
  findings: [
    {
      about: 'report',
      message: '65 of 118 trades are missing; the first is trd_9f3b02c1.',
      expected: '118 rows',
      reported: '53 rows',
      exchanges: [2],
    },
    {
      about: 'wire',
      rule: 'every-page-once',
      message:
        'The pages from offset 53 were never asked for, although the answer before them said that more rows come.',
      exchanges: [2],
    },
  ],
  tookMs: 18,
  exchanges: [
    exchange(1, { target: '/v1/trades?connectionId=conn_7a&limit=50&offset=0' }),
    exchange(2, {
      atMs: 4,
      target: '/v1/trades?connectionId=conn_7a&limit=50&offset=50',
      faults: ['short-page'],
      response: {
        headers: { 'content-type': 'application/json; charset=utf-8', 'understudy-fault': 'short-page' },
        body: '{"data":[{"id":"trd_9f3b02be","fees":"9.95"},{"id":"trd_9f3b02bf","fees":"9.95"},{"id":"trd_9f3b02c0","fees":"0"}],"pagination":{"total":118,"limit":50,"offset":50,"hasMore":true}}',
      },
    }),
  ],
  adapter: [
    said(
      'suite',
      '{"type":"case","seq":7,"id":"redbark/trades/short-page-is-not-the-last","operation":"redbark.listTrades"}',
    ),
    said('stderr', 'ledgerline: listing trades of conn_7a', 3),
    said('adapter', '{"type":"result","seq":7,"value":[{"id":"trd_9f3b0288"} ... 53 rows]}', 11),
  ],
});

export const hurried = ended('redbark/limits/waits-as-told', {
  says: 'The seventh request is refused and told to wait. A client that asks again at once keeps itself locked out, and everyone who shares its key.',
  rules: [LIMITED],
  verdict: 'fail',
  expectation: '118 trades, after a wait of at least 7 s',
  reported: {
    failure: { kind: 'rate-limited', status: 429, code: 'rate_limited', message: 'Too many requests' },
  },
  findings: [
    {
      about: 'wire',
      rule: 'waited-as-told',
      message: 'Answer #3 told to wait 7 s; the next request of the operation came after 0.250 s.',
      expected: 'not before +7.004s',
      reported: '+0.254s',
      exchanges: [3, 4, 5],
    },
  ],
  tookMs: 1304,
  worldMs: 754,
  exchanges: Array.from({ length: 14 }, (_, index) =>
    exchange(index + 1, {
      atMs: index < 3 ? index * 2 : 4 + (index - 2) * 250,
      target: `/v1/trades?connectionId=conn_7a&limit=50&offset=${Math.min(index, 2) * 50}`,
      ...(index >= 2 && {
        status: 429,
        faults: ['rate-limited'],
        response: {
          headers: { 'content-type': 'application/json', 'retry-after': '7' },
          body: '{"error":{"code":"rate_limited","message":"Too many requests"}}',
        },
      }),
    }),
  ),
  exchangesLeftOut: 26,
});

const floats = ended('redbark/trades/money-stays-exact', {
  says: 'Fees and prices have more digits than a float keeps. A client that parses them as numbers reports other money.',
  rules: [{ id: 'RB-21', says: 'Money is a decimal string.', source: 'seed 001, Field reference' }],
  verdict: 'fail',
  level: 'must',
  reported: { value: '118 trades' },
  findings: [
    {
      about: 'report',
      message: 'The value differs.',
      path: '[3].fees',
      expected: '"1234567890.12345678"',
      reported: '1234567890.1234567',
      exchanges: [1],
    },
    {
      about: 'report',
      message: 'The value differs.',
      path: '[3].price',
      expected: '"0.30000000000000001"',
      reported: '0.3',
      exchanges: [1],
    },
  ],
  exchanges: [exchange(1)],
});

const chatty = ended('breadbox/transactions/cursor-as-given', {
  says: 'The cursor holds characters that an address has to escape. A client that pastes it as it is asks for another page.',
  level: 'should',
  verdict: 'fail',
  rules: [
    {
      id: 'BB-40',
      says: 'A cursor is opaque and is given back to the letter.',
      source: 'seed 004, Pagination',
    },
  ],
  findings: [
    {
      about: 'wire',
      rule: 'cursor-as-given',
      message: 'The cursor of request #2 is not the one answer #1 gave: `a+b/c==` became `a b/c==`.',
      expected: 'cursor=a%2Bb%2Fc%3D%3D',
      reported: 'cursor=a+b/c==',
      exchanges: [1, 2],
    },
  ],
  exchanges: [
    exchange(1, { target: '/api/v1/transactions?limit=100', operation: 'listTransactions' }),
    exchange(2, {
      atMs: 3,
      target: '/api/v1/transactions?limit=100&cursor=a+b/c==',
      operation: 'listTransactions',
      status: 400,
      response: {
        headers: { 'content-type': 'application/json' },
        body: '{"error":{"code":"INVALID_CURSOR","message":"Cursor can not be read"}}',
      },
    }),
  ],
});

const silent = ended('snaptrade/connections/answer-never-comes', {
  says: 'A request is taken and never answered. A client without a timeout hangs for good.',
  verdict: 'fail',
  rules: [{ id: 'ST-71', says: 'An institution may keep a request waiting.', source: 'seed 002, Timeouts' }],
  expectation: 'a failure: timeout or unavailable',
  findings: [
    {
      about: 'protocol',
      message: 'No result within 10 s; the case was cancelled and the adapter restarted.',
    },
  ],
  tookMs: 10_006,
  exchanges: [
    {
      number: 1,
      atMs: 2,
      tookMs: 10_001,
      method: 'GET',
      target: '/api/v1/authorizations?clientId=UNDERSTUDY&timestamp=1773651600&userId=owner&userSecret=***',
      operation: 'listConnections',
      outcome: 'aborted by client',
      faults: ['never-answers'],
      request: { headers: { signature: '***' }, body: '' },
    },
  ],
  adapter: [
    said('suite', '{"type":"case","seq":31,"operation":"snaptrade.listConnections"}'),
    said('suite', '{"type":"cancel","seq":31}', 10_000),
    said('stderr', 'Traceback (most recent call last):', 10_002),
    said('stderr', '  File "adapter.py", line 44, in <module>', 10_002),
  ],
});

const sometimes = ended('fivetran/syncs/first-poll-is-too-early', {
  says: 'A sync that was asked for has not begun when it is first looked at. A client that trusts the first look reports the sync before.',
  verdict: 'flaky',
  rules: [
    {
      id: 'FT-33',
      says: 'sync_state is eventually consistent after a sync was asked for.',
      source: 'choice',
    },
  ],
  findings: [
    {
      about: 'report',
      message: 'The client reports the end of the sync before.',
      path: 'succeeded_at',
      expected: '2026-03-16T09:12:00Z',
      reported: '2026-03-16T03:00:00Z',
      exchanges: [2],
    },
  ],
  runs: 10,
  passed: 7,
  exchanges: [
    exchange(1, {
      method: 'POST',
      target: '/v1/connections/calm_harbour/sync',
      operation: 'syncConnection',
      request: {
        headers: { authorization: 'Basic ***', 'content-type': 'application/json' },
        body: '{"force":true}',
      },
      response: {
        headers: { 'content-type': 'application/json' },
        body: '{"code":"Success","message":"Sync has been successfully triggered"}',
      },
    }),
    exchange(2, { atMs: 1000, target: '/v1/connections/calm_harbour', operation: 'getConnection' }),
  ],
});

const ORDINARY = `
redbark/trades/every-row-once redbark/trades/equal-rows-are-two redbark/trades/empty-page-is-the-end
redbark/trades/rows-move-between-pages redbark/trades/nulls-stay-null redbark/trades/filters-on-every-page
redbark/limits/wait-as-date redbark/limits/refused-again-and-again redbark/limits/no-hint-backs-off
redbark/auth/nothing-after-401 redbark/auth/plan-is-not-permission redbark/holdings/money-stays-exact
redbark/wire/cut-body redbark/wire/connection-reset redbark/wire/slow-answer
snaptrade/auth/signature-of-the-body snaptrade/auth/clock-is-behind snaptrade/connections/disabled-is-told
snaptrade/connections/disabled-is-not-hammered snaptrade/activities/every-page-once snaptrade/activities/mixed-dates
snaptrade/accounts/unknown-members snaptrade/accounts/large-numbers snaptrade/holdings/stale-is-told
breadbox/transactions/every-row-once breadbox/transactions/removed-rows breadbox/transactions/cursor-expires
breadbox/connections/login-required breadbox/connections/sync-is-asked-for-once breadbox/auth/read-only-key
breadbox/wire/html-in-place-of-json breadbox/wire/truncated-list
fivetran/connections/every-page-once fivetran/connections/paused-is-told fivetran/connections/broken-is-told
fivetran/syncs/waits-for-the-end fivetran/syncs/failed-is-not-success fivetran/syncs/never-ends
fivetran/limits/retry-after-absent fivetran/limits/in-flight-cap fivetran/auth/basic-not-bearer`
  .trim()
  .split(/\s+/);

/** Every case with its verdict for a client that fails these. */
function cases(wrong: readonly CaseEnded[]): CaseEnded[] {
  const ordinary = ORDINARY.filter((id) => !wrong.some((one) => one.id === id)).map((id, index) =>
    ended(id, {
      says: `${id.split('/')[2]?.replaceAll('-', ' ')}.`.replace(/^./, (first) => first.toUpperCase()),
      level: index % 5 === 3 ? 'should' : index % 11 === 7 ? 'info' : 'must',
      rules: [{ id: `R-${index}`, says: 'It is documented so.', source: 'seed 00, a table' }],
      tookMs: 5 + ((index * 7) % 40),
      worldMs: index % 6 === 2 ? 3_600_000 : 0,
    }),
  );
  return [...wrong, ...ordinary].sort((a, b) => (a.id < b.id ? -1 : 1));
}

const NO_SYNC = 'the client has no call that starts a sync';
const unsupported = ORDINARY.filter((id) => id.startsWith('fivetran/syncs/')).map((id) =>
  ended(id, { verdict: 'unsupported', reason: NO_SYNC }),
);

/** Two clients: one that fails a good deal, one that is nearly right. */
export const friday: RunEvent[] = runOf(
  cases([
    shortPage,
    hurried,
    floats,
    chatty,
    silent,
    sometimes,
    ...unsupported,
    ended('breadbox/auth/read-only-key', {
      verdict: 'expected-fail',
      reason: 'known since 1.2; to be mended with the new permission model',
      level: 'should',
    }),
    ended('redbark/wire/slow-answer', {
      verdict: 'unexpected-pass',
      reason: 'expected to fail: no timeout before 1.4',
    }),
    ended('snaptrade/auth/clock-is-behind', {
      verdict: 'not-run',
      reason: 'needs the capability clock',
      level: 'should',
    }),
    ended('fivetran/auth/basic-not-bearer', {
      verdict: 'error',
      findings: [{ about: 'harness', message: 'The world could not be made: no such entity: owner-shares.' }],
    }),
  ]),
  { client: client('ledgerline', '1.4.0') },
  {
    problems: ['expected-failures.txt:12: redbark/trades/gone-* matches no case'],
    exitCode: 3,
    tookMs: 21_840,
  },
);

export const monday: RunEvent[] = runOf(
  cases([
    chatty,
    ended('redbark/trades/short-page-is-not-the-last'),
    ended('redbark/limits/waits-as-told', { worldMs: 7000 }),
    ended('redbark/trades/money-stays-exact'),
    ended('snaptrade/connections/answer-never-comes', { tookMs: 2004 }),
    ended('fivetran/syncs/first-poll-is-too-early', { worldMs: 720_000 }),
  ]),
  { client: client('pyledger', '0.9.2', 'Python') },
  { tookMs: 9_120 },
);
