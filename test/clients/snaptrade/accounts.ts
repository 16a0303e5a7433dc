/** Accounts, the cash and the positions in them, and what happened there. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api } from './api.ts';
import { accountsOf, getConnection, rowsOf } from './connections.ts';
import { everyRow, type Page, type Row } from './pages.ts';

interface Positions {
  readonly results: readonly Row[];
  readonly data_freshness: Row;
}

export interface ActivityFilter {
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  readonly type?: string | undefined;
}

const pathOf = (accountId: string): string => `/accounts/${encodeURIComponent(accountId)}`;

export async function listAccounts(api: Api): Promise<readonly Row[]> {
  return rowsOf(api, await api.get('/accounts'));
}

export async function listBalances(api: Api, accountId: string): Promise<readonly Row[]> {
  return rowsOf(api, await api.get(`${pathOf(accountId)}/balances`));
}

export async function listPositions(api: Api, accountId: string): Promise<Positions> {
  const { results, data_freshness } = await api.get<Positions>(`${pathOf(accountId)}/positions/all`);
  return { results: rowsOf(api, results), data_freshness: api.policies.shown(data_freshness) };
}

/** The form from before 2026-08-10, which newer customers no longer get. */
export async function listOldPositions(api: Api, accountId: string): Promise<readonly Row[]> {
  return rowsOf(api, await api.get(`${pathOf(accountId)}/positions`));
}

/** A connection with its accounts and what is in each: all of it, or a failure. */
export async function readPortfolio(api: Api, connectionId: string): Promise<Row> {
  const connection = await getConnection(api, connectionId);
  const accounts: Row[] = [];
  for (const account of await accountsOf(api, connectionId)) {
    try {
      const balances = await listBalances(api, account.id);
      const positions = await listPositions(api, account.id);
      if (!api.policies.isListed([...balances, ...positions.results])) continue;
      accounts.push({ ...api.policies.shown(account), balances, positions });
    } catch (error) {
      if (!api.policies.skipsAccounts) throw error;
    }
  }
  return { connection, accounts };
}

export async function listActivities(
  api: Api,
  accountId: string,
  filter: ActivityFilter,
): Promise<readonly Row[]> {
  const { policies } = api;
  const [startDate, endDate] = policies.rangeOf(filter.startDate, filter.endDate);
  const path = `${pathOf(accountId)}/activities`;
  const read = async (offset: number, limit: number): Promise<Page> => {
    const wanted = policies.filtersAt(offset, { ...filter, startDate, endDate });
    const query = { ...wanted, offset, limit };
    const { data, pagination } = await api.get<{ data: readonly Row[]; pagination: Omit<Page, 'data'> }>(
      path,
      {
        query,
      },
    );
    return { ...pagination, data };
  };
  // No rows may mean that nobody has looked yet: only the account tells.
  const late = new ClientFailure('not-ready', { message: 'The first sync of the account has not ended' });
  const rows = await api.until(async () => {
    const found = await everyRow(read, (ms) => api.context.sleep(ms), policies);
    if (found.length > 0 || policies.noRowsMean === 'nothing-happened') return found;
    return policies.noRowsMean === 'ask' && (await isReady(api, accountId)) ? found : undefined;
  }, late);
  return rowsOf(api, rows);
}

async function isReady(api: Api, accountId: string): Promise<boolean> {
  const { sync_status: status } = await api.get<{
    readonly sync_status: { readonly transactions: { readonly initial_sync_completed: boolean } };
  }>(pathOf(accountId));
  return status.transactions.initial_sync_completed;
}
