import { describe, expect, it } from 'vitest';
import { shortId } from '../../mocks/breadbox/directory.ts';
import { type ErrorBody, list, open, type RowBody, walk } from './support.ts';
import { account, inVault, names, vault } from './vault.ts';

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
