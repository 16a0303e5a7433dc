import { type Actor, withHeaders } from '../ask.ts';
import { type Dialect, isText, member } from '../dialect.ts';

interface Row {
  readonly id: string;
  readonly short_id?: string;
  readonly user_id: string;
}
interface Listing {
  readonly data: readonly Row[];
}

/** One of the world's keys. */
const holder = (name: string): Actor => ({
  name,
  sign: (draft, { credentials }) => withHeaders(draft, { 'x-api-key': credentials[name] ?? '' }),
});

const keyed = (name: string, key: string): Actor => ({
  name,
  sign: (draft) => withHeaders(draft, { 'x-api-key': key }),
});

const ids = ({ data }: Listing): string[] => data.map((row) => row.id);

export const breadbox: Dialect = {
  provider: 'breadbox',
  actors: ({ fullAccess: _first, ...others }) => [holder('fullAccess'), ...Object.keys(others).map(holder)],
  strangers: [
    { name: 'without a key', sign: (draft) => draft },
    keyed('an unknown key', `bb_${'0'.repeat(43)}`),
    keyed('an empty key', ''),
  ],
  sources: {
    id: { operation: 'listConnections', pick: ids },
    connection_id: { operation: 'listConnections', pick: ids },
    user_id: { operation: 'listConnections', pick: ({ data }: Listing) => data.map((row) => row.user_id) },
    account_id: {
      operation: 'listAccounts',
      pick: ({ data }: Listing) => data.flatMap((row) => [row.id, row.short_id]),
    },
    cursor: {
      operation: 'listTransactions',
      pick: (body: { next_cursor: string | null }) => [body.next_cursor],
    },
  },
  samples: {
    start_date: ['2026-01-01', '2099-01-01'],
    end_date: ['2026-03-01', '1999-12-31'],
    category_slug: ['food_and_drink', 'no_such_category'],
    min_amount: ['0', '-12.5'],
    max_amount: ['100', '-1000000'],
    search: ['co', 'transfer,interest'],
    exclude_search: ['coffee'],
    fields: ['minimal', 'core,timestamps'],
    cursor: ['not-a-cursor'],
  },
  locksOut: [],
  bodyHeaders: { 'content-type': 'application/json' },
  oddHeaders: {},
  worlds: {},
  throttled: {},
  isRefusal: (_status, body) => {
    const error = member(body, 'error');
    return isText(member(error, 'code')) && isText(member(error, 'message'));
  },
};
