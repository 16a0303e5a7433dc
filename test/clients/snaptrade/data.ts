/** Data over time: transactions that are asked for, histories and rates, and webhooks as they arrive. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import { listActivities } from './accounts.ts';
import type { Api } from './api.ts';
import { listConnections } from './connections.ts';
import type { Row } from './pages.ts';
import { readWebhook } from './webhooks.ts';

export interface SyncWish {
  readonly connectionId: string;
  readonly accountId: string;
  readonly startDate: string;
}

/** Queued, and only told of where something new was found: news are waited for, and not for ever. */
export async function syncTransactions(api: Api, wish: SyncWish): Promise<readonly Row[]> {
  const { connectionId, accountId, startDate } = wish;
  const { context, policies } = api;
  const before = await transactionsThrough(api, accountId);
  await api.call('POST', `/authorizations/${encodeURIComponent(connectionId)}/transactions/sync`);
  const latest = context.now() + policies.newsMs(context);
  const late = new ClientFailure('timeout', { message: 'No news of the sync' });
  if (policies.waitsForQueue) {
    await api.until(async () => {
      const isNewer = (await transactionsThrough(api, accountId)) !== before;
      return isNewer || context.now() >= latest ? true : undefined;
    }, late);
  }
  return listActivities(api, accountId, { startDate });
}

/** The last day whose transactions are known: a day, so that a second sync of one day does not show. */
async function transactionsThrough(api: Api, accountId: string): Promise<string | null> {
  const account = await api.get<{
    readonly sync_status: { readonly transactions: { readonly last_successful_sync: string | null } };
  }>(`/accounts/${encodeURIComponent(accountId)}`);
  return account.sync_status.transactions.last_successful_sync;
}

export async function readBalanceHistory(api: Api, accountId: string): Promise<Row> {
  const told = await api.get<{ readonly history: readonly Row[]; readonly currency: string }>(
    `/accounts/${encodeURIComponent(accountId)}/balanceHistory`,
  );
  return { ...told, history: api.policies.historyShown(told.history) };
}

export async function readReturnRates(api: Api, accountId: string): Promise<Row> {
  const { data } = await api.get<{ readonly data: readonly Row[] }>(
    `/accounts/${encodeURIComponent(accountId)}/returnRates`,
  );
  return { data: api.policies.ratesShown(data) };
}

export interface Delivery {
  readonly body: string;
  readonly signature: string;
}

/** Messages come late, twice and in any order: they say that something happened, and the API says what is so now. */
export async function takeDeliveries(api: Api, deliveries: readonly Delivery[]): Promise<Row> {
  const { policies } = api;
  const events: Row[] = [];
  for (const { body, signature } of deliveries) {
    try {
      events.push(readWebhook(api, body, signature));
    } catch (error) {
      if (!(error instanceof ClientFailure) || policies.onForged === 'fail') throw error;
    }
  }
  const ids = events.map(({ webhookId }) => webhookId);
  return {
    events: policies.knowsRepeats ? [...new Set(ids)] : ids,
    broken: policies.brokenBy === 'looking' ? await brokenNow(api) : brokenAsTold(events),
  };
}

async function brokenNow(api: Api): Promise<readonly unknown[]> {
  const connections = await listConnections(api);
  return connections.filter(({ disabled }) => disabled === true).map(({ id }) => id);
}

function brokenAsTold(events: readonly Row[]): readonly unknown[] {
  const broken = new Set<unknown>();
  for (const { eventType, brokerageAuthorizationId: id } of events) {
    if (eventType === 'CONNECTION_BROKEN') broken.add(id);
    if (eventType === 'CONNECTION_FIXED' || eventType === 'CONNECTION_DELETED') broken.delete(id);
  }
  return [...broken];
}
