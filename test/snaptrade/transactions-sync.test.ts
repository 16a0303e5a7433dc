/** Asking for the transactions of a connection: up to yesterday, queued, and told of only where there was news. */
import { describe, expect, it } from 'vitest';
import { receive } from '../webhooks/receiver.ts';
import { type Client, client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const STAKE = idOf(ledger, 'connection', 'owner-stake');
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');

/** Ten minutes into the 17th, before any daily sync: the day before is over, but not known yet. */
const AFTER_MIDNIGHT = {
  now: '2026-03-17T00:10:00Z',
  entities: {
    trades: [
      {
        key: 'yesterdays',
        account: 'owner-wall-street',
        kind: 'buy',
        symbol: 'AAPL',
        quantity: '3',
        price: '200',
        at: '2026-03-16T15:00:00Z',
      },
    ],
  },
} as const;

const sync = (api: Client) => api.post(`/authorizations/${STAKE}/transactions/sync`);
const through = async (api: Client): Promise<string> =>
  (await api.get(`/accounts/${WALL_STREET}`)).body.sync_status.transactions.last_successful_sync;

async function listening() {
  const receiver = await receive();
  const api = client(AFTER_MIDNIGHT);
  const { world } = api.simulated;
  world.webhooks.add({ provider: 'snaptrade', url: receiver.url });
  const told = async (by: string) => {
    const before = receiver.bodies().length;
    world.clock.advance(by);
    await world.webhooks.idle();
    return receiver.bodies().slice(before) as { eventType: string; accountId: string }[];
  };
  return { api, told };
}

describe('a sync of transactions', () => {
  it('is scheduled', async () => {
    const { status, body } = await sync(client());
    expect(status).toBe(200);
    expect(body).toEqual({ detail: `Connection ${STAKE} scheduled for transactions sync` });
  });

  it('brings the day before, when it is done', async () => {
    const api = client(AFTER_MIDNIGHT);
    expect(await through(api)).toBe('2026-03-15');
    await sync(api);
    api.simulated.world.clock.advance('29s');
    expect(await through(api)).toBe('2026-03-15');
    api.simulated.world.clock.advance('1s');
    expect(await through(api)).toBe('2026-03-16');
    const { data } = (await api.get(`/accounts/${WALL_STREET}/activities`, { startDate: '2026-03-16' })).body;
    expect(data).toContainEqual(expect.objectContaining({ type: 'BUY', units: 3 }));
  });

  it('leaves holdings as they were', async () => {
    const api = client(AFTER_MIDNIGHT);
    const read = async () => (await api.get(`/accounts/${WALL_STREET}/positions/all`)).text;
    const before = await read();
    await sync(api);
    api.simulated.world.clock.advance('1m');
    expect(await read()).toBe(before);
  });

  it('brings nothing of today', async () => {
    const api = client({ ...AFTER_MIDNIGHT, now: '2026-03-16T20:00:00Z' });
    await sync(api);
    api.simulated.world.clock.advance('1m');
    expect(await through(api)).toBe('2026-03-15');
  });

  it('tells of accounts with new transactions, and of nothing else', async () => {
    const { api, told } = await listening();
    await sync(api);
    const news = await told('1m');
    expect(news.map(({ eventType }) => eventType)).toEqual(['ACCOUNT_TRANSACTIONS_UPDATED']);
    expect(news[0]?.accountId).toBe(WALL_STREET);
    await sync(api);
    expect(await told('1m')).toEqual([]);
    // The nightly sync finds no more either, but holdings it tells of in any case.
    const atNight = new Set(
      (await told('6h')).map(({ eventType, accountId }) => `${eventType} ${accountId}`),
    );
    expect(atNight).toContain(`ACCOUNT_HOLDINGS_UPDATED ${WALL_STREET}`);
    expect(atNight).not.toContain(`ACCOUNT_TRANSACTIONS_UPDATED ${WALL_STREET}`);
  });

  it('is part of every plan: transactions are never real-time', async () => {
    const api = client({ ...AFTER_MIDNIGHT, switches: { snaptrade: { freshness: 'realtime' } } });
    expect((await sync(api)).status).toBe(200);
  });

  it('is 402 while the connection is disabled, and brings nothing if it breaks meanwhile', async () => {
    const api = client(AFTER_MIDNIGHT);
    await sync(api);
    await api.post(`/authorizations/${STAKE}/disable`);
    api.simulated.world.clock.advance('1m');
    expect(await through(api)).toBe('2026-03-15');
    expect(await sync(api)).toMatchObject({ status: 402, body: { code: '3003' } });
  });

  it('is 404 for a connection that is not there', async () => {
    const nowhere = '/authorizations/11111111-1111-4111-8111-111111111111/transactions/sync';
    expect((await client().post(nowhere)).status).toBe(404);
  });
});
