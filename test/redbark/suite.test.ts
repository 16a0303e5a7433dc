/** What the contract suite takes for true of Redbark is what a patient reader of its answers finds. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { redbark } from '../../mocks/redbark/provider.ts';
import type { RedbarkWorld } from '../../mocks/redbark/state.ts';
import { suite } from '../../mocks/redbark/suite/index.ts';
import { liveWorld } from '../../src/engine/simulator.ts';
import type { JobInput } from '../../src/provider/index.ts';
import { everyTrade, type Redbark, redbarkIn } from './redbark.ts';

function open(file: WorldFile = {}): Redbark & { view: RedbarkWorld } {
  const rb = redbarkIn({ limits: 'off', ...file });
  return { ...rb, view: liveWorld(rb.simulator, rb.world.id).view(redbark) as RedbarkWorld };
}

function truth(view: RedbarkWorld, job: string, input: JobInput = {}): unknown {
  return suite.jobs[job]?.truth(view, input);
}

function sorted<Row extends object>(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

// A messy world has nulls in answers that its ledger knows nothing of; rows read live have none.
describe('lists', () => {
  it('of connections, accounts and categories are what is answered', async () => {
    const { get, view } = open();
    const { body: connections } = await get('/v1/connections');
    const { body: accounts } = await get('/v1/accounts', { limit: 200 });
    const { body: categories } = await get('/v1/categories');
    expect(sorted(truth(view, 'listConnections') as object[])).toEqual(sorted(connections.data));
    expect(sorted(truth(view, 'listAccounts') as object[])).toEqual(sorted(accounts.data));
    expect(truth(view, 'listCategories')).toEqual(categories.categories);
  });

  it('of balances are those of all bank accounts', async () => {
    const { get, view } = open();
    const { body: connections } = await get('/v1/connections');
    const banks = connections.data.filter(({ category }) => category === 'banking').map(({ id }) => id);
    const { body: accounts } = await get('/v1/accounts', { limit: 200 });
    const ids = accounts.data.filter(({ connectionId }) => banks.includes(connectionId)).map(({ id }) => id);
    const { body } = await get('/v1/balances', { accountIds: ids.join(',') });
    expect(sorted(truth(view, 'listBalances') as object[])).toEqual(sorted(body.data));
  });

  it.each([
    ['household', 'owner-commsec'],
    ['messy', 'twins'],
    ['messy', 'mixed-dates'],
  ] as const)('of trades are those of all pages (%s, %s)', async (template, key) => {
    const rb = open({ template });
    const connectionId = suite.resolve(rb.view, `$connection.${key}`) ?? '';
    const bounds = { from: '2025-01-10', to: '2025-06-30' };
    for (const some of [{}, bounds]) {
      const rows = await everyTrade(rb, { connectionId, ...some }, 500);
      expect(rows.length).toBeGreaterThan(0);
      expect(truth(rb.view, 'listTrades', { connectionId, ...some })).toEqual(rows);
    }
  });

  it('of holdings are what is answered, and the export is those of all brokers', async () => {
    const { get, view } = open();
    const brokers = ['$brokerage.0', '$brokerage.1', '$brokerage.2'];
    const rows = [];
    for (const broker of brokers) {
      const connectionId = suite.resolve(view, broker) ?? '';
      const { body } = await get('/v1/holdings', { connectionId });
      expect(truth(view, 'listHoldings', { connectionId })).toEqual(body.data);
      rows.push(...body.data);
    }
    expect(truth(view, 'exportBrokerage')).toMatchObject({ holdings: rows });
  });

  it.each([
    ['household', 'owner-commbank'],
    ['messy', 'everyday'],
  ] as const)('of transactions are of thirty days, or of the days named (%s, %s)', async (template, key) => {
    const { get, view } = open({ template });
    const connectionId = suite.resolve(view, `$connection.${key}`) ?? '';
    for (const some of [{}, { from: '2026-01-03', to: '2026-02-11' }]) {
      const { body } = await get('/v1/transactions', { connectionId, limit: 500, ...some });
      expect(body.data.length).toBeGreaterThan(0);
      expect(truth(view, 'listTransactions', { connectionId, ...some })).toEqual(body.data);
    }
  });
});

it('a connection that nobody can read has no rows', () => {
  const { view } = open();
  expect(
    truth(view, 'listTransactions', { connectionId: suite.resolve(view, '$connection.partner-anz') ?? '' }),
  ).toEqual([]);
});

it('new trades are those that came since the world began', () => {
  const { view, world } = open();
  const connectionId = suite.resolve(view, '$connection.owner-commsec') ?? '';
  expect(truth(view, 'awaitNewTrades', { connectionId })).toEqual([]);
  world.clock.advance('1s');
  world.change({
    change: 'trade',
    account: 'owner-shares',
    kind: 'buy',
    symbol: 'VAS.AX',
    quantity: '5',
    price: '90.1',
  });
  expect(truth(view, 'awaitNewTrades', { connectionId })).toMatchObject([
    { symbol: 'VAS.AX', quantity: '5' },
  ]);
});

it('references name what the main customer has, and nothing that is not there', () => {
  const { connection, account, view } = open();
  expect(suite.resolve(view, '$brokerage.0')).toBe(connection('owner-commsec'));
  expect(suite.resolve(view, '$banking.1')).toBe(connection('partner-westpac'));
  expect(suite.resolve(view, '$account.owner-card')).toBe(account('owner-card'));
  for (const nothing of [
    '$brokerage.9',
    '$account.nobody',
    '$connection.nobody',
    '$webhook.holdings.body',
    'plain',
  ])
    expect(suite.resolve(view, nothing)).toBeUndefined();
});

describe('messages of webhooks', () => {
  const text = (view: RedbarkWorld, name: string): string => suite.resolve(view, `$webhook.${name}`) ?? '';

  it.each(['', 'retried-', 'old-'])('are signed over time and body (%s)', (which) => {
    const { view } = open();
    const signed = `${text(view, `trades.${which}timestamp`)}.${text(view, 'trades.body')}`;
    const right = createHmac('sha256', text(view, 'secret')).update(signed).digest('hex');
    expect(text(view, `trades.${which}signature`)).toBe(`sha256=${right}`);
  });

  it('are what the REST API says of the same rows, chunk by chunk', async () => {
    const rb = open();
    const connectionId = suite.resolve(rb.view, '$brokerage.0') ?? '';
    const trades = (await everyTrade(rb, { connectionId })).slice(0, 503);
    const rows = trades.map(({ id, accountId, totalAmount, currency }) => ({
      id,
      accountId,
      amount: totalAmount,
      currency,
    }));
    const first = truth(rb.view, 'receiveWebhook', { body: text(rb.view, 'trades.body') });
    const last = truth(rb.view, 'receiveWebhook', { body: text(rb.view, 'trades-rest.body') });
    expect(first).toMatchObject({
      type: 'trades.synced',
      chunk: 1,
      totalChunks: 2,
      rows: rows.slice(0, 500),
    });
    expect(last).toMatchObject({ chunk: 2, totalChunks: 2, rows: rows.slice(500) });
  });
});
