import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { shortId } from '../../mocks/breadbox/directory.ts';
import {
  type Breadbox,
  type ErrorBody,
  list,
  open,
  type PageBody,
  paused,
  type RowBody,
  walk,
} from './support.ts';

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

const account = (box: Breadbox, key: string): string => box.ledger.id('breadbox', 'account', key);

/** One bank account that holds just these rows, synced once after the last of them. */
function vault(...transactions: Partial<BankTransactionEntry>[]): WorldFile {
  return {
    limits: 'off',
    entities: {
      connections: [
        {
          key: 'vault-bank',
          person: 'owner',
          institution: 'chase',
          seenBy: ['breadbox'],
          createdAt: '2026-03-01',
        },
      ],
      accounts: [
        {
          key: 'vault',
          connection: 'vault-bank',
          kind: 'transaction',
          name: 'Vault',
          openedAt: '2025-01-01',
          rowsPerYear: 0,
        },
      ],
      transactions: transactions.map((row, index) => ({
        key: `row-${index}`,
        account: 'vault',
        at: '2026-02-01',
        amount: '-1',
        description: `Row ${index}`,
        ...row,
      })),
    },
  };
}
type BankTransactionEntry = NonNullable<NonNullable<WorldFile['entities']>['transactions']>[number];
const inVault = (box: Breadbox, query: string): Promise<PageBody> =>
  list(box, `account_id=${account(box, 'vault')}&${query}`);
const names = ({ data }: PageBody): string[] => data.map(({ name }) => name);

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

describe('filters', () => {
  it('start_date is included and end_date is not', async () => {
    const box = open(
      vault({ at: '2026-01-31' }, { at: '2026-02-01' }, { at: '2026-02-28T23:59:59Z' }, { at: '2026-03-01' }),
    );
    expect(names(await inVault(box, 'start_date=2026-02-01&end_date=2026-03-01'))).toEqual([
      'Row 2',
      'Row 1',
    ]);
    expect(names(await inVault(box, 'start_date=2026-02-01&end_date=2026-02-01'))).toEqual([]);
    expect(names(await inVault(box, 'end_date=2026-02-01'))).toEqual(['Row 0']);
  });

  it('months next to each other share no row and lose none', async () => {
    const box = open({ limits: 'off' });
    const year = await walk(box, 'start_date=2025-01-01&end_date=2026-01-01');
    const months: RowBody[] = [];
    for (let month = 12; month >= 1; month--) {
      const from = `2025-${String(month).padStart(2, '0')}-01`;
      const until = month === 12 ? '2026-01-01' : `2025-${String(month + 1).padStart(2, '0')}-01`;
      months.push(...(await walk(box, `start_date=${from}&end_date=${until}`)));
    }
    expect(months).toEqual(year);
  });

  it('account_id takes a UUID or a short id', async () => {
    const box = open();
    const byId = await list(box, `account_id=${account(box, 'child-checking')}`);
    expect(byId.data.length).toBe(50);
    expect(new Set(byId.data.map(({ account_id }) => account_id))).toEqual(
      new Set([account(box, 'child-checking')]),
    );
    expect(await list(box, `account_id=${shortId(box.world, 'account', 'child-checking')}`)).toEqual(byId);
  });

  it('user_id keeps the accounts of one person', async () => {
    const box = open();
    const child = box.ledger.id('breadbox', 'person', 'child');
    const mine = new Set(
      [...box.ledger.connections.values()]
        .filter(({ person }) => person === 'child')
        .flatMap(({ accounts }) => accounts.map((key) => account(box, key))),
    );
    const { data } = await list(box, `limit=500&user_id=${child}`);
    expect(data.every(({ account_id }) => mine.has(account_id))).toBe(true);
    const all = (await list(box, 'limit=500')).data;
    expect(all.filter(({ account_id }) => mine.has(account_id))).toEqual(
      data.slice(0, all.filter(({ account_id }) => mine.has(account_id)).length),
    );
    // Together with an account of somebody else nothing is left.
    expect((await list(box, `user_id=${child}&account_id=${account(box, 'owner-card')}`)).data).toEqual([]);
  });

  it('ids nobody has give an empty page', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const name of ['user_id', 'account_id']) {
      expect(await list(open(), `${name}=${unknown}`)).toEqual({
        data: [],
        next_cursor: null,
        has_more: false,
      });
    }
  });

  it('category_slug takes a primary category with all its detailed ones, or a detailed one', async () => {
    const box = open({ limits: 'off' });
    const rows = await walk(box, 'start_date=2026-01-01');
    const primary = await walk(box, 'start_date=2026-01-01&category_slug=food_and_drink');
    expect(primary).toEqual(rows.filter(({ category_primary }) => category_primary === 'FOOD_AND_DRINK'));
    const detailed = await walk(box, 'start_date=2026-01-01&category_slug=food_and_drink_groceries');
    expect(detailed).toEqual(
      rows.filter(({ category_detailed }) => category_detailed === 'FOOD_AND_DRINK_GROCERIES'),
    );
    expect(detailed.length).toBeGreaterThan(0);
    expect(detailed.length).toBeLessThan(primary.length);
    expect(await walk(box, 'category_slug=no_such_thing&start_date=2026-01-01')).toEqual([]);
  });

  it('min_amount and max_amount are included, to the digit', async () => {
    const box = open(
      vault(
        { amount: '-10.00' },
        { amount: '-10.01' },
        { amount: '-9.99' },
        { amount: '5' },
        { amount: '-90071992547409931.23' },
      ),
    );
    expect(names(await inVault(box, 'min_amount=10&max_amount=10.01')).sort()).toEqual(['Row 0', 'Row 1']);
    expect(names(await inVault(box, 'max_amount=0'))).toEqual(['Row 3']);
    expect(names(await inVault(box, 'min_amount=90071992547409931.23'))).toEqual(['Row 4']);
    expect(names(await inVault(box, 'min_amount=90071992547409931.24'))).toEqual([]);
  });

  it('pending keeps one kind', async () => {
    const box = open({ limits: 'off' });
    const all = await walk(box, 'start_date=2026-02-01');
    expect(await walk(box, 'start_date=2026-02-01&pending=true')).toEqual(
      all.filter(({ pending }) => pending),
    );
    expect(await walk(box, 'start_date=2026-02-01&pending=false')).toEqual(
      all.filter(({ pending }) => !pending),
    );
  });
});

describe('search', () => {
  const box = () =>
    open(
      vault(
        { description: 'COFFEE CORNER 12', merchant: { name: 'Coffee Corner', code: '5814' } },
        { description: 'PAYMENT 77', merchant: { name: 'Corner Coffee Roasters', code: '5814' } },
        { description: 'RENT MARCH' },
        { description: 'Caffè Größe' },
      ),
    );

  it('looks in name and merchant, whatever the case', async () => {
    expect(names(await inVault(box(), 'search=coffee')).sort()).toEqual(['COFFEE CORNER 12', 'PAYMENT 77']);
    expect(names(await inVault(box(), `search=${encodeURIComponent('GRÖSSE')}`))).toEqual([]);
    expect(names(await inVault(box(), `search=${encodeURIComponent('größe')}`))).toEqual(['Caffè Größe']);
  });

  it('takes commas as "or"', async () => {
    expect(names(await inVault(box(), 'search=rent,%20roasters')).sort()).toEqual([
      'PAYMENT 77',
      'RENT MARCH',
    ]);
  });

  it('contains: the text as a whole; words: all of its words in any order', async () => {
    expect(names(await inVault(box(), 'search=coffee%20corner')).sort()).toEqual(['COFFEE CORNER 12']);
    expect(names(await inVault(box(), 'search=coffee%20corner&search_mode=words')).sort()).toEqual([
      'COFFEE CORNER 12',
      'PAYMENT 77',
    ]);
  });

  it('fuzzy: something similar', async () => {
    expect(names(await inVault(box(), 'search=cofee&search_mode=contains'))).toEqual([]);
    expect(names(await inVault(box(), 'search=cofee&search_mode=fuzzy')).sort()).toEqual([
      'COFFEE CORNER 12',
      'PAYMENT 77',
    ]);
    expect(names(await inVault(box(), 'search=zzzzzz&search_mode=fuzzy'))).toEqual([]);
  });

  it('exclude_search leaves out what it finds', async () => {
    expect(names(await inVault(box(), 'exclude_search=coffee,rent'))).toEqual(['Caffè Größe']);
    expect(names(await inVault(box(), 'search=coffee&exclude_search=roasters'))).toEqual([
      'COFFEE CORNER 12',
    ]);
  });

  it('asks for two characters at least', async () => {
    for (const query of ['search=a', 'search=', 'exclude_search=x']) {
      const { status, body } = await box().get<ErrorBody>(`/transactions?${query}`);
      expect([status, body.error.code], query).toEqual([400, 'INVALID_PARAMETER']);
    }
  });

  it('for nothing but commas finds nothing', async () => {
    expect(names(await inVault(box(), 'search=,,'))).toEqual([]);
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
