/** Whether data that have stood still since an instant differ from those of now. Copies are made once a day. */
import type { Connection, Instant } from '../../../fixtures/ledger/index.ts';
import { activityPage } from '../activities.ts';
import { holdingsAsOf, transactionsOf } from '../freshness.ts';
import type { OperationId } from '../generated/operations.ts';
import { placeOf } from '../lens.ts';
import { holdingsOf } from '../positions.ts';
import type { SnapTradeExchange } from '../state.ts';
import { cashOf } from '../wire/account.ts';
import { accountAhead } from './asked.ts';

export function showsAt(x: SnapTradeExchange, connection: Connection, since: Instant): boolean {
  const { world } = x;
  const { ledger } = world;
  const place = placeOf(ledger, connection);
  const [copy, older] = [holdingsAsOf(world, place), holdingsAsOf(world, place, since)];
  const account = accountAhead(x);
  switch (x.operation.id as OperationId) {
    case 'listBalances':
      return account !== undefined && differ((at) => cashOf(world, account, at), copy, older);
    case 'listPositions':
      return account !== undefined && differ((at) => holdingsOf(world, account, at), copy, older);
    case 'listActivities': {
      if (account === undefined) return false;
      const then = transactionsOf(world, place, since);
      const [shown, before] = [
        activityPage(world, account, x.query),
        activityPage(world, account, x.query, then),
      ];
      return differ(({ total, rows }) => [total, rows.map(({ key }) => key)], shown, before);
    }
    default:
      // Everything else tells when the copy was made.
      return (
        copy !== older || transactionsOf(world, place)?.until !== transactionsOf(world, place, since)?.until
      );
  }
}

function differ<Given>(read: (given: Given) => unknown, one: Given, other: Given): boolean {
  return JSON.stringify(read(one)) !== JSON.stringify(read(other));
}
