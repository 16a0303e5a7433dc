/** How old the data are: daily copies, refreshes, activities up to yesterday, and connections that went silent. */
import { describe, expect, it } from 'vitest';
import { type Client, client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const STAKE = idOf(ledger, 'connection', 'owner-stake');
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');
const COMMSEC = idOf(ledger, 'connection', 'owner-commsec');
const SHARES = idOf(ledger, 'account', 'owner-shares');

const DAY = 86_400_000;

async function asOf(api: Client, account = WALL_STREET): Promise<number> {
  const { body } = await api.get(`/accounts/${account}/positions/all`);
  return Date.parse(body.data_freshness.as_of);
}

/** Everything that can be read about an account, as text. */
async function everything(api: Client, account = WALL_STREET): Promise<string> {
  const paths = ['', '/balances', '/positions/all', '/positions', '/activities'];
  const texts = [];
  for (const path of paths) {
    const answer = await api.get(`/accounts/${account}${path}`);
    expect(answer.status).toBe(200);
    texts.push(answer.text);
  }
  return texts.join('\n');
}

describe('holdings', () => {
  it('are as of the last daily sync, which is in the night of the brokerage', async () => {
    const api = client();
    const { clock } = api.simulated.world;
    for (const account of [WALL_STREET, SHARES]) {
      const synced = await asOf(api, account);
      expect(clock.now() - synced).toBeGreaterThan(0);
      expect(clock.now() - synced).toBeLessThan(DAY);
    }
    const sydney = new Intl.DateTimeFormat('en-AU', {
      timeZone: 'Australia/Sydney',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    expect(['01', '02', '03', '04']).toContain(sydney.format(await asOf(api, SHARES)));
  });

  it('are read at one moment: account, balances and positions agree on it', async () => {
    const api = client();
    const at = await asOf(api);
    const account = (await api.get(`/accounts/${WALL_STREET}`)).body;
    expect(Date.parse(account.sync_status.holdings.last_successful_sync)).toBe(at);
    const balance = ledger.balance('owner-wall-street', at);
    expect(account.balance.total).toEqual({
      amount: balance.current.toNumber(),
      currency: balance.currency,
    });
  });

  it('move once a day, at the same time', async () => {
    const api = client();
    const { clock } = api.simulated.world;
    const first = await asOf(api);
    clock.advance(first + DAY - clock.now() - 1);
    expect(await asOf(api)).toBe(first);
    clock.advance(1);
    expect(await asOf(api)).toBe(first + DAY);
  });

  it('move when a refresh is done, which is some time after it was asked for', async () => {
    const api = client();
    const { clock } = api.simulated.world;
    const before = await asOf(api);
    const asked = clock.now();
    await api.post(`/authorizations/${STAKE}/refresh`);
    clock.advance('29s');
    expect(await asOf(api)).toBe(before);
    clock.advance('1s');
    expect(await asOf(api)).toBe(asked + 30_000);
    expect(await asOf(api, SHARES)).not.toBe(asked + 30_000);
    clock.advance('10m');
    expect(await asOf(api)).toBe(asked + 30_000);
  });

  it('are as of now on the real-time plan', async () => {
    const api = client({ switches: { snaptrade: { freshness: 'realtime' } } });
    const { clock } = api.simulated.world;
    expect((await api.get(`/authorizations/${STAKE}`)).body.data_freshness_mode).toBe('realtime');
    expect(await asOf(api)).toBe(clock.now());
    clock.advance('1h');
    expect(await asOf(api)).toBe(clock.now());
  });
});

describe('activities', () => {
  const through = async (api: Client, account = WALL_STREET): Promise<string> => {
    const { body } = await api.get(`/accounts/${account}`);
    return body.sync_status.transactions.last_successful_sync;
  };

  it('reach up to yesterday: today’s trades come with tomorrow’s sync', async () => {
    const api = client({
      now: '2026-03-16T20:00:00Z',
      entities: {
        trades: [
          {
            key: 'todays',
            account: 'owner-wall-street',
            kind: 'buy',
            symbol: 'AAPL',
            quantity: '3',
            price: '200',
            at: '2026-03-16T15:00:00Z',
          },
        ],
      },
    });
    const newest = async () =>
      (await api.get(`/accounts/${WALL_STREET}/activities`, { limit: 1 })).body.data[0];
    expect(await through(api)).toBe('2026-03-15');
    expect((await newest()).trade_date < '2026-03-16').toBe(true);
    await api.post(`/authorizations/${STAKE}/refresh`);
    api.simulated.world.clock.advance('1m');
    // Holdings know of it, activities do not.
    expect(await asOf(api)).toBeGreaterThan(Date.parse('2026-03-16T15:00:00Z'));
    expect((await newest()).trade_date < '2026-03-16').toBe(true);

    api.simulated.world.clock.advance('10h');
    expect(await through(api)).toBe('2026-03-16');
    const { data } = (await api.get(`/accounts/${WALL_STREET}/activities`, { startDate: '2026-03-16' })).body;
    expect(data).toContainEqual(
      expect.objectContaining({ type: 'BUY', units: 3, price: 200, trade_date: '2026-03-16T15:00:00Z' }),
    );
  });

  it('come as a whole: the last day named is complete', async () => {
    const api = client();
    const last = await through(api);
    const { body } = await api.get(`/accounts/${WALL_STREET}/activities`);
    const after = body.data.filter((row: { trade_date: string }) => row.trade_date.slice(0, 10) > last);
    expect(after).toEqual([]);
    const end = Date.parse(`${last}T00:00:00Z`) + DAY;
    expect(body.pagination.total).toBe(ledger.trades.count(['owner-wall-street'], { now: end, until: end }));
  });

  it('begin where the account begins', async () => {
    const api = client();
    for (const account of (await api.get('/accounts')).body) {
      const { total } = (await api.get(`/accounts/${account.id}/activities`, { limit: 1 })).body.pagination;
      const [oldest] = (await api.get(`/accounts/${account.id}/activities`, { offset: total - 1 })).body.data;
      expect(account.sync_status.transactions.first_transaction_date).toBe(oldest.trade_date.slice(0, 10));
    }
  });

  it('of a new connection are not there until its first sync is done', async () => {
    const api = client({
      now: '2026-03-16T20:00:00Z',
      entities: { connections: [{ key: 'owner-stake', createdAt: '2026-03-16T20:00:00Z' }] },
    });
    const account = (await api.get(`/accounts/${WALL_STREET}`)).body;
    expect(account.sync_status.transactions).toEqual({
      initial_sync_completed: false,
      last_successful_sync: null,
      first_transaction_date: null,
    });
    const empty = (await api.get(`/accounts/${WALL_STREET}/activities`)).body;
    expect(empty).toEqual({ data: [], pagination: { offset: 0, limit: 1000, total: 0 } });
    // Holdings are there at once.
    expect((await api.get(`/accounts/${WALL_STREET}/positions/all`)).body.results.length).toBeGreaterThan(0);

    api.simulated.world.clock.advance('30s');
    const synced = (await api.get(`/accounts/${WALL_STREET}`)).body.sync_status.transactions;
    expect(synced).toMatchObject({ initial_sync_completed: true, last_successful_sync: '2026-03-15' });
    expect((await api.get(`/accounts/${WALL_STREET}/activities`)).body.pagination.total).toBeGreaterThan(100);
  });
});

describe('a connection that broke', () => {
  it('is silent: reads answer 200 with what was known, for ever', async () => {
    const api = client();
    const before = await everything(api);
    await api.post(`/authorizations/${STAKE}/disable`);
    expect(await everything(api)).toBe(before);
    api.simulated.world.clock.advance('40d');
    expect(await everything(api)).toBe(before);
    expect((await api.get(`/authorizations/${STAKE}/accounts`)).status).toBe(200);
  });

  it('moves no time, while a healthy one does', async () => {
    const api = client();
    await api.post(`/authorizations/${STAKE}/disable`);
    const [broken, healthy] = [await asOf(api), await asOf(api, SHARES)];
    api.simulated.world.clock.advance('3d');
    expect(await asOf(api)).toBe(broken);
    expect(await asOf(api, SHARES)).toBe(healthy + 3 * DAY);
    const { body } = await api.get(`/accounts/${WALL_STREET}`);
    expect(Date.parse(body.sync_status.holdings.last_successful_sync)).toBe(broken);
    expect(body.sync_status.transactions.last_successful_sync).toBe('2026-03-14');
  });

  it('finishes no refresh that was waiting', async () => {
    const api = client();
    const before = await asOf(api);
    await api.post(`/authorizations/${STAKE}/refresh`);
    await api.post(`/authorizations/${STAKE}/disable`);
    api.simulated.world.clock.advance('1h');
    expect(await asOf(api)).toBe(before);
  });

  it('on the real-time plan shows the moment it broke', async () => {
    const api = client({ switches: { snaptrade: { freshness: 'realtime' } } });
    const broke = api.simulated.world.clock.now();
    await api.post(`/authorizations/${STAKE}/disable`);
    api.simulated.world.clock.advance('1d');
    expect(await asOf(api)).toBe(broke);
  });

  it('is frozen too while the brokerage only fails, though it is not disabled then', async () => {
    const api = client({ entities: { connections: [{ key: 'owner-commsec', status: 'failing' }] } });
    const before = await asOf(api, SHARES);
    api.simulated.world.clock.advance('3d');
    expect(await asOf(api, SHARES)).toBe(before);
    expect((await api.get(`/authorizations/${COMMSEC}`)).body.disabled).toBe(false);
    expect(await api.post(`/authorizations/${COMMSEC}/refresh`)).toMatchObject({ status: 200 });
    api.simulated.world.clock.advance('1m');
    expect(await asOf(api, SHARES)).toBe(before);
  });
});
