/** Laws that hold for every world, account, page and request; fast-check looks for one that breaks them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../fixtures/ledger/index.ts';
import { type Client, client } from './client.ts';
import { keyOf, ledgerOf } from './ledger.ts';

/** Worlds are costly to make, so a few seeds are drawn from and kept. */
const SEEDS = [1, 2, 3, 4, 5];
const clients = new Map<string, Client>();

function world(seed: number, person = 'owner'): Client {
  const key = `${seed} ${person}`;
  const known = clients.get(key);
  if (known !== undefined) return known;
  const made = client({ seed, limits: 'off', providers: { snaptrade: { person } } });
  clients.set(key, made);
  return made;
}

const worlds = fc.record({
  seed: fc.constantFrom(...SEEDS),
  person: fc.constantFrom('owner', 'partner', 'child'),
});

/** Numbers of a JSON text as their digits: what a client that keeps decimals exact would read. */
function exactly(text: string): ReturnType<typeof JSON.parse> {
  return JSON.parse(
    text.replaceAll(/("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)/g, (_, quoted, number) => quoted ?? `"${number}"`),
  );
}

async function accounts(api: Client): Promise<readonly { readonly id: string }[]> {
  return (await api.get('/accounts')).body;
}

async function walk(api: Client, id: string, limit: number, query: Record<string, string> = {}) {
  const rows = [];
  let total = 1;
  for (let offset = 0; offset < total; offset += limit) {
    const page = exactly((await api.get(`/accounts/${id}/activities`, { ...query, offset, limit })).text);
    expect(page.data.length).toBe(Math.min(limit, Number(page.pagination.total) - offset));
    rows.push(...page.data);
    total = Number(page.pagination.total);
  }
  return rows;
}

describe('pages of activities', () => {
  it('cover every row once, in one order, whatever the limit and the filter', async () => {
    const cases = fc.record({
      ...{ where: worlds, pick: fc.nat() },
      limit: fc.integer({ min: 40, max: 1000 }),
      type: fc.constantFrom(undefined, 'BUY', 'SELL,DIVIDEND', 'CONTRIBUTION,WITHDRAWAL,FEE'),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ where, pick, limit, type }) => {
        const api = world(where.seed, where.person);
        const all = await accounts(api);
        const id = all[pick % all.length]?.id ?? '';
        const query = type === undefined ? {} : { type };
        const rows = await walk(api, id, limit, query);
        expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
        expect(rows).toEqual(await walk(api, id, 1000, query));
      }),
      { numRuns: 15 },
    );
  });
});

describe('what an account holds', () => {
  it('is the fold of its activities, and of what happened since the last of them', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.nat(), async ({ seed, person }, pick) => {
        const api = world(seed, person);
        const all = await accounts(api);
        const id = all[pick % all.length]?.id ?? '';
        const ledger = ledgerOf({ seed });
        const account = keyOf(ledger, 'account', id);
        const positions = exactly((await api.get(`/accounts/${id}/positions/all`)).text);
        const asOf = Date.parse(positions.data_freshness.as_of);

        const units = new Map<string, Decimal>();
        const cash = new Map<string, Decimal>();
        const add = (book: Map<string, Decimal>, key: string, by: string | Decimal) =>
          book.set(key, (book.get(key) ?? new Decimal(0)).plus(by));
        const rows = await walk(api, id, 1000);
        for (const row of rows) {
          if (row.symbol !== null) add(units, row.symbol.symbol, row.units);
          add(cash, row.currency.code, row.amount);
        }
        const later = [...ledger.trades.each([account], { now: asOf }, 'oldest')].slice(rows.length);
        for (const trade of later) {
          if (trade.security !== undefined) add(units, trade.security.symbol, trade.units);
          add(cash, trade.currency, trade.cash);
        }

        const held = [...units]
          .filter(([, amount]) => !amount.isZero())
          .map(([symbol, amount]) => [symbol, amount.toFixed()]);
        const shown = positions.results.map((row: { instrument: { symbol: string }; units: string }) => [
          row.instrument.symbol,
          row.units,
        ]);
        expect(shown.sort()).toEqual(held.sort());
        const balances = exactly((await api.get(`/accounts/${id}/balances`)).text);
        for (const { currency, cash: amount } of balances) {
          expect(amount).toBe((cash.get(currency.code) ?? new Decimal(0)).toFixed());
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('every answer', () => {
  const ids = fc.oneof(
    fc.constantFrom('$connection', '$account'),
    fc.uuid(),
    fc.constantFrom('x', '..', '%2e%2e', '__proto__', '0', '%F0%9F%92%B8'),
  );
  const paths = fc.oneof(
    fc.constantFrom('/', '/accounts', '/authorizations', '/snapTrade/login', '/snapTrade/listUsers'),
    fc.constantFrom('/snapTrade/registerUser', '/snapTrade/deleteUser', '/snapTrade/resetUserSecret'),
    fc
      .tuple(ids, fc.constantFrom('', '/balances', '/positions', '/positions/all', '/activities'))
      .map(([id, below]) => `/accounts/${id}${below}`),
    fc
      .tuple(ids, fc.constantFrom('', '/accounts', '/refresh', '/disable'))
      .map(([id, below]) => `/authorizations/${id}${below}`),
    ids.map((id) => `/connection/${id}`),
  );
  const values = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.integer().map(String),
    fc.constantFrom(
      '1000',
      '1001',
      '0',
      '-1',
      '1e9',
      'NaN',
      '2026-01-01',
      '2026-13-01',
      'BUY',
      '\u0000',
      '💸',
    ),
  );
  const queries = fc.dictionary(
    fc.constantFrom('limit', 'offset', 'startDate', 'endDate', 'type', 'x', '__proto__'),
    values,
    { maxKeys: 4 },
  );
  const bodies = fc.option(
    fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record(
        {
          userId: fc.string({ maxLength: 10 }),
          userSecret: fc.string({ maxLength: 10 }),
          broker: fc.constantFrom('STAKE', 'NONE', ''),
          connectionType: fc.constantFrom('read', 'trade', 'write'),
          locale: fc.string({ maxLength: 5 }),
        },
        { requiredKeys: [] },
      ),
    ),
    { nil: undefined },
  );

  it('is one the contract describes, whatever is asked', async () => {
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'PATCH'),
      path: paths,
      query: queries,
      body: bodies,
      prefix: fc.constantFrom('', '/api/v1'),
      signed: fc.boolean(),
      user: fc.boolean(),
      wait: fc.constantFrom(0, 0, 0, 61),
    });
    type Ask = typeof request extends fc.Arbitrary<infer Value> ? Value : never;
    const example = (more: Partial<Ask>): [Ask] => [
      {
        method: 'GET',
        path: '/accounts',
        query: {},
        body: undefined,
        prefix: '',
        signed: true,
        user: true,
        wait: 0,
        ...more,
      },
    ];
    // One of each outcome is always among them; chance alone misses the rarer ones now and then.
    const examples = [
      example({}),
      example({ path: '/accounts/x' }),
      example({ method: 'PUT' }),
      example({ path: '/accounts/$account/activities', query: { limit: '0' } }),
      example({ signed: false }),
    ];
    let api = world(1, 'child');
    let served = 0;
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, body, prefix, signed, user, wait }) => {
        if (served++ % 50 === 0) api = client({ seed: served });
        api.simulated.world.clock.advance(`${wait}s`);
        const [connection, account] = known(api);
        const target = path.replace('$connection', connection).replace('$account', account);
        const text = JSON.stringify(body);
        // A body that JSON cannot carry as it is (-0) is signed as it is sent.
        const sendable = text === undefined ? undefined : (JSON.parse(text) as unknown);
        const answer = await api.call(method, target, {
          query,
          prefix,
          user,
          ...(sendable !== undefined && { body: sendable }),
          ...(!signed && { signed: { path: '/wrong' } }),
        });
        statuses.add(answer.status);
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400 && answer.status !== 410) {
          expect(answer.body).toMatchObject({ status_code: answer.status });
          expect(typeof answer.body.code).toBe('string');
        }
        if (!signed && path !== '/') expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
      }),
      { numRuns: 300, examples },
    );
    // Not every request was refused at the door.
    for (const status of [200, 400, 401, 404, 405]) expect(statuses).toContain(status);
  });

  /** A connection and an account of the ready user, without asking the API, which counts requests. */
  function known(api: Client): readonly [string, string] {
    const ledger = ledgerOf({ seed: api.simulated.world.seed });
    return [
      ledger.id('snaptrade', 'connection', 'owner-stake'),
      ledger.id('snaptrade', 'account', 'owner-wall-street'),
    ];
  }
});
