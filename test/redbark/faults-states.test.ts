/** Connections that seem otherwise for one request: nothing of it stays. */
import { beforeEach, describe, expect, it } from 'vitest';
import { judgedRedbark, labelOf } from './faulty.ts';
import type { Path, Query, Redbark } from './redbark.ts';

let rb: Redbark;
beforeEach(() => {
  rb = judgedRedbark();
});

const once = (fault: string, more: object = {}): unknown =>
  rb.world.arm({ provider: 'redbark', fault, times: 1, ...more });
const firedOf = (): number[] => rb.world.faults().map(({ fired }) => fired);

async function statusesByName(): Promise<Record<string, string>> {
  const { body } = await rb.get('/v1/connections');
  const keys = new Map([...rb.ledger.connections.keys()].map((key) => [rb.connection(key), key]));
  return Object.fromEntries(body.data.map(({ id, status }) => [keys.get(id) ?? id, status]));
}

describe('connection-disabled', () => {
  it('shows the one it is aimed at as invalidated, once', async () => {
    const usual = await statusesByName();
    once('connection-disabled', { connection: 'owner-commsec' });
    expect(await statusesByName()).toEqual({ ...usual, 'owner-commsec': 'invalidated' });
    expect(await statusesByName()).toEqual(usual);
  });

  it('shows every connection so without an aim, but for those that are broken already', async () => {
    once('connection-disabled');
    const statuses = Object.entries(await statusesByName());
    const broken = [...rb.ledger.connections.values()].filter(({ status }) => status !== 'healthy');
    for (const [key, status] of statuses) {
      if (!broken.some((connection) => connection.key === key))
        expect([key, status]).toEqual([key, 'invalidated']);
    }
    expect(statuses.length).toBeGreaterThan(5);
  });

  it('stops the rows at the moment it seems to have broken', async () => {
    const query = { connectionId: rb.connection('owner-commbank') };
    const whole = (await rb.get('/v1/transactions', query)).body.data;
    once('connection-disabled', { since: '5d' });
    const frozen = await rb.get('/v1/transactions', query);
    const limit = new Date(rb.now() - 5 * 86_400_000).toISOString();
    // What has settled since is on hold again, under the id it had then.
    const timesOf = (rows: typeof whole): string[] => rows.map(({ datetime }) => datetime);
    expect(timesOf(frozen.body.data)).toEqual(timesOf(whole).filter((datetime) => datetime <= limit));
    expect(frozen.body.data.length).toBeLessThan(whole.length);
    expect((await rb.get('/v1/transactions', query)).body.data).toEqual(whole);
  });

  it('is not counted where nothing would look otherwise', async () => {
    once('connection-disabled', { since: '1s' });
    const { headers } = await rb.get('/v1/trades', { connectionId: rb.connection('owner-commsec') });
    expect(headers).not.toHaveProperty('understudy-fault');
    once('connection-disabled', { connection: 'owner-stake', operation: 'listTrades' });
    await rb.get('/v1/trades', { connectionId: rb.connection('owner-commsec') });
    expect(firedOf()).toEqual([0, 0]);
  });

  it('is an outage where the world reads the pages so', async () => {
    rb = judgedRedbark({ switches: { redbark: { disconnected: 'unavailable' } } });
    once('connection-disabled');
    expect((await rb.get('/v1/trades', { connectionId: rb.connection('owner-commsec') })).status).toBe(503);
  });
});

describe('reauth-pending', () => {
  it('waits for a second factor', async () => {
    once('reauth-pending', { connection: 'owner-commbank' });
    expect((await statusesByName())['owner-commbank']).toBe('pending_mfa');
  });
});

describe('connection-deleted', () => {
  it('takes a connection and its accounts out of the lists', async () => {
    once('connection-deleted', { connection: 'owner-commsec', operation: 'listConnections' });
    once('connection-deleted', { connection: 'owner-commsec', operation: 'listAccounts' });
    expect(await statusesByName()).not.toHaveProperty('owner-commsec');
    const ids = async (): Promise<string[]> => (await rb.get('/v1/accounts')).body.data.map(({ id }) => id);
    expect(await ids()).not.toContain(rb.account('owner-shares'));
    expect(await ids()).toContain(rb.account('owner-shares'));
  });

  it.each([
    ['/v1/trades', 'connection_not_found'],
    ['/v1/holdings', 'connection_not_found'],
  ] as const)('answers %s as if there had never been one', async (path, code) => {
    once('connection-deleted');
    const query = { connectionId: rb.connection('owner-commsec') };
    expect((await rb.get(path, query)).error.code).toBe(code);
    expect((await rb.get(path, query)).status).toBe(200);
  });

  it('knows the accounts behind it no more', async () => {
    once('connection-deleted', { connection: 'owner-commbank' });
    const { error } = await rb.get('/v1/balances', { accountIds: rb.account('owner-everyday') });
    expect(error.code).toBe('account_not_found');
  });
});

describe('connection-failing', () => {
  it.each([
    ['/v1/trades', 'owner-commsec'],
    ['/v1/holdings', 'owner-commsec'],
    ['/v1/transactions', 'owner-commbank'],
  ] as const)('is an outage of %s, and of nothing else', async (path, connection) => {
    once('connection-failing', { connection });
    expect((await statusesByName())[connection]).toBe('active');
    const query = { connectionId: rb.connection(connection) };
    expect((await rb.get(path, query)).status).toBe(503);
    expect((await rb.get(path, query)).status).toBe(200);
  });

  it('costs its own balances their values, the others keep theirs', async () => {
    once('connection-failing', { connection: 'owner-commbank' });
    const ids = [rb.account('owner-everyday'), rb.account('partner-choice')];
    const { body, headers } = await rb.get('/v1/balances', { accountIds: ids.join(',') });
    const known = Object.fromEntries(
      body.data.map(({ accountId, currency }) => [accountId, currency !== null]),
    );
    expect(known).toEqual({ [ids[0] ?? '']: false, [ids[1] ?? '']: true });
    expect(headers['x-cache']).toBe('BYPASS');
  });
});

describe('stale-cache', () => {
  it('gives what the answer was then, as a hit', async () => {
    const query = { connectionId: rb.connection('owner-stake') };
    const then = await rb.get('/v1/trades', query);
    rb.world.clock.advance('60d');
    once('stale-cache', { age: '60d' });
    const old = await rb.get('/v1/trades', query);
    expect([old.text, old.headers['x-cache']]).toEqual([then.text, 'HIT']);
    const now = await rb.get('/v1/trades', query);
    expect([now.headers['x-cache'], labelOf(now)]).toEqual(['MISS', undefined]);
    expect(now.text).not.toBe(then.text);
  });

  it('papers over an outage that began since, as only a cache can', async () => {
    rb.happens('owner-commsec', 'failing');
    rb.world.clock.advance('1h');
    const query = { connectionId: rb.connection('owner-commsec') };
    once('stale-cache', { age: '2h' });
    expect((await rb.get('/v1/holdings', query)).status).toBe(200);
    expect((await rb.get('/v1/holdings', query)).status).toBe(503);
  });

  it('shows the thirty days before it was made', async () => {
    const query = { connectionId: rb.connection('owner-commbank') };
    const then = await rb.get('/v1/transactions', query);
    rb.world.clock.advance('3d');
    once('stale-cache', { age: '3d' });
    expect((await rb.get('/v1/transactions', query)).text).toBe(then.text);
  });
});

describe('what is refused anyway', () => {
  it.each([
    ['/v1/trades', { connectionId: 'x' }, 404],
    ['/v1/trades', '', 400],
    ['/v1/trades', { connectionId: 'x', from: 'yesterday' }, 400],
  ] as [Path, Query, number][])('%s %j uses up no fault', async (path, query, status) => {
    once('connection-deleted');
    once('connection-failing');
    once('stale-cache');
    const answer = await rb.get(path, query);
    expect([answer.status, labelOf(answer)]).toEqual([status, undefined]);
    expect(firedOf()).toEqual([0, 0, 0]);
  });

  it('a bucket that is empty uses up none either', async () => {
    const query = { connectionId: rb.connection('owner-commsec') };
    for (let requests = 0; requests < 30; requests++) await rb.get('/v1/trades', query);
    once('connection-failing');
    const answer = await rb.get('/v1/trades', query);
    expect([answer.status, labelOf(answer), ...firedOf()]).toEqual([429, undefined, 0]);
  });

  it('is told to the journal once, whatever is armed', async () => {
    once('connection-deleted');
    await rb.get('/v1/trades', { connectionId: 'x', limit: 0 });
    const [entry] = rb.world.journal.entries();
    expect((entry as { readonly violations?: readonly unknown[] }).violations).toHaveLength(1);
  });
});
