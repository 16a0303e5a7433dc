/** Rows that come, go or change their id while a client is reading. */
import { plain } from '../../../fixtures/ledger/decimal.ts';
import type { Account } from '../../../fixtures/ledger/types.ts';
import { type ArrivingRow, type Given, MOST_VANISHED, type Play } from '../../../src/provider/index.ts';
import type { OperationId } from '../generated/operations.ts';
import type { Principal, RedbarkExchange, RedbarkState } from '../state.ts';
import { tradeRange } from '../trades.ts';
import { transactionRange } from '../transactions.ts';
import { type LiveAhead, liveAhead } from './asked.ts';

const LIVE: readonly OperationId[] = ['listTransactions', 'listTrades'];

export const movement: Readonly<Record<string, Play<RedbarkState, Principal>>> = {
  'row-arrives': {
    on: LIVE,
    when: (x, given) => x.world.roomForRows > 0 && takerOf(x, given) !== undefined,
    play: (x, given) => {
      const account = takerOf(x, given);
      const row = account && newRow(x, account);
      if (row !== undefined) x.world.arrive(row);
      return {};
    },
  },
  'row-vanishes': {
    on: LIVE,
    when: (x) => x.world.state.vanished.length < MOST_VANISHED && lastShown(liveAhead(x)) !== undefined,
    play: (x) => {
      const row = lastShown(liveAhead(x));
      if (row !== undefined) x.world.state.vanished.push({ account: row.account, key: row.key, at: row.at });
      return {};
    },
  },
  'id-changes': {
    on: ['listTrades'],
    when: (x) => {
      const page = liveAhead(x);
      return (
        page?.listing.read(page.offset, page.limit).some((row) => 'fee' in row && row.fee !== undefined) ===
        true
      );
    },
    play: () => ({ notes: { unfilledFees: 1 } }),
  },
};

/** The account a new row would come to, if the request would show it: the one aimed at, or the first. */
function takerOf(x: RedbarkExchange, given: Given): Account | undefined {
  const page = liveAhead(x);
  if (page === undefined || page.until < x.now) return undefined;
  const range = (x.operation.id === 'listTrades' ? tradeRange : transactionRange)(x, page.scope, page.until);
  if ((range.until ?? Infinity) <= x.now || (range.from ?? 0) > x.now) return undefined;
  const key = given.account === undefined ? page.scope.accounts[0] : String(given.account);
  const account = x.world.ledger.accounts.get(key ?? '');
  if (account === undefined || !page.scope.accounts.includes(account.key)) return undefined;
  return x.operation.id === 'listTrades' && account.securities.length === 0 ? undefined : account;
}

/** Numbered, since trades are told apart by nothing but what stands in them (RB-44). */
function newRow({ world, now, operation }: RedbarkExchange, account: Account): ArrivingRow | undefined {
  const description = `ARRIVAL ${world.serial('arrival')}`;
  if (operation.id !== 'listTrades') return { account: account.key, amount: '-4.50', description };
  const security = world.ledger.securities.get(account.securities[0] ?? '');
  if (security === undefined) return undefined;
  const price = plain(world.ledger.price(security, now));
  return { account: account.key, kind: 'buy', symbol: security.symbol, quantity: '1', price, description };
}

/** The row before the page: the last that a client who reads on has seen. */
function lastShown(
  page: LiveAhead | undefined,
): ReturnType<LiveAhead['listing']['read']>[number] | undefined {
  return page === undefined || page.offset === 0 ? undefined : page.listing.read(page.offset - 1, 1)[0];
}
