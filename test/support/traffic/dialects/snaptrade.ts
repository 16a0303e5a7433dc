import { createHmac } from 'node:crypto';
import { type Actor, type Draft, jsonOf, type Signing, withHeaders, withQuery } from '../ask.ts';
import { type Dialect, isText, member } from '../dialect.ts';

type Rows = readonly { readonly id: string }[];

/** Keys sorted at every level, nothing between the tokens. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(member(value, key))}`).join(',')}}`;
}

function signature(draft: Draft, consumerKey: string): string {
  const content = typeof draft.body === 'string' ? jsonOf(draft.body) : undefined;
  const signed = { content: isEmpty(content) ? null : content, path: draft.path, query: draft.query };
  return createHmac('sha256', consumerKey).update(canonical(signed)).digest('base64');
}

/** No body, `{}`, or one nested so deep that no client could sign it. */
function isEmpty(content: unknown): boolean {
  try {
    return content === undefined || canonical(content) === '{}';
  } catch {
    return true;
  }
}

/** @param change what is wrong about this application's credentials */
const application = (name: string, change: (signing: Signing) => Partial<Signing['credentials']>): Actor => ({
  name,
  sign: (draft, signing) => {
    const { clientId, consumerKey, timestamp } = {
      timestamp: String(Math.floor(signing.now / 1000)),
      ...signing.credentials,
      ...change(signing),
    } as Record<string, string>;
    const signed = withQuery(draft, `clientId=${clientId}&timestamp=${timestamp}`);
    return withHeaders(signed, { signature: signature(signed, consumerKey ?? '') });
  },
});

export const snaptrade: Dialect = {
  provider: 'snaptrade',
  actors: () => [application('application', () => ({}))],
  strangers: [
    { name: 'without credentials', sign: (draft) => draft },
    {
      name: 'without a signature',
      sign: (draft, { credentials, now }) =>
        withQuery(draft, `clientId=${credentials.clientId}&timestamp=${Math.floor(now / 1000)}`),
    },
    application('another consumer key', () => ({ consumerKey: 'not-the-key' })),
    application('an unknown client', () => ({ clientId: 'NOBODY' })),
    application('a timestamp of last year', ({ now }) => ({
      timestamp: String(Math.floor(now / 1000) - 31_536_000),
    })),
    application('milliseconds', ({ now }) => ({ timestamp: String(now) })),
  ],
  sources: {
    authorizationId: { operation: 'listConnections', pick: (rows: Rows) => rows.map((one) => one.id) },
    reconnect: { operation: 'listConnections', pick: (rows: Rows) => rows.map((one) => one.id) },
    connectionId: { operation: 'listConnections', pick: (rows: Rows) => rows.map((one) => one.id) },
    accountId: { operation: 'listAccounts', pick: (rows: Rows) => rows.map((one) => one.id) },
  },
  samples: {
    startDate: ['2025-01-01', '2099-01-01'],
    endDate: ['2025-12-31', '1999-12-31'],
    offset: ['7'],
    limit: ['10', '1001'],
    type: ['BUY', 'BUY,SELL', 'NO_SUCH_TYPE'],
  },
  locksOut: ['resetUserSecret', 'deleteUser'],
  bodyHeaders: { 'content-type': 'application/json' },
  oddHeaders: {},
  worlds: {},
  throttled: {},
  isRefusal: (status, body) => {
    if (status === 501) return isText(member(body, 'error'));
    if (!isText(member(body, 'detail'))) return false;
    return status === 410 || (member(body, 'status_code') === status && isText(member(body, 'code')));
  },
};
