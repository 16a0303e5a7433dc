import { type Actor, withHeaders } from '../ask.ts';
import { type Dialect, isText, member } from '../dialect.ts';

interface Listing {
  readonly data: readonly { readonly id: string }[];
}

/** One of the world's keys. */
const holder = (name: string): Actor => ({
  name,
  sign: (draft, { credentials }) => withHeaders(draft, { authorization: `Bearer ${credentials[name]}` }),
});

const bearer = (name: string, authorization: string): Actor => ({
  name,
  sign: (draft) => withHeaders(draft, { authorization }),
});

export const redbark: Dialect = {
  provider: 'redbark',
  actors: ({ professional: _first, ...others }) => [
    holder('professional'),
    ...Object.keys(others).map(holder),
  ],
  strangers: [
    { name: 'without a key', sign: (draft) => draft },
    bearer('an unknown key', `Bearer rbk_live_${'0'.repeat(64)}`),
    bearer('no token', 'Bearer'),
    bearer('another scheme', 'Basic dXNlcjpwYXNz'),
  ],
  sources: {
    connectionId: { operation: 'listConnections', pick: (body: Listing) => body.data.map((one) => one.id) },
    accountId: { operation: 'listAccounts', pick: (body: Listing) => body.data.map((one) => one.id) },
    accountIds: {
      operation: 'listAccounts',
      pick: ({ data }: Listing) => [
        ...data.map((one) => one.id),
        ...data.slice(1).map((one, index) => `${data[index]?.id},${one.id}`),
        data.map((one) => one.id).join(','),
      ],
    },
  },
  samples: {
    from: [
      '2025-06-01',
      '2026-02-01T00:00:00Z',
      '2026-02-01T00:00:00+10:00',
      '2026-03-01T00:00:00',
      '2099-01-01',
    ],
    to: ['2026-02-28', '2026-02-01T00:00:00.000Z', '1999-12-31', '2026-02-30'],
    offset: ['5', '1000000'],
    accountIds: [`00000000-0000-4000-8000-000000000000${',x'.repeat(101)}`],
  },
  locksOut: [],
  bodyHeaders: {},
  oddHeaders: {},
  worlds: {
    'a broker that is down': {
      entities: { connections: [{ key: 'owner-commsec', status: 'failing' }] },
    },
    'a broker that is down, in the older generation': {
      switches: { redbark: { providerDown: '502' } },
      entities: { connections: [{ key: 'owner-commsec', status: 'failing' }] },
    },
  },
  throttled: {},
  isRefusal: (_status, body) => isText(member(member(body, 'error'), 'message')),
};
