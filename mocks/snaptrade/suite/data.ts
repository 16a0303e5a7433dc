/** Jobs about data over time: transactions that are asked for, histories, rates, and webhooks as they arrive. */
import { isProblem, type Job, type Json } from '../../../src/provider/index.ts';
import { applicationOf } from '../application.ts';
import { transactionsOf, transactionsReadAt } from '../freshness.ts';
import { balanceHistoryOf, ratesOf } from '../history.ts';
import { QUEUE_MS } from '../queue.ts';
import type { SnapTradeState } from '../state.ts';
import { TIMEFRAMES } from '../value/days.ts';
import { signatureOf } from '../webhooks.ts';
import { DECIMALS, TIMES } from './jobs.ts';
import { accountNamed, activitiesKnown, connections, type Truth } from './truth.ts';

/** As it is known when the sync is done: nobody is right who did not wait for it. */
const syncedActivities: Truth = (world, { accountId, startDate }) => {
  const place = accountNamed(world, accountId);
  if (place === undefined) return undefined;
  const { transactionsSyncedAt } = world.state.connections[place.connection.key] ?? {};
  const known =
    transactionsSyncedAt === undefined
      ? transactionsReadAt(place, world.now() + QUEUE_MS)
      : transactionsOf(world, place);
  return known && activitiesKnown(world, place, known, { startDate: String(startDate) });
};

const balanceHistory: Truth = (world, { accountId }) => {
  const place = accountNamed(world, accountId);
  return place && balanceHistoryOf(world, place);
};

const returnRates: Truth = (world, { accountId }) => {
  const place = accountNamed(world, accountId);
  const rates = place && ratesOf(world, place, [place], new Set(TIMEFRAMES));
  return rates === undefined || isProblem(rates) ? null : rates;
};

interface Delivery {
  readonly body: string;
  readonly signature: string;
}

/** Every message once, whatever came twice or was not signed; and what is broken now, whatever came last. */
const deliveries: Truth = (world, input) => {
  const { consumerKey } = applicationOf(world);
  const given = input.deliveries as unknown as readonly Delivery[];
  const signed = given.filter(({ body, signature }) => signatureOf(body, consumerKey) === signature);
  const events = signed.map(({ body }) => JSON.parse(body) as Readonly<Record<string, Json>>);
  const broken = (connections(world, input) as readonly { readonly id: string; readonly disabled: boolean }[])
    .filter(({ disabled }) => disabled)
    .map(({ id }) => id);
  return { events: [...new Set(events.map(({ webhookId }) => webhookId))], broken };
};

export const dataJobs: Readonly<Record<string, Job<SnapTradeState>>> = {
  syncTransactions: job({
    says: 'Has the transactions of a connection read anew, and gives the activities of one of its accounts once that is done.',
    input: {
      connectionId: 'id of the connection',
      accountId: 'id of the account',
      startDate: 'first day wanted',
    },
    operations: ['syncTransactions', 'getAccount', 'listActivities'],
    truth: syncedActivities,
  }),
  readBalanceHistory: job({
    says: 'What an account was worth day by day: `{ history, currency }`.',
    input: { accountId: 'id of an account' },
    operations: ['getBalanceHistory'],
    truth: balanceHistory,
  }),
  readReturnRates: job({
    says: 'How well an account did, for every timeframe that there is: `{ data }`.',
    input: { accountId: 'id of an account' },
    operations: ['listAccountReturnRates'],
    truth: returnRates,
  }),
  takeDeliveries: job({
    says: 'Takes webhooks as they were delivered, and says what is known now: `{ events, broken }`, the webhookId of each message that is true, once, and the ids of connections that have to be mended.',
    input: { deliveries: 'list of `{ body, signature }` in the order of arrival' },
    operations: ['listConnections'],
    truth: deliveries,
  }),
};

function job(told: Omit<Job<SnapTradeState>, 'decimals' | 'times'>): Job<SnapTradeState> {
  return { ...told, decimals: [...DECIMALS, 'total_value', 'return_percent'], times: TIMES };
}
