/** What Redbark tells receivers after a sync run, and how. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { webhooks } from '../../mocks/redbark/webhooks.ts';
import { type Received, type Receiver, receive } from '../webhooks/receiver.ts';
import { type Redbark, redbarkIn } from './redbark.ts';

const DAY = 86_400_000;

interface Listening {
  readonly rb: Redbark;
  readonly receiver: Receiver;
  readonly secret: string;
  // biome-ignore lint/suspicious/noExplicitAny: items differ from event to event.
  pass(by: string): Promise<any[]>;
}

async function listening(events?: string[], file: WorldFile = {}): Promise<Listening> {
  const receiver = await receive();
  const rb = redbarkIn(file);
  const { secret } = rb.world.webhooks.add({
    provider: 'redbark',
    url: receiver.url,
    ...(events && { events }),
  });
  let seen = 0;
  return {
    rb,
    receiver,
    secret,
    async pass(by) {
      rb.world.clock.advance(by);
      await rb.world.webhooks.idle();
      const all = receiver.bodies();
      const news = all.slice(seen);
      seen = all.length;
      return news;
    },
  };
}

function signatureOf({ headers, body }: Received, secret: string): string {
  const text = `${headers['x-redbark-timestamp']}.${body}`;
  return `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
}

describe('a message', () => {
  it('is a signed POST of JSON, with the headers of the page', async () => {
    const here = await listening();
    await here.pass('2d');
    const [first] = here.receiver.received;
    if (first === undefined) throw new Error('Nothing came.');
    const body = JSON.parse(first.body);
    expect(first.method).toBe('POST');
    expect(first.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Redbark-Webhook/1.0',
      'x-redbark-signature': signatureOf(first, here.secret),
      'x-redbark-timestamp': String(body.created),
      'x-redbark-delivery-id': body.id,
    });
  });

  it('has the envelope of the page', async () => {
    const here = await listening();
    const [body] = await here.pass('2d');
    const { new: items } = body.data;
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      object: 'event',
      type: expect.stringMatching(/^(trades|transactions)\.synced$/),
      api_version: '2026-03-15',
      created: expect.any(Number),
      data: { new: items, updated: [] },
      metadata: {
        sync_run_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        new_count: items.length,
        updated_count: 0,
        chunk: 1,
        total_chunks: 1,
      },
    });
  });
});

describe('items', () => {
  it('of trades are the trades of the API, in snake_case and whole cents', async () => {
    const here = await listening(['trades.synced']);
    const bodies = await here.pass('10d');
    const item = bodies
      .flatMap(({ data }) => data.new)
      .find(({ fees, type }) => fees !== null && type === 'buy');
    const connection = [...here.rb.ledger.connections.values()].find(({ accounts }) =>
      accounts.some((key) => here.rb.account(key) === item.account_id),
    );
    const listed = (
      await here.rb.get('/v1/trades', { connectionId: here.rb.connection(connection?.key ?? '') })
    ).body.data;
    const trade = listed.find(({ id }) => id === item.id);
    expect(trade).toBeDefined();
    expect(item).toEqual({
      id: trade?.id,
      object: 'trade',
      account_id: trade?.accountId,
      account_name: trade?.accountName,
      symbol: trade?.symbol,
      name: trade?.name,
      type: 'buy',
      quantity: trade?.quantity,
      price: trade?.price,
      currency: trade?.currency.toLowerCase(),
      total_amount: Math.round(Number(trade?.totalAmount) * 100),
      fees: Math.round(Number(trade?.fees) * 100),
      trade_date: trade?.tradeDate,
      settlement_date: trade?.settlementDate,
      description: trade?.description,
    });
  });

  it('of transactions are the transactions of the API, in snake_case and whole cents', async () => {
    const here = await listening(['transactions.synced']);
    const bodies = await here.pass('5d');
    const items = bodies.flatMap(({ data }) => data.new);
    const item = items.findLast(({ post_date: posted }) => posted !== null);
    const connection = [...here.rb.ledger.connections.values()].find(({ accounts }) =>
      accounts.some((key) => here.rb.account(key) === item.account_id),
    );
    const { body } = await here.rb.get('/v1/transactions', {
      connectionId: here.rb.connection(connection?.key ?? ''),
      accountId: item.account_id,
      limit: 500,
    });
    const row = body.data.find(({ id }) => id === item.id);
    expect(row).toBeDefined();
    expect(item).toEqual({
      id: row?.id,
      object: 'transaction',
      amount: Math.round(Number(row?.amount) * 100),
      currency: expect.stringMatching(/^[a-z]{3}$/),
      status: row?.status,
      description: row?.description,
      direction: row?.direction,
      class: row?.direction === 'credit' ? 'deposit' : 'payment',
      account_id: row?.accountId,
      account_name: row?.accountName,
      account: expect.any(String),
      transaction_date: row?.datetime,
      post_date: row?.postDatetime,
      local_date: row?.date,
      merchant_name: row?.merchantName,
      category: row?.category,
      merchant_category_code: row?.merchantCategoryCode,
    });
    expect(Number.isInteger(item.amount)).toBe(true);
  });

  it('are told of once, day after day, and add up to what the API lists', async () => {
    const here = await listening(['trades.synced']);
    const from = new Date(here.rb.now()).toISOString();
    const bodies = await here.pass('30d');
    const connectionId = here.rb.connection('owner-commsec');
    const accounts = here.rb.ledger.connections.get('owner-commsec')?.accounts.map(here.rb.account);
    const own = bodies
      .flatMap(({ data }) => data.new)
      .filter(({ account_id: account }) => accounts?.includes(account))
      .map(({ id }) => id);
    const { body } = await here.rb.get('/v1/trades', { connectionId, from, limit: 500 });
    expect(own.length).toBeGreaterThan(5);
    const listed = body.data.map(({ id }) => id).reverse();
    // What came after the last run is told of by the next.
    expect(listed.slice(0, own.length)).toEqual(own);
  });

  it('that settle are told of again, under their new id', async () => {
    const here = await listening(['transactions.synced']);
    const items = (await here.pass('10d')).flatMap(({ data }) => data.new);
    const ids = items.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const held = items.filter(({ post_date: posted }) => posted === null);
    expect(held.length).toBeGreaterThan(0);
    const [hold] = held;
    const settled = items.filter(
      (item) => item.transaction_date === hold.transaction_date && item.account_id === hold.account_id,
    );
    expect(settled.map(({ post_date: posted }) => posted === null)).toEqual([true, false]);
  });

  it('that come late are told of by the next run', async () => {
    const here = await listening(['trades.synced']);
    await here.pass('2d');
    const at = new Date(here.rb.now() - DAY).toISOString();
    here.rb.world.change({
      ...{ change: 'trade', account: 'owner-shares', kind: 'buy', symbol: 'VAS.AX' },
      ...{ quantity: '5', price: '89.75', description: 'came late', at },
    });
    const items = (await here.pass('2d')).flatMap(({ data }) => data.new);
    expect(items.filter(({ description }) => description === 'came late')).toHaveLength(1);
  });
});

describe('a sync run', () => {
  it('of many rows is sent in chunks of 500, one after another', async () => {
    const accounts = [{ key: 'owner-shares', rowsPerYear: 500_000 }];
    const here = await listening(['trades.synced'], { entities: { accounts } });
    const bodies = await here.pass('1d');
    const run = bodies.filter(({ metadata }) => metadata.total_chunks > 1);
    const { new_count: found, total_chunks: chunks } = run[0].metadata;
    expect(run.map(({ metadata }) => metadata.chunk)).toEqual(
      Array.from({ length: chunks }, (_, n) => n + 1),
    );
    expect(run.slice(0, -1).every(({ data }) => data.new.length === 500)).toBe(true);
    expect(run.reduce((sum, { data }) => sum + data.new.length, 0)).toBe(found);
    expect(new Set(run.map(({ metadata }) => metadata.sync_run_id)).size).toBe(1);
    expect(new Set(run.map(({ id }) => id)).size).toBe(chunks);
  });

  it('passes on no more than the newest 5,000 rows', async () => {
    const accounts = [{ key: 'owner-shares', rowsPerYear: 10_000_000 }];
    const here = await listening(['trades.synced'], { entities: { accounts } });
    const counts = (await here.pass('1d')).map(({ metadata }) => metadata.new_count);
    expect(Math.max(...counts)).toBe(5_000);
  });

  it('happens once a day for each connection, with one of its refreshes', async () => {
    const here = await listening();
    await here.pass('10d');
    const at = here.rb.world.webhooks.deliveries().map(({ happenedAt }) => Date.parse(happenedAt));
    expect(at.every((instant) => instant % (6 * 3_600_000) === 0)).toBe(true);
    const daily = here.rb.world.clock.events(100).filter(({ event }) => event === 'recurrence:sync');
    expect(new Set(daily.map(({ data }) => data)).size).toBe(daily.length);
    expect(daily.every((event) => event.at - here.rb.now() <= DAY)).toBe(true);
  });

  it('is only of what the main customer linked and can be read; the rest is caught up with', async () => {
    const here = await listening(['trades.synced']);
    const bodies = await here.pass('20d');
    const told = new Set(bodies.flatMap(({ data }) => data.new).map((item) => item.account_id));
    const accountsOf = (key: string) =>
      here.rb.ledger.connections.get(key)?.accounts.map(here.rb.account) ?? [];
    expect(accountsOf('child-selfwealth').some((id) => told.has(id))).toBe(false);
    expect(accountsOf('owner-commsec').some((id) => told.has(id))).toBe(true);

    here.rb.happens('owner-commsec', 'login-required');
    const ofOwn = (some: typeof bodies) =>
      some
        .flatMap(({ data }) => data.new)
        .filter((item) => accountsOf('owner-commsec').includes(item.account_id));
    expect(ofOwn(await here.pass('20d'))).toEqual([]);
    here.rb.happens('owner-commsec', 'healthy');
    const caughtUp = ofOwn(await here.pass('1d'));
    const oldest = Math.min(...caughtUp.map((item) => Date.parse(item.trade_date)));
    expect(here.rb.now() - oldest).toBeGreaterThan(14 * DAY);
  });

  it('that found nothing tells nothing', async () => {
    const here = await listening(undefined, { template: 'empty' });
    expect(await here.pass('10d')).toEqual([]);
  });
});

describe('a failed attempt', () => {
  it('is made again after 1, 3 and 9 seconds, with its own time and signature', async () => {
    const here = await listening(['trades.synced']);
    here.receiver.answers(503);
    await here.pass('3d');
    const [delivery] = here.rb.world.webhooks.deliveries();
    const start = Date.parse(delivery?.happenedAt ?? '');
    expect(delivery?.attempts.map(({ at }) => Date.parse(at) - start)).toEqual([0, 1_000, 4_000, 13_000]);
    const attempts = here.receiver.received.slice(0, 4);
    expect(new Set(attempts.map(({ body }) => body)).size).toBe(1);
    expect(attempts.map(({ headers }) => Number(headers['x-redbark-timestamp']) - start / 1000)).toEqual([
      0, 1, 4, 13,
    ]);
    for (const attempt of attempts) {
      expect(attempt.headers['x-redbark-signature']).toBe(signatureOf(attempt, here.secret));
    }
  });

  it('is final with any other 4xx', () => {
    const again = [400, 401, 404, 410, 422].map((status) => webhooks.retry(1, { status }));
    expect(again).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(webhooks.retry(1, { status: 429 })).toBe(1_000);
    expect(webhooks.retry(2, { status: 500 })).toBe(3_000);
    expect(webhooks.retry(3, { error: 'network' })).toBe(9_000);
    expect(webhooks.retry(3, { error: 'timeout' })).toBe(9_000);
    expect(webhooks.retry(4, { status: 503 })).toBeUndefined();
  });

  it.each([
    ['1', 1],
    ['5', 5],
  ])('switches the webhook off after %s given up in a row', async (webhookDisable, most) => {
    const here = await listening(['trades.synced'], { switches: { redbark: { webhookDisable } } });
    here.receiver.answers(500);
    await here.pass('30d');
    const givenUp = here.rb.world.webhooks.deliveries({ state: 'given-up' });
    expect(givenUp).toHaveLength(most);
    expect(here.rb.world.webhooks.list()[0]?.disabledAt).toBe(givenUp.at(-1)?.attempts.at(-1)?.at);
    expect(here.receiver.received).toHaveLength(4 * most);
  });

  it('of one chunk holds back the next; given up, it ends the run', async () => {
    const accounts = [{ key: 'owner-shares', rowsPerYear: 500_000 }];
    const here = await listening(['trades.synced'], {
      entities: { accounts },
      switches: { redbark: { webhookDisable: '5' } },
    });
    here.receiver.answers((res, { body }) => {
      res.writeHead(JSON.parse(body).metadata.chunk === 2 ? 500 : 200).end();
    });
    const bodies = await here.pass('1d');
    const chunks = bodies
      .filter(({ metadata }) => metadata.total_chunks > 1)
      .map(({ metadata }) => metadata.chunk);
    expect(chunks).toEqual([1, 2, 2, 2, 2]);
  });
});
