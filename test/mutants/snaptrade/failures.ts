/** Failures that are swallowed, mixed up or told too much of. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Failure } from '../../../src/verify/protocol.ts';
import { kindOf, refused } from '../../clients/snaptrade/refusals.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

export const failures: readonly Mutant[] = [
  mutant(
    'loses-the-refusal',
    'Throws status, code and text away: "request failed".',
    { refused: () => new ClientFailure('other') },
    [
      'limits/the-failure-says-how-long',
      'refusals/wrong-secret',
      'refusals/still-being-populated',
      'outages/brokerage-down-for-good',
      'outages/refresh-while-the-brokerage-is-down',
      'users/a-new-secret-for-a-wrong-one',
      'connections/gone-while-it-is-read',
    ],
  ),
  mutant(
    'compares-codes-with-numbers',
    'Has the codes as numbers, which they never are.',
    { refused: (refusal) => refused({ ...refusal, code: undefined }) },
    [
      'refusals/wrong-consumer-key',
      'refusals/unknown-client',
      'refusals/feature-is-not-enabled',
      'connections/disabled-already',
      'users/the-id-is-taken',
      'limits/refreshed-too-recently',
    ],
  ),
  mutant(
    'needs-a-code',
    'Looks the code up without asking whether there is one.',
    {
      refused: (refusal) => {
        if (refusal.code === undefined)
          throw new TypeError("Cannot read properties of undefined (reading 'trim')");
        return refused(refusal);
      },
    },
    ['refusals/positions-are-gone', 'connections/old-deletion-is-gone', 'outages/a-proxy-speaks-html'],
  ),
  mutant(
    'takes-402-for-a-bill',
    'Takes 402 by its name: somebody has to pay.',
    {
      refused: (refusal) =>
        refusal.status === 402 ? new ClientFailure('plan-required', { status: 402 }) : refused(refusal),
    },
    ['connections/refresh-of-a-disabled-one'],
  ),
  mutant(
    'takes-403-for-a-wrong-key',
    'Sends everybody back to the sign-in who is refused.',
    {
      refused: (refusal) =>
        refusal.status === 403 ? new ClientFailure('unauthorized', { status: 403 }) : refused(refusal),
    },
    ['refusals/permission-is-missing', 'refusals/feature-is-not-enabled'],
  ),
  mutant(
    'takes-425-for-a-wrong-request',
    'Takes every status from 400 on that it does not know for its own mistake.',
    {
      tries: 1,
      refused: (refusal) =>
        refusal.status === 425 ? new ClientFailure('invalid-request', { status: 425 }) : refused(refusal),
    },
    ['refusals/still-being-populated', 'refusals/populated-a-moment-later'],
  ),
  mutant(
    'tells-the-address',
    'Puts the address into the message, and the secret with it.',
    {
      refused: (refusal, url) =>
        new ClientFailure(kindOf(refusal), {
          status: refusal.status,
          ...(refusal.code !== undefined && { code: refusal.code }),
          message: `HTTP ${refusal.status} from ${url}`,
        }),
    },
    ['refusals/the-address-holds-a-secret', 'refusals/somebody-elses-account'],
  ),
  mutant(
    'gone-is-empty',
    'Takes 410 for a list without rows.',
    { insteadOf: ({ status }, path) => (status === 410 ? nothingOf(path) : undefined) },
    ['refusals/positions-are-gone', 'refusals/gone-in-the-middle', 'connections/old-deletion-is-gone'],
  ),
  mutant(
    'not-found-is-empty',
    'Takes 404 for a list without rows.',
    { insteadOf: ({ status }, path) => (status === 404 ? nothingOf(path) : undefined) },
    ['refusals/somebody-elses-account', 'connections/gone-while-it-is-read'],
  ),
  mutant(
    'down-is-empty',
    'Shows nothing while the service is down, so that the page does not look broken.',
    {
      insteadOf: ({ kind }, path) =>
        kind === 'unavailable' || kind === 'rate-limited' ? nothingOf(path) : undefined,
    },
    ['outages/brokerage-down-for-good', 'outages/one-of-many-accounts', 'outages/unexpected-exception'],
  ),
  mutant(
    'broken-is-empty',
    'Takes an answer that it cannot read for one that says nothing.',
    { insteadOf: (failure, path) => (isBroken(failure) ? nothingOf(path) : undefined) },
    [
      'broken/body-is-cut',
      'broken/chunks-without-an-end',
      'broken/gzip-that-is-damaged',
      'broken/a-list-that-calls-itself-a-page',
      'broken/connection-closed-without-a-word',
    ],
  ),
  mutant(
    'hands-text-on',
    'Gives the text where JSON does not parse, and calls it the answer.',
    { parse: (text) => parsedOrText(text) },
    ['broken/json-that-ends-early'],
  ),
  mutant(
    'makes-a-user-of-a-lost-answer',
    'Takes a registration without an answer for done, with the id it asked for.',
    {
      insteadOf: ({ kind }, path) =>
        kind === 'network' && path.endsWith('registerUser')
          ? { userId: 'reader-42', userSecret: '' }
          : undefined,
    },
    ['broken/registration-without-an-answer'],
  ),
  mutant(
    'replaces-the-user',
    'Deletes a user whose id is taken and registers it again, to have the secret.',
    { onTaken: 'replace' },
    ['users/the-id-is-taken'],
  ),
  mutant(
    'leaves-out-what-fails',
    'Reports the accounts it could read, and not that there are more.',
    { skipsAccounts: true },
    ['outages/one-of-many-accounts', 'refusals/gone-in-the-middle', 'connections/gone-while-it-is-read'],
  ),
  mutant('expects-a-body', 'Parses every answer, the empty one of a deletion too.', { expectsBodies: true }, [
    'connections/old-deletion-has-no-body',
  ]),
];

function isBroken({ kind }: Failure): boolean {
  return kind === 'network' || kind === 'broken-answer' || kind === 'timeout';
}

/** What an answer without anything in it looks like. */
function nothingOf(path: string): unknown {
  if (path.endsWith('/activities')) return { data: [], pagination: { offset: 0, limit: 1000, total: 0 } };
  if (/^\/accounts\/[^/]+$/.test(path))
    return { sync_status: { transactions: { initial_sync_completed: true } } };
  if (path.endsWith('/positions/all')) return { results: [], data_freshness: { as_of: null } };
  return [];
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
