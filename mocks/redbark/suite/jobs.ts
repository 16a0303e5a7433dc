/** What a client of Redbark can be asked to do, whole. */
import type { Job } from '../../../src/provider/index.ts';
import type { RedbarkState } from '../state.ts';
import { categoryList } from '../wire/category.ts';
import { messageIn } from './samples.ts';
import { rowsServed } from './served.ts';
import {
  accountsIn,
  balancesIn,
  brokerageIn,
  connectionsIn,
  holdingsIn,
  newTradesIn,
  tradesIn,
  transactionsIn,
} from './truth.ts';

const CONNECTION = 'id of the connection';
const FROM = 'first day (YYYY-MM-DD) or instant (RFC 3339) wanted';
const TO = 'last day or instant wanted';

const TRADE = {
  decimals: ['quantity', 'price', 'totalAmount', 'fees'],
  times: ['tradeDate', 'settlementDate'],
} as const;
const HOLDING = {
  decimals: ['quantity', 'averagePrice', 'currentPrice', 'marketValue', 'unrealizedPnl'],
} as const;
const TRANSACTION = {
  decimals: ['amount'],
  times: ['date', 'datetime', 'postDate', 'postDatetime', 'valueDate', 'valueDatetime'],
} as const;

export const jobs: Readonly<Record<string, Job<RedbarkState>>> = {
  listConnections: {
    says: 'All connections of the customer.',
    input: {},
    operations: ['listConnections'],
    truth: connectionsIn,
    served: (exchanges) => rowsServed(exchanges, 'listConnections'),
    times: ['lastRefreshedAt', 'createdAt'],
  },
  listAccounts: {
    says: 'All accounts of the customer, of every page.',
    input: {},
    operations: ['listAccounts'],
    truth: accountsIn,
    served: (exchanges) => rowsServed(exchanges, 'listAccounts'),
  },
  listBalances: {
    says: 'The balances of all bank accounts of the customer, however many there are.',
    input: {},
    operations: ['listConnections', 'listAccounts', 'listBalances'],
    truth: balancesIn,
    served: (exchanges) => rowsServed(exchanges, 'listBalances'),
    decimals: ['currentBalance', 'availableBalance'],
    id: 'accountId',
  },
  listCategories: {
    says: 'All categories a transaction may have.',
    input: {},
    operations: ['listCategories'],
    truth: () => categoryList().categories,
    served: (exchanges) => rowsServed(exchanges, 'listCategories', 'categories'),
    id: 'key',
  },
  listTransactions: {
    says: 'All transactions of a bank connection, of every page; without `from` of the last 30 days.',
    input: { connectionId: CONNECTION, 'accountId?': 'only this account', 'from?': FROM, 'to?': TO },
    operations: ['listAccounts', 'listTransactions'],
    truth: transactionsIn,
    served: (exchanges) => rowsServed(exchanges, 'listTransactions'),
    ...TRANSACTION,
  },
  listTrades: {
    says: 'All trades of a brokerage connection, of every page.',
    input: {
      connectionId: CONNECTION,
      'accountId?': 'only this account',
      'accountIds?': 'only these accounts: a list of ids',
      'from?': FROM,
      'to?': TO,
    },
    operations: ['listTrades'],
    truth: tradesIn,
    served: (exchanges) => rowsServed(exchanges, 'listTrades'),
    ...TRADE,
  },
  listHoldings: {
    says: 'All positions of a brokerage connection.',
    input: {
      connectionId: CONNECTION,
      'accountId?': 'only this account',
      'accountIds?': 'only these accounts: a list of ids',
    },
    operations: ['listHoldings'],
    truth: holdingsIn,
    served: (exchanges) => rowsServed(exchanges, 'listHoldings'),
    ...HOLDING,
  },
  exportBrokerage: {
    says: '`{ holdings, trades }`: those of all brokerage connections of the customer, gathered as fast as is allowed.',
    input: {},
    operations: ['listConnections', 'listHoldings', 'listTrades'],
    truth: brokerageIn,
    decimals: [...TRADE.decimals, ...HOLDING.decimals],
    times: TRADE.times,
  },
  mirrorTransactions: {
    says: 'Keeps a copy of the transactions since `from`: reads them, waits, reads them again and brings the copy up to date. The value is the copy at the end.',
    input: {
      connectionId: CONNECTION,
      'accountId?': 'only this account',
      from: FROM,
      reads: 'how often they are read',
      waitMs: 'milliseconds between two readings',
    },
    operations: ['listAccounts', 'listTransactions'],
    truth: transactionsIn,
    ...TRANSACTION,
  },
  mirrorTrades: {
    says: 'Keeps a copy of the trades since `from`, as mirrorTransactions does.',
    input: {
      connectionId: CONNECTION,
      from: FROM,
      reads: 'how often they are read',
      waitMs: 'milliseconds between two readings',
    },
    operations: ['listTrades'],
    truth: tradesIn,
    ...TRADE,
  },
  awaitNewTrades: {
    says: 'Looks at the trades until there are some that were not there at first. The value is the new ones.',
    input: { connectionId: CONNECTION },
    operations: ['listTrades'],
    truth: newTradesIn,
    ...TRADE,
  },
  receiveWebhook: {
    says:
      'Looks at a message of a webhook, without a request to anybody. The value is `{ id, type, chunk, totalChunks, rows }`, ' +
      'if the signature is right and made within five minutes; each row `{ id, accountId, amount, currency }` in the words ' +
      'and units of the REST API (of a trade its total amount). Else it is a failure, `unauthorized`.',
    input: {
      body: 'the raw body, as text',
      signature: 'the header X-Redbark-Signature',
      timestamp: 'the header X-Redbark-Timestamp',
      secret: 'secret of the webhook',
    },
    operations: [],
    truth: (world, { body }) => messageIn(world, body),
    decimals: ['amount'],
  },
};
