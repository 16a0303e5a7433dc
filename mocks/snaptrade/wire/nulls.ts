/**
 * Members that the official document lets be null, and that are always there in a tidy world (ST-C40). Left out are
 * those whose null says something: a sync that never succeeded.
 */
import type { MayBeNull } from '../../../src/provider/index.ts';
import type { operations } from '../generated/types.ts';

const ACCOUNT = [
  'portfolio_group',
  'name',
  'institution_account_id',
  'balance.total',
  'status',
  'raw_type',
  'account_category',
];
const CONNECTION = [
  'brokerage.url',
  'brokerage.allows_trading',
  'brokerage.allows_fractional_units',
  'brokerage.has_reporting',
];

const eachOf = (members: readonly string[]): string[] => members.map((member) => `[].${member}`);

export const mayBeNull: MayBeNull<operations> = {
  listAccounts: eachOf(ACCOUNT),
  listAccountsOfConnection: eachOf(ACCOUNT),
  getAccount: ACCOUNT,
  listConnections: eachOf(CONNECTION),
  getConnection: CONNECTION,
  listBalances: eachOf(['cash', 'buying_power']),
  listActivities: ['data[].symbol.description', 'data[].amount', 'data[].currency', 'data[].trade_date'],
  listAllPositions: [
    'results[].instrument.description',
    'results[].instrument.currency',
    'results[].instrument.exchange',
    'results[].units',
    'results[].price',
    'results[].cost_basis',
    'results[].currency',
  ],
  listPositions: eachOf([
    'symbol.symbol.description',
    'units',
    'price',
    'open_pnl',
    'average_purchase_price',
    'fractional_units',
    'cash_equivalent',
  ]),
};
