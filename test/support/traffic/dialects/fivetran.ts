import { type Actor, withHeaders } from '../ask.ts';
import { type Dialect, isText, member } from '../dialect.ts';

interface Listing {
  readonly data: { readonly items: readonly { id: string; schema: string }[]; readonly next_cursor?: string };
}

const JSON_V2 = 'application/json;version=2';

const basic = (name: string, pair?: string): Actor => ({
  name,
  sign: (draft, { credentials }) => {
    const text = pair ?? `${credentials.key}:${credentials.secret}`;
    const authorization = `Basic ${Buffer.from(text).toString('base64')}`;
    return { ...draft, headers: { accept: JSON_V2, authorization, ...draft.headers } };
  },
});

const saying = (name: string, authorization: string): Actor => ({
  name,
  sign: (draft) => withHeaders(draft, { accept: JSON_V2, authorization }),
});

export const fivetran: Dialect = {
  provider: 'fivetran',
  actors: () => [basic('key')],
  strangers: [
    { name: 'without a key', sign: (draft) => withHeaders(draft, { accept: JSON_V2 }) },
    basic('an unknown key', 'nobody:nothing'),
    saying('a bearer token', 'Bearer nobody'),
    saying('unreadable base64', 'Basic %%%'),
  ],
  sources: {
    connectionId: {
      operation: 'listConnections',
      pick: ({ data }: Listing) => data.items.map((one) => one.id),
    },
    schema: { operation: 'listConnections', pick: ({ data }: Listing) => [data.items[0]?.schema] },
    group_id: { operation: 'listGroups', pick: ({ data }: Listing) => data.items.map((one) => one.id) },
    cursor: { operation: 'listConnections', pick: ({ data }: Listing) => [data.next_cursor] },
  },
  samples: { cursor: ['not-a-cursor'], group_id: ['no_such_group'] },
  locksOut: [],
  bodyHeaders: { 'content-type': 'application/json' },
  oddHeaders: {
    'an Accept nobody serves': { accept: 'text/html' },
    'an older version': { accept: 'application/json;version=1' },
  },
  worlds: {
    'former paths, and refusals of paused connections': {
      switches: { fivetran: { connectorsPath: 'alive', pausedTrigger: 'refused' } },
    },
  },
  throttled: { plan: 'trial', connectorsPath: 'alive' },
  isRefusal: (_status, body) => isText(member(body, 'code')) && isText(member(body, 'message')),
};
