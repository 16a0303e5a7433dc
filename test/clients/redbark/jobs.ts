/** Whole jobs, each a function of what is asked for. */
import { type ClientContext, ClientFailure } from '../../../src/verify/define-client.ts';
import { api } from './api.ts';
import { everyPage } from './paging.ts';
import type { Policies } from './policies.ts';
import {
  type Account,
  type Connection,
  isAccount,
  isConnection,
  type Query,
  type Row,
  type Wanted,
} from './shapes.ts';

export interface Jobs {
  connections(): Promise<readonly Connection[]>;
  accounts(): Promise<readonly Account[]>;
  balances(): Promise<readonly Row[]>;
  categories(): Promise<readonly Row[]>;
  transactions(wanted: Wanted): Promise<readonly Row[]>;
  trades(wanted: Wanted): Promise<readonly Row[]>;
  holdings(wanted: Wanted): Promise<readonly Row[]>;
  brokerage(): Promise<{ readonly holdings: readonly Row[]; readonly trades: readonly Row[] }>;
  hasTimeFor(ms: number): boolean;
}

export function jobs(context: ClientContext, policies: Policies): Jobs {
  const service = api(context, policies);
  const { pageSize } = policies;

  async function connections(): Promise<readonly Connection[]> {
    const rows = await service.list('/v1/connections', {}, ({ data }) => data);
    return every(rows, isConnection, '/v1/connections');
  }

  async function accounts(): Promise<readonly Account[]> {
    const rows = await everyPage(service, policies, '/v1/accounts', {}, pageSize.accounts);
    return every(rows, isAccount, '/v1/accounts');
  }

  async function balances(): Promise<readonly Row[]> {
    const ids = policies.withBalance(await accounts(), await connections());
    const rows: Row[] = [];
    for (let at = 0; at < ids.length; at += policies.balancesAtOnce) {
      const asked = ids.slice(at, at + policies.balancesAtOnce);
      const given = await service.list('/v1/balances', { accountIds: asked.join(',') }, ({ data }) => data);
      rows.push(...policies.balancesOf(given, asked));
    }
    return rows;
  }

  async function transactions({ connectionId, accountId, from, to }: Wanted): Promise<readonly Row[]> {
    const named = accountId === undefined ? policies.accountsOf(await accounts(), connectionId) : [accountId];
    // No account that we know of: the service shall say why.
    const wanted = named === undefined || named.length === 0 ? [undefined] : named;
    const rows: Row[] = [];
    for (const account of wanted) {
      rows.push(...(await listed('/v1/transactions', { connectionId, accountId: account }, from, to)));
    }
    return policies.joinTransactions(rows);
  }

  async function trades({ from, to, ...wanted }: Wanted): Promise<readonly Row[]> {
    return policies.joinTrades(await listed('/v1/trades', policies.filters(wanted), from, to));
  }

  function holdings(wanted: Wanted): Promise<readonly Row[]> {
    return policies.everyHolding((more) =>
      service.list('/v1/holdings', { ...policies.filters(wanted), ...more }, ({ data }) => data),
    );
  }

  /** Side by side; the limiter sees to it that the key never has too many requests under way. */
  async function brokerage(): ReturnType<Jobs['brokerage']> {
    const brokers = (await connections()).filter(({ category }) => category === 'brokerage');
    const parts = await allOrNone(
      brokers.flatMap(({ id }) => [holdings({ connectionId: id }), trades({ connectionId: id })]),
    );
    return {
      holdings: parts.filter((_, place) => place % 2 === 0).flat(),
      trades: parts.filter((_, place) => place % 2 === 1).flat(),
    };
  }

  /** All of them have ended before the first failure is told: nothing goes on behind the caller's back. */
  async function allOrNone(parts: readonly Promise<readonly Row[]>[]): Promise<readonly (readonly Row[])[]> {
    const results = await Promise.allSettled(parts.map((part) => part.catch(policies.onLostConnection)));
    return results.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }

  async function listed(
    path: string,
    query: Query,
    from: string | undefined,
    to: string | undefined,
  ): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (const window of policies.windows(from, to)) {
      const bounds = {
        from: window.from && policies.bound(window.from, 'from'),
        to: window.to && policies.bound(window.to, 'to'),
      };
      rows.push(...(await everyPage(service, policies, path, { ...query, ...bounds }, pageSize.rows)));
    }
    return rows;
  }

  return {
    connections,
    accounts,
    balances,
    categories: () => service.list('/v1/categories', {}, policies.categoriesIn),
    transactions,
    trades,
    holdings,
    brokerage,
    hasTimeFor: service.hasTimeFor,
  };
}

function every<Shape extends Row>(
  rows: readonly Row[],
  is: (row: Row) => row is Shape,
  path: string,
): readonly Shape[] {
  if (!rows.every(is)) throw new ClientFailure('broken-answer', { message: `${path}: a row lacks its id` });
  return rows;
}
