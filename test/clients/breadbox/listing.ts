/** Transactions: all rows of all pages. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api, Query } from './api.ts';
import type { Account, Page, Transaction } from './wire.ts';

export interface Wanted {
  readonly accountId?: string;
  readonly userId?: string;
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly search?: string;
  readonly sortBy?: string;
}

export async function transactions(api: Api, wanted: Wanted): Promise<readonly Transaction[]> {
  const { policies } = api;
  const accounts =
    policies.reading === 'all-at-once' || wanted.accountId !== undefined
      ? [wanted.accountId]
      : ((await api.list('/accounts')) as readonly Account[]).map(({ id }) => id);
  const found: Transaction[] = [];
  for (const accountId of accounts)
    found.push(...(await walk(api, filtersOf(api, { ...wanted, accountId }))));
  return sorted(policies.merge(found), wanted.sortBy);
}

/** The first rows of a listing by date, as many as are wanted. */
export async function newest(api: Api, accountId: string, count: number): Promise<readonly Transaction[]> {
  const { order, onePage } = api.policies.newest;
  const found: Transaction[] = [];
  for await (const page of pages(api, { account_id: accountId, sort_order: order }, count)) {
    found.push(...page);
    if (found.length >= count || onePage) break;
  }
  return api.policies.merge(found).slice(0, count);
}

function filtersOf({ policies }: Api, wanted: { [Name in keyof Wanted]: Wanted[Name] | undefined }): Query {
  const { accountId, userId, firstDay, lastDay, search, sortBy } = wanted;
  return {
    account_id: accountId,
    user_id: userId,
    start_date: firstDay,
    end_date: lastDay === undefined ? undefined : policies.endDate(lastDay),
    search,
    sort_by: policies.sortBy(sortBy),
  };
}

/** A cursor may be refused half way; then what was read is of a listing that is no more, and it starts over. */
async function walk(api: Api, filters: Query): Promise<Transaction[]> {
  const { onExpired, restarts } = api.policies;
  let found: Transaction[] = [];
  for (let restarted = 0; ; restarted += 1) {
    try {
      for await (const page of pages(api, filters, api.policies.pageSize)) found.push(...page);
      return found;
    } catch (error) {
      if (!isExpired(error)) throw error;
      if (onExpired === 'take-what-there-is') return found;
      if (restarted >= restarts) throw error;
      if (onExpired === 'start-over') found = [];
    }
  }
}

function isExpired(error: unknown): boolean {
  return error instanceof ClientFailure && error.failure.code === 'INVALID_CURSOR';
}

async function* pages(api: Api, filters: Query, limit: number): AsyncGenerator<readonly Transaction[]> {
  const { policies } = api;
  const asked = Math.min(policies.pageSize, limit);
  for (let cursor: string | undefined; ; ) {
    const kept = cursor === undefined || policies.filtersOn === 'every-page' ? filters : {};
    const page = (await api.get('/transactions', {
      ...kept,
      limit: asked,
      ...(cursor !== undefined && { cursor: policies.sendCursor(cursor) }),
    })) as Page;
    const rows = policies.rows(page).map(policies.keep) as readonly Transaction[];
    yield rows;
    cursor = policies.next({ ...page, data: rows }, asked);
    if (cursor === undefined) return;
  }
}

/** By amount and by name the server has no pages, so the order is made here. */
function sorted(rows: readonly Transaction[], by: string | undefined): readonly Transaction[] {
  if (by === 'amount') return rows.toSorted((a, b) => Number(b.amount) - Number(a.amount));
  if (by === 'name') return rows.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return rows;
}
