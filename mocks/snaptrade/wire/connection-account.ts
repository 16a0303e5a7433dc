/** Accounts in the newer form: a union told apart by `kind`, with other names for the same things (ST-415). */
import { exact } from '../../../src/provider/index.ts';
import { holdingsAsOf, isFirstSync } from '../freshness.ts';
import { type AccountPlace, LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { totalOf } from '../value/total.ts';
import { categoryOf, institutionAccountId, openingDate, rawTypeOf, transactionsStatus } from './account.ts';
import type { ConnectionAccountBody } from './schemas.ts';
import { timestamp } from './time.ts';

export function connectionAccountBody(world: SnapTradeWorld, place: AccountPlace): ConnectionAccountBody {
  const { account, connection, institution } = place;
  const { ledger, seed } = world;
  const brokersId = institutionAccountId(seed, account.drawnAs);
  const isFirst = isFirstSync(world, place);
  const asOf = holdingsAsOf(world, place);
  const readAt = isFirst ? null : timestamp(world, asOf);
  const { amount, currency } = totalOf(world, account.key, asOf);
  const common = {
    id: ledger.id(LENS, 'account', account.key),
    connection_id: ledger.id(LENS, 'connection', connection.key),
    display_name: account.name,
    number: `****${(account.number ?? brokersId).replaceAll(/\W/g, '').slice(-4)}`,
    institution_account_id: brokersId,
    institution_id: ledger.id(LENS, 'institution', institution.key),
    opening_date: openingDate(world, place),
    raw_type: rawTypeOf(place),
    net_value: isFirst ? null : { amount: exact(amount), currency },
  };
  const cash = { transactions: transactionsStatus(world, place), balances: readAt };
  switch (categoryOf(place)) {
    case 'DEPOSIT':
      return { kind: 'deposit', ...common, sync_status: cash };
    case 'LOC':
      return { kind: 'line_of_credit', ...common, sync_status: cash };
    default:
      return {
        kind: 'investment',
        ...common,
        funding_date: openingDate(world, place),
        sync_status: { ...cash, orders: readAt, positions: readAt },
        is_paper: false,
      };
  }
}
