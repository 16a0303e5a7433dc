import { describe, expect, it } from 'vitest';
import { type ErrorBody, list, open, paused, walk } from './support.ts';
import { account, inVault, names, vault } from './vault.ts';

const FIELDS = [
  'id',
  'short_id',
  'account_id',
  'amount',
  'iso_currency_code',
  'date',
  'datetime',
  'authorized_date',
  'name',
  'merchant_name',
  'category_primary',
  'category_detailed',
  'payment_channel',
  'pending',
  'created_at',
  'updated_at',
];

describe('a transaction', () => {
  it('has every documented field, and no other', async () => {
    const { data } = await list(open(), 'limit=500');
    for (const row of data) expect(Object.keys(row)).toEqual(FIELDS);
  });

  it('is positive when money leaves the account', async () => {
    const box = open();
    const { data } = await list(box, 'limit=500');
    const salary = data.find(({ category_primary }) => category_primary === 'INCOME');
    const groceries = data.find(({ category_detailed }) => category_detailed === 'FOOD_AND_DRINK_GROCERIES');
    expect(salary?.amount).toBeLessThan(0);
    expect(groceries?.amount).toBeGreaterThan(0);
  });

  it('is positive for a purchase on a card, and negative for its payment', async () => {
    const box = open();
    const { data } = await list(box, `limit=500&account_id=${account(box, 'owner-card')}`);
    const payment = data.find(({ category_primary }) => category_primary === 'LOAN_PAYMENTS');
    const purchase = data.find(({ merchant_name }) => merchant_name !== null);
    expect(payment?.amount).toBeLessThan(0);
    expect(purchase?.amount).toBeGreaterThan(0);
  });

  it('is dated by its day in UTC', async () => {
    const box = open(vault({ at: '2026-02-10T08:30:00+11:00' }, { at: '2026-02-10T23:59:59Z' }));
    expect((await inVault(box, '')).data.map(({ date }) => date)).toEqual(['2026-02-10', '2026-02-09']);
  });

  it('was created when a sync brought it, and is never changed', async () => {
    const box = open({ ...paused('child-chase'), limits: 'off' });
    const sapphire = `limit=500&account_id=${account(box, 'child-sapphire')}`;
    const known = new Map<string, string>();
    for (let i = 0; i < 4; i++) {
      box.clock.advance('6d');
      await box.sync('child-chase');
      box.clock.advance('10s');
      for (const { id, created_at: created, updated_at: updated, date } of (await list(box, sapphire)).data) {
        expect(updated).toBe(created);
        expect(Date.parse(created)).toBeGreaterThanOrEqual(Date.parse(date));
        // Once told, it stays: later syncs do not move it.
        expect(created).toBe(known.get(id) ?? created);
        known.set(id, created);
      }
    }
    const syncs = new Set(known.values());
    expect(syncs.size).toBe(4);
  });

  it('has a category in the style of Plaid: the detailed one starts with the primary one', async () => {
    const rows = await walk(open({ limits: 'off' }), 'start_date=2025-01-01&end_date=2026-01-01');
    const primaries = new Set<string>();
    for (const { category_primary: primary, category_detailed: detailed } of rows) {
      expect(primary === null).toBe(detailed === null);
      if (primary === null) continue;
      primaries.add(primary);
      expect(detailed?.startsWith(`${primary}_`)).toBe(true);
    }
    expect(primaries.has('GENERAL_MERCHANDISE')).toBe(true);
    expect(primaries.size).toBeGreaterThan(12);
  });

  it('is served as of the last successful sync, not as of now', async () => {
    const box = open(paused('child-chase'));
    const checking = `limit=1&account_id=${account(box, 'child-checking')}`;
    const before = (await list(box, checking)).data[0];
    box.clock.advance('20d');
    expect((await list(box, checking)).data[0]).toEqual(before);
    await box.sync('child-chase');
    box.clock.advance('9s');
    expect((await list(box, checking)).data[0]).toEqual(before);
    box.clock.advance('1s');
    expect((await list(box, checking)).data[0]?.date).not.toBe(before?.date);
  });

  it('that arises while a sync runs is brought by the next one', async () => {
    const late = {
      key: 'late',
      account: 'child-checking',
      at: '2026-03-15T22:00:05Z',
      amount: '-1',
      description: 'LATE',
    };
    const box = open({ ...paused('child-chase'), entities: { transactions: [late] } });
    const found = async () => (await list(box, 'search=LATE&start_date=2026-03-15')).data.length;
    await box.sync('child-chase');
    box.clock.advance('10s');
    expect(await found()).toBe(0);
    await box.sync('child-chase');
    box.clock.advance('10s');
    expect(await found()).toBe(1);
  });

  it('pending, is replaced by another row when it is posted', async () => {
    const box = open({ limits: 'off' });
    const pending = await walk(box, 'pending=true');
    expect(pending.length).toBeGreaterThan(0);
    box.clock.advance('30d');
    const later = new Set((await walk(box, 'start_date=2026-01-01')).map(({ id }) => id));
    const broken = ['partner-rbc', 'child-bank-of-america', 'owner-macquarie'].flatMap(
      (key) => box.ledger.connections.get(key)?.accounts.map((one) => account(box, one)) ?? [],
    );
    for (const row of pending) expect(later.has(row.id)).toBe(broken.includes(row.account_id));
  });
});

describe('order', () => {
  it('is by date, newest first, then by id', async () => {
    const rows = await walk(open({ limits: 'off' }), 'start_date=2025-06-01');
    const sorted = [...rows].sort((a, b) => compare(b.date, a.date) || compare(b.id, a.id));
    expect(rows).toEqual(sorted);
    // Rows that share an instant are there, so that the id really decides.
    const shared = rows.filter((row, index) => row.id.slice(0, 13) === rows[index - 1]?.id.slice(0, 13));
    expect(shared.length).toBeGreaterThan(0);
  });

  it('holds for rows of another age too', async () => {
    const box = open(
      vault({ at: '1969-12-31' }, { at: '1970-01-01' }, { at: '1926-03-01' }, { at: '2026-02-01' }),
    );
    expect(names(await inVault(box, ''))).toEqual(['Row 3', 'Row 1', 'Row 0', 'Row 2']);
    const { next_cursor: cursor } = await inVault(box, 'limit=2');
    expect((await inVault(box, `cursor=${cursor}`)).data.map(({ date }) => date)).toEqual([
      '1969-12-31',
      '1926-03-01',
    ]);
  });

  it('asc is the exact reverse of desc', async () => {
    const box = open({ limits: 'off' });
    const newest = await walk(box, 'start_date=2025-10-01');
    expect(await walk(box, 'start_date=2025-10-01&sort_order=asc')).toEqual([...newest].reverse());
  });

  it('by amount or name is for one page: has_more tells the truth, and there is no cursor', async () => {
    const box = open();
    for (const [by, field] of [
      ['amount', 'amount'],
      ['name', 'name'],
    ] as const) {
      for (const order of ['asc', 'desc']) {
        const query = `start_date=2026-03-01&sort_by=${by}&sort_order=${order}`;
        const all = await list(box, `${query}&limit=500`);
        expect([all.has_more, all.next_cursor]).toEqual([false, null]);
        const sign = order === 'asc' ? 1 : -1;
        const values = all.data.map((row) => row[field]);
        expect(values).toEqual([...values].sort((a, b) => sign * compare(a, b)));
        const top = await list(box, `${query}&limit=5`);
        expect([top.has_more, top.next_cursor]).toEqual([true, null]);
        expect(top.data).toEqual(all.data.slice(0, 5));
      }
    }
  });

  it('by anything else than date takes no cursor', async () => {
    const box = open();
    const { next_cursor: cursor } = await list(box, 'limit=1');
    const { status, body } = await box.get<ErrorBody>(`/transactions?sort_by=amount&cursor=${cursor}`);
    expect([status, body.error.code]).toEqual([400, 'INVALID_PARAMETER']);
  });
});

describe('fields', () => {
  it('keep the members of a preset, with id and short_id', async () => {
    const box = open();
    const keys = async (preset: string) =>
      Object.keys((await list(box, `limit=1&fields=${preset}`)).data[0] ?? {});
    expect(await keys('minimal')).toEqual(['id', 'short_id', 'amount', 'date', 'name']);
    expect(await keys('category')).toEqual(['id', 'short_id', 'category_primary', 'category_detailed']);
    expect(await keys('timestamps')).toEqual([
      'id',
      'short_id',
      'datetime',
      'authorized_date',
      'created_at',
      'updated_at',
    ]);
    expect(await keys('core')).toEqual([
      'id',
      'short_id',
      'account_id',
      'amount',
      'iso_currency_code',
      'date',
      'name',
      'merchant_name',
      'pending',
    ]);
    expect(await keys('minimal,category')).toEqual([
      'id',
      'short_id',
      'amount',
      'date',
      'name',
      'category_primary',
      'category_detailed',
    ]);
  });

  it('change nothing about which rows there are', async () => {
    const box = open();
    const whole = await list(box, 'limit=20');
    const some = await list(box, 'limit=20&fields=minimal');
    expect(some.data.map(({ id }) => id)).toEqual(whole.data.map(({ id }) => id));
    expect(some.next_cursor).toBe(whole.next_cursor);
  });

  it('refuse a name that is no preset', async () => {
    for (const fields of ['amount', 'minimal,', 'all', '__proto__']) {
      const { status, body } = await open().get<ErrorBody>(`/transactions?fields=${fields}`);
      expect([status, body.error.code], fields).toEqual([400, 'INVALID_PARAMETER']);
    }
  });
});

describe('parameters that are wrong', () => {
  it.each([
    'limit=0',
    'limit=501',
    'limit=-1',
    'limit=1.5',
    'limit=ten',
    'limit=1e2',
    'limit=99999999999999999999',
    'limit=',
    'start_date=2026-02-30',
    'start_date=01/02/2026',
    'end_date=2026-3-1',
    'end_date=2026-03-01T00:00:00Z',
    'end_date=',
    'start_date=2026-03-02&end_date=2026-03-01',
    'min_amount=5&max_amount=4',
    'min_amount=NaN',
    'max_amount=1e400',
    'min_amount=0x10',
    'pending=yes',
    'pending=1',
    'pending=',
    'sort_by=id',
    'sort_order=up',
    'search_mode=regex',
    'account_id=groceries',
    'user_id=maria',
    'user_id=AbCd1234',
  ])('are refused with 400 INVALID_PARAMETER: %s', async (query) => {
    const { status, body } = await open().get<ErrorBody>(`/transactions?${query}`);
    expect([status, body.error.code]).toEqual([400, 'INVALID_PARAMETER']);
    // The text names the parameter, so that a person sees what to mend.
    expect(body.error.message).toContain(query.split('=')[0]);
  });

  it('limit: the text tells the range and what was given', async () => {
    const { body } = await open().get<ErrorBody>('/transactions?limit=900');
    expect(body.error.message).toBe('limit must be a whole number from 1 to 500; got 900.');
  });

  it('given twice: the first counts', async () => {
    expect((await list(open(), 'limit=3&limit=7')).data).toHaveLength(3);
  });

  it('nobody knows are ignored', async () => {
    expect((await list(open(), 'limit=3&offset=10&__proto__=x')).data).toHaveLength(3);
  });
});

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
