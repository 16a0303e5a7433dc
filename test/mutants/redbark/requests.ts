/** Requests that ask for something else, and refusals that are taken for something else. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { FailureKind } from '../../../src/verify/protocol.ts';
import type { Answer } from '../../clients/common/index.ts';
import { policies } from '../../clients/redbark/index.ts';
import { isRow } from '../../clients/redbark/shapes.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const requests: readonly Mutant[] = [
  mutant(
    'puts-the-key-in-the-address',
    'Sends the key as a query parameter too.',
    { address: (url, key) => `${url}${url.includes('?') ? '&' : '?'}api_key=${key}` },
    ['access/key-is-a-bearer-token'],
  ),
  mutant(
    'sends-the-bare-key',
    'Leaves out the scheme in front of the key.',
    { headers: (key) => ({ authorization: key }) },
    ['access/key-is-a-bearer-token', 'connections/every-status-is-shown', 'categories/another-envelope'],
  ),
  mutant(
    'makes-midnights-of-days',
    'Makes UTC instants of the days it is given.',
    { bound: (text) => (DAY.test(text) ? `${text}T00:00:00Z` : text) },
    ['trades/a-day-is-the-whole-day', 'transactions/a-day-is-local'],
  ),
  mutant(
    'drops-the-offset',
    'Sends datetimes without their Z.',
    { bound: (text) => text.replace(/Z$/, '') },
    ['trades/instants-keep-their-offset'],
  ),
  mutant(
    'shares-a-day-between-stretches',
    'Asks year by year, and for the boundary day in both.',
    { windows: (from, to) => (from === undefined || to === undefined ? [{ from, to }] : years(from, to)) },
    ['trades/stretches-share-no-day'],
  ),
  mutant(
    'asks-for-all-history',
    'Puts a date in the place of a from that was not given.',
    { windows: (from, to) => [{ from: from ?? '2020-01-01', to }] },
    ['transactions/thirty-days-unless-told'],
  ),
  mutant(
    'asks-for-all-accounts-at-once',
    'Leaves out the account in calls for transactions, and takes a refusal of them for nothing.',
    { accountsOf: () => undefined, onLostPage: (_, rows) => rows },
    ['transactions/account-by-account', 'transactions/call-without-account-is-gone'],
  ),
  mutant(
    'asks-for-every-balance',
    'Asks for the balances of brokerage accounts too.',
    { withBalance: (accounts) => accounts.map(({ id }) => id) },
    ['balances/brokerage-accounts-are-left-out'],
  ),
  mutant(
    'asks-for-all-balances-at-once',
    'Puts any number of accounts into one call.',
    { balancesAtOnce: Number.POSITIVE_INFINITY },
    ['balances/more-than-a-hundred'],
  ),
  mutant(
    'sends-one-account-of-many',
    'Repeats the parameter for each account, of which the first is heard.',
    {
      filters: ({ connectionId, accountId, accountIds }) => ({
        connectionId,
        accountId,
        accountIds: accountIds?.[0],
      }),
    },
    ['trades/only-some-accounts', 'trades/one-foreign-account-fails-all'],
  ),
  mutant(
    'forgets-the-account',
    'Asks for the whole connection.',
    { filters: ({ connectionId, accountIds }) => ({ connectionId, accountIds: accountIds?.join(',') }) },
    ['trades/only-one-account', 'holdings/only-one-account'],
  ),
  mutant(
    'takes-a-refusal-for-an-empty-list',
    'Reports nothing where it was refused.',
    {
      onLostPage: (error) => {
        if (error instanceof ClientFailure && (error.failure.status ?? 500) < 500) return [];
        throw error;
      },
    },
    [
      'trades/unknown-connection',
      'trades/a-bank-has-no-trades',
      'trades/from-after-to',
      'trades/datetime-without-offset',
      'access/plan-without-brokerage',
      'limits/refused-for-ever',
    ],
  ),
  mutant(
    'leaves-out-what-failed',
    'Exports the brokers that could be read, without a word of the others.',
    { onLostConnection: () => [], isTheEnd: () => false },
    [
      'brokerage/a-broker-that-is-down',
      'brokerage/a-broker-that-was-revoked',
      'brokerage/key-is-revoked-half-way',
    ],
  ),
  mutant(
    'looks-for-the-code-outside-error',
    'Reads code and message from the top of the body.',
    {
      refusalOf: (answer, now) =>
        restated(answer, now, { code: isRow(answer.json) ? answer.json.code : undefined }),
    },
    [
      'access/plan-without-brokerage',
      'access/plan-on-trial',
      'trades/unknown-connection',
      'trades/a-bank-has-no-trades',
      'trades/one-foreign-account-fails-all',
    ],
  ),
  mutant(
    'says-that-the-network-is-down',
    'Has one word for whatever it gave up on.',
    {
      refusalOf: (answer, now) =>
        answer.status === 429 || answer.status >= 500
          ? new ClientFailure('network')
          : policies.refusalOf(answer, now),
    },
    ['limits/refused-for-ever', 'outages/down-for-good', 'outages/only-pages-from-a-proxy'],
  ),
  mutant(
    'reads-pages-of-proxies',
    'Looks for an envelope in every refusal, and stumbles over what is no JSON.',
    {
      refusalOf: (answer, now) =>
        answer.json === undefined ? new ClientFailure('broken-answer') : policies.refusalOf(answer, now),
    },
    ['outages/only-pages-from-a-proxy'],
  ),
  mutant(
    'takes-a-small-plan-for-a-wrong-key',
    'Treats 403 as 401.',
    {
      refusalOf: (answer, now) =>
        restated(answer, now, answer.status === 403 ? { kind: 'unauthorized' } : {}),
    },
    [
      'access/plan-without-api',
      'access/plan-without-brokerage',
      'access/plan-on-trial',
      'access/plan-changes-half-way',
    ],
  ),
];

function restated(
  answer: Answer,
  now: number,
  other: { readonly kind?: FailureKind; readonly code?: unknown },
): Error {
  const right = policies.refusalOf(answer, now);
  if (!(right instanceof ClientFailure)) return right;
  const { kind, code, ...rest } = right.failure;
  const given = 'code' in other ? other.code : code;
  return new ClientFailure(other.kind ?? kind, {
    ...rest,
    ...(typeof given === 'string' && { code: given }),
  });
}

function years(from: string, to: string): { from: string; to: string }[] {
  const windows = [];
  let start = from.slice(0, 10);
  while (start < to.slice(0, 10)) {
    const next = `${Number(start.slice(0, 4)) + 1}${start.slice(4)}`;
    windows.push({ from: start, to: next < to ? next : to });
    start = next;
  }
  return windows;
}
