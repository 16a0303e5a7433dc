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
const BROKERAGE = ['url', 'allows_trading', 'allows_fractional_units', 'has_reporting'];
const CONNECTION = BROKERAGE.map((member) => `brokerage.${member}`);

const LEGACY_POSITION = [
  'symbol.symbol.description',
  'units',
  'price',
  'open_pnl',
  'average_purchase_price',
  'fractional_units',
  'cash_equivalent',
];
/** What an older bundle has beside its account. */
const BUNDLE = [
  'total_value.value',
  'total_value.currency',
  ...['cash', 'buying_power'].map((member) => `balances[].${member}`),
  ...LEGACY_POSITION.map((member) => `positions[].${member}`),
];

const eachOf = (members: readonly string[]): string[] => members.map((member) => `[].${member}`);

export const mayBeNull: MayBeNull<operations> = {
  getApplication: ['logo_url', ...BROKERAGE.map((member) => `allowed_brokerages[].${member}`)],
  listBrokerages: eachOf(BROKERAGE),
  listInstruments: ['tradeable', 'fractionable', 'universal_symbol_id'].map(
    (member) => `instruments[].${member}`,
  ),
  searchSymbols: ['[].description'],
  searchSymbolsOfAccount: ['[].description'],
  getSymbol: ['description'],
  listAccounts: eachOf(ACCOUNT),
  listAccountsOfConnection: eachOf(ACCOUNT),
  getAccount: ACCOUNT,
  updateAccount: eachOf(ACCOUNT),
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
  listPositions: eachOf(LEGACY_POSITION),
  getHoldings: [...ACCOUNT.map((member) => `account.${member}`), ...BUNDLE],
  listHoldings: eachOf([
    'account.name',
    ...CONNECTION.map((member) => `account.brokerage_authorization.${member}`),
    ...BUNDLE,
  ]),
  listAllActivities: eachOf([
    'account.institution_account_id',
    'symbol.description',
    'amount',
    'currency',
    'trade_date',
  ]),
  listConnectionAccounts: eachOf([
    'display_name',
    'institution_account_id',
    'raw_type',
    'net_value.amount',
    'net_value.currency',
  ]),
  listCryptoPairs: ['items[].increment'],
  getOptionQuote: ['timestamp'],
};
