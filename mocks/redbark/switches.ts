/**
 * Where the documentation contradicts itself, or its generations differ, a world chooses. Every default is what the
 * two pages say that this mock was built from (the List trades and List holdings pages).
 */
import { type Switch, switchReader } from '../../src/provider/index.ts';

export const switches = {
  total: {
    says: 'pagination.total while hasMore is true (RB-35, RB-C01)',
    values: {
      null: 'null, as both pages say',
      exact: 'the number of rows, as seen on the live service in August 2026',
      'minus-one': '-1, as the first generation of the documentation had it',
    },
    default: 'null',
  },
  providerDown: {
    says: 'Status when the bank or broker cannot be read (RB-23, RB-C02)',
    values: { '503': 'service unavailable, as both pages say', '502': 'bad gateway, the first generation' },
    default: '503',
  },
  accountIdPolicy: {
    says: 'Transactions asked for without accountId (RB-C03)',
    values: {
      deprecated: 'answered, with Deprecation, Sunset and Link headers',
      gone: 'refused with 410, the later generation',
    },
    default: 'deprecated',
  },
  ceiling: {
    says: 'Where the ceiling of about 5,000 rows counts from (RB-32, RB-C04)',
    values: {
      'per-request':
        'from the offset of the request, so that going on with the next offset reaches every row',
      'from-start': 'from the first row, as the overview page tells it: no row beyond 5,000 can be reached',
    },
    default: 'per-request',
  },
  overLimit: {
    says: 'limit above its maximum (RB-C05)',
    values: { refuse: '400 invalid_params', clamp: 'taken as the maximum' },
    default: 'refuse',
  },
  trialing: {
    says: 'Brokerage data for a Professional plan on trial (RB-18, RB-C08)',
    values: {
      refused: '403 professional_required, as both pages say',
      entitled: 'allowed, as the transactions page of the same generation says',
    },
    default: 'refused',
  },
  cacheKey: {
    says: 'Whether the order of parameters makes another cache entry (RB-15, RB-C09)',
    values: {
      sorted: 'no: the query is sorted first, as the definition of the key says',
      'as-sent': 'yes, as the sentence after it says',
    },
    default: 'sorted',
  },
  disconnected: {
    says: 'Rows of a connection whose login has to be renewed (RB-C20)',
    values: {
      frozen: 'what its aggregator knew last, up to the moment the login broke',
      unavailable: 'as if the provider were down',
    },
    default: 'frozen',
  },
  webhookDisable: {
    says: 'After how many deliveries given up in a row a webhook is switched off (RB-87, RB-C51)',
    values: { '1': 'one failed batch, the newer text', '5': 'five, the older text' },
    default: '1',
  },
  transactionIds: {
    says: 'Form of a transaction id (RB-C25)',
    values: {
      uuid: 'a UUID, like every other id of this generation',
      'content-hash': '`bank_tx_` and 64 hexadecimal digits, as seen on the live service later',
    },
    default: 'uuid',
  },
} as const satisfies Readonly<Record<string, Switch>>;

/** What a world has chosen. */
export const reading = switchReader<typeof switches>();
