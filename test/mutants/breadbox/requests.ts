/** Mistakes with requests, refusals and what breaks on the way. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import { goodPolicies } from '../../clients/breadbox/index.ts';
import { mutant } from './mutant.ts';

const { accept, mayRepeat, waitOf } = goodPolicies;
const NOTHING = { data: [], next_cursor: null, has_more: false };

export const requestMutants = [
  mutant(
    'ignores-retry-after',
    'Backs off in its own time, whatever it was told.',
    { waitOf: () => undefined },
    [
      'limits/second-page',
      'limits/told-as-a-date',
      'limits/twice-in-a-row',
      'limits/an-hour',
      'outages/told-when-it-comes-back',
      'sync/trigger-is-rate-limited',
      'sync/looks-that-are-rate-limited',
      'limits/bucket-runs-dry',
    ],
  ),
  mutant(
    'reads-a-date-as-a-number',
    'Takes Retry-After for seconds in every case; of a date nothing is left.',
    { waitOf: ({ headers }) => (Number(headers.get('retry-after')) || 0) * 1000 },
    ['limits/told-as-a-date'],
  ),
  mutant(
    'waits-a-minute-at-most',
    'Cuts every wait that it is told at sixty seconds.',
    { waitOf: (answer, now) => cut(waitOf(answer, now), 60_000) },
    ['limits/an-hour', 'limits/told-as-a-date', 'outages/told-when-it-comes-back'],
  ),
  mutant('never-tries-again', 'Takes the first failure for the last word.', { tries: 1 }, [
    'limits/second-page',
    'limits/without-a-hint',
    'limits/bucket-runs-dry',
    'outages/database-comes-back',
    'outages/page-of-a-proxy',
    'wire/reset-before-the-answer',
    'wire/no-answer-at-all',
    'sync/trigger-is-rate-limited',
    'sync/looks-that-fail',
  ]),
  mutant('tries-again-at-once', 'Repeats what failed without a pause.', { backoff: () => 0 }, [
    'limits/without-a-hint',
    'outages/database-comes-back',
    'outages/stays-down',
  ]),
  mutant(
    'never-gives-up',
    'Repeats what failed twice a second until it works.',
    { tries: Number.POSITIVE_INFINITY, backoff: () => 500 },
    ['outages/stays-down', 'outages/proxy-never-gets-through', 'wire/always-cut'],
  ),
  mutant(
    'has-no-deadline',
    'Has all the time in the world, whatever its caller has.',
    { deadlineMs: () => Number.POSITIVE_INFINITY },
    [
      'limits/longer-than-there-is-time',
      'sync/never-ends',
      'sync/longer-than-there-is-time',
      'sync-all/waits-behind-one-that-never-ends',
    ],
  ),
  mutant(
    'repeats-refusals',
    'Repeats whatever is no success: wrong keys, unknown ids, missing scopes.',
    { mayRepeat: (outcome) => !('answer' in outcome) || outcome.answer.status >= 400 },
    [
      'connections/unknown-id',
      'connections/malformed-id',
      'keys/unknown',
      'keys/missing',
      'keys/revoked-half-way',
      'sync/disconnected',
      'sync/read-only-key',
      'sync/key-is-revoked-while-it-waits',
    ],
  ),
  mutant(
    'repeats-the-trigger',
    'Repeats a write like a reading when its answer is lost.',
    { mayRepeat: (outcome, request) => mayRepeat(outcome, { ...request, method: 'GET' }) },
    ['sync/answer-to-the-trigger-is-lost'],
  ),
  mutant(
    'waits-for-an-answer-for-ever',
    'Has no time limit for a request.',
    { requestTimeoutMs: () => undefined },
    ['wire/hangs-once', 'wire/hangs-for-ever'],
  ),
  mutant('is-impatient', 'Takes a slow answer for none.', { requestTimeoutMs: () => 150 }, [
    'wire/slow-and-whole',
  ]),
  mutant(
    'swallows-failures',
    'Catches whatever goes wrong with a reading and goes on with nothing.',
    { tries: 1, onFailure: () => NOTHING },
    [
      'outages/stays-down',
      'outages/proxy-never-gets-through',
      'outages/mistake-inside-the-server',
      'wire/always-cut',
      'wire/damaged-compression',
      'keys/revoked',
      'keys/revoked-half-way',
    ],
  ),
  mutant(
    'does-not-look-at-the-status',
    'Reads refusals like answers; a refusal has no rows.',
    {
      accept: ({ json }) => json ?? NOTHING,
      rows: (body) => (body as { readonly data?: readonly unknown[] }).data ?? [],
      tries: 1,
    },
    ['outages/stays-down', 'keys/unknown', 'connections/unknown-id'],
  ),
  mutant(
    'takes-what-arrived-for-all',
    'Reads until nothing comes any more, cuts the text at its last whole row and closes the brackets.',
    { readBody: whatArrives, parse: mended },
    [
      'wire/cut-body',
      'wire/always-cut',
      'wire/last-chunk-never-comes',
      'wire/reset-in-the-middle',
      'wire/body-is-no-json',
    ],
  ),
  mutant(
    'reads-json-only-under-its-name',
    'Goes on with nothing when the Content-Type is another one.',
    {
      isJson: () => true,
      accept: (answer, context) =>
        answer.status < 300 && !(answer.headers.get('content-type') ?? '').includes('json')
          ? NOTHING
          : accept(answer, context),
    },
    ['wire/under-another-content-type'],
  ),
  mutant(
    'calls-every-refusal-an-outage',
    'Knows one kind of failure.',
    {
      accept: (answer, context) => {
        if (answer.status < 300) return accept(answer, context);
        throw new ClientFailure('unavailable', { status: answer.status });
      },
    },
    [
      'connections/unknown-id',
      'keys/unknown',
      'keys/missing',
      'keys/revoked',
      'sync/read-only-key',
      'limits/never-let-through',
    ],
  ),
  mutant(
    'mixes-up-401-and-403',
    'Takes a missing scope for a wrong key.',
    {
      accept: (answer, context) => {
        if (answer.status === 403) throw new ClientFailure('unauthorized', { status: 403 });
        return accept(answer, context);
      },
    },
    ['sync/read-only-key'],
  ),
  mutant(
    'forgets-how-long-to-wait',
    'Says that it was refused, and not until when.',
    {
      accept: (answer, context) => {
        if (answer.status === 429) throw new ClientFailure('rate-limited', { status: 429 });
        return accept(answer, context);
      },
    },
    ['limits/tells-until-when'],
  ),
  mutant(
    'puts-the-key-into-the-url',
    'Sends the key as a query parameter too, where every proxy writes it down.',
    {
      address: (url, apiKey) => {
        const with_ = new URL(url);
        with_.searchParams.set('api_key', apiKey);
        return with_.href;
      },
    },
    ['connections/in-every-state', 'accounts/in-one-answer', 'paging/to-the-end'],
  ),
  mutant(
    'tells-the-key-in-errors',
    'Names the key that was refused.',
    {
      accept: (answer, context) => {
        if (answer.status !== 401) return accept(answer, context);
        throw new ClientFailure('unauthorized', {
          status: 401,
          code: 'REVOKED_API_KEY',
          message: `Refused: ${context.credentials.apiKey}`,
        });
      },
    },
    ['keys/revoked', 'keys/revoked-half-way', 'sync/key-is-revoked-while-it-waits'],
  ),
  mutant(
    'paces-itself-by-the-limit-header',
    'Takes X-RateLimit-Limit for what passes in a minute.',
    { paceMs: ({ headers }) => 60_000 / Number(headers.get('x-ratelimit-limit') ?? 60_000) },
    ['limits/limit-header-is-a-burst'],
  ),
  mutant('writes-before-it-reads', 'Starts a sync of all before every list.', { syncsFirst: true }, [
    'keys/read-only-reads',
  ]),
  mutant(
    'takes-uuids-only',
    'Refuses short ids, which the endpoint takes.',
    {
      address: (url) => {
        if ((url.searchParams.get('account_id') ?? '').length === 8)
          throw new ClientFailure('invalid-request');
        return url.href;
      },
    },
    ['transactions/by-short-id'],
  ),
  mutant(
    'forgets-the-person',
    'Drops user_id on the way.',
    {
      address: (url) => {
        const without = new URL(url);
        without.searchParams.delete('user_id');
        return without.href;
      },
    },
    ['connections/of-one-person', 'connections/of-nobody', 'accounts/debts-are-positive'],
  ),
];

function cut(ms: number | undefined, most: number): number | undefined {
  return ms === undefined ? undefined : Math.min(ms, most);
}

/** A reader that takes a broken stream for one that has ended. */
async function whatArrives({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of body ?? []) text += decoder.decode(chunk as Uint8Array, { stream: true });
  } catch {
    // No more comes.
  }
  return text;
}

function mended(text: string, type: string | null): unknown {
  try {
    return goodPolicies.parse(text, type);
  } catch {
    return goodPolicies.parse(
      `${text.slice(0, text.lastIndexOf('},') + 1)}],"next_cursor":null,"has_more":false}`,
      type,
    );
  }
}
