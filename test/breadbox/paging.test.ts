/** Walking through the transactions by cursor: every row once, whatever happens in between. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BankTransaction } from '../../fixtures/ledger/index.ts';
import { shelvesOf } from '../../mocks/breadbox/connections.ts';
import { writeCursor } from '../../mocks/breadbox/listing/cursor.ts';
import { pageBy, pageByDate } from '../../mocks/breadbox/listing/pages.ts';
import { type Section, type StoredRow, storedRows } from '../../mocks/breadbox/listing/stored-rows.ts';
import { knownAccounts } from '../../mocks/breadbox/stored-data.ts';
import { transactionId } from '../../mocks/breadbox/wire/transaction.ts';
import { isProblem } from '../../src/provider/index.ts';
import { type Breadbox, type ErrorBody, list, open, paused, walk } from './support.ts';

const AFTER_2026 = 'start_date=2026-01-01';

/** What is stored, read from the ledger account by account. */
function sectionsOf(box: Breadbox): Section[] {
  const shelves = shelvesOf(box.world, undefined, 'uuid', box.now());
  if (isProblem(shelves)) throw new Error(shelves.message);
  return shelves.map((shelf) => ({ shelf, accounts: knownAccounts(box.world, shelf).map(({ key }) => key) }));
}

function stored(box: Breadbox): { id: string; row: BankTransaction }[] {
  const rows = sectionsOf(box).flatMap(({ shelf, accounts }) =>
    shelf.asOf === undefined ? [] : [...box.ledger.transactions.each(accounts, { now: shelf.asOf })],
  );
  return rows
    .map((row) => ({ id: transactionId(box.world, row), row }))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

describe('a walk by cursor', () => {
  it('meets every stored row once, in pages of any size', async () => {
    const box = open({ limits: 'off' });
    const from = Date.parse('2026-01-01');
    const expected = stored(box)
      .filter(({ row }) => row.at >= from)
      .map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(300);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 500 }),
        fc.constantFrom('asc', 'desc'),
        async (limit, order) => {
          const ids = (await walk(box, `${AFTER_2026}&sort_order=${order}`, limit)).map(({ id }) => id);
          expect(ids).toEqual(order === 'desc' ? expected : [...expected].reverse());
        },
      ),
      { numRuns: 8 },
    );
  });

  it('meets every row of the whole history once', async () => {
    const box = open({ limits: 'off' });
    const ids = (await walk(box, 'fields=minimal')).map(({ id }) => id);
    expect(ids).toEqual(stored(box).map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('with a filter meets just the rows that pass', async () => {
    const box = open({ limits: 'off' });
    const all = await walk(box, AFTER_2026);
    const groceries = await walk(box, `${AFTER_2026}&category_slug=food_and_drink_groceries`, 7);
    expect(groceries).toEqual(
      all.filter(({ category_detailed }) => category_detailed === 'FOOD_AND_DRINK_GROCERIES'),
    );
  });

  it('meets no row twice while rows arrive, and all that were there before', async () => {
    const box = open({ limits: 'off' });
    const before = new Set(
      (await walk(box, AFTER_2026)).filter(({ pending }) => !pending).map(({ id }) => id),
    );
    const met = await walk(box, AFTER_2026, 40, () => box.clock.advance('7h'));
    expect(new Set(met.map(({ id }) => id)).size).toBe(met.length);
    for (const { id } of met) before.delete(id);
    expect([...before]).toEqual([]);
  });

  it('from the oldest on also meets what arrives behind it', async () => {
    const box = open({ ...paused('child-chase'), limits: 'off' });
    await box.sync('child-chase');
    box.clock.advance('10s');
    const query = `start_date=2026-02-01&sort_order=asc&account_id=${box.ledger.id('breadbox', 'account', 'child-checking')}`;
    const before = await walk(box, query);
    let synced = false;
    const met = await walk(box, query, 10, async () => {
      if (synced) return;
      synced = true;
      box.clock.advance('10d');
      await box.sync('child-chase');
      box.clock.advance('10s');
    });
    expect(met.length).toBeGreaterThan(before.length);
    expect(new Set(met.map(({ id }) => id)).size).toBe(met.length);
  });

  it('ends with next_cursor null and has_more false, also when the last page is full', async () => {
    const box = open({ limits: 'off' });
    const rows = await walk(box, 'start_date=2026-03-10');
    const page = await list(box, `start_date=2026-03-10&limit=${rows.length}`);
    expect([page.data.length, page.next_cursor, page.has_more]).toEqual([rows.length, null, false]);
    const empty = await list(box, 'start_date=2100-01-01');
    expect(empty).toEqual({ data: [], next_cursor: null, has_more: false });
  });

  it('has 50 rows a page unless told otherwise, and up to 500', async () => {
    const box = open();
    expect((await list(box)).data).toHaveLength(50);
    expect((await list(box, 'limit=500')).data).toHaveLength(500);
    expect((await list(box, 'limit=1')).data).toHaveLength(1);
  });

  it('costs the same at the end as at the start', () => {
    // 12,000 rows a year are the most an account can have; the page reads hardly more than it shows.
    const box = open({ entities: { accounts: [{ key: 'child-checking', rowsPerYear: 12_000 }] } });
    const { transactions } = box.ledger;
    expect(transactions.count(['child-checking'], { now: box.now() })).toBeGreaterThan(50_000);
    const sections = sectionsOf(box);
    let read = 0;
    const counting: typeof transactions.page = (...args) => {
      const rows = transactions.page(...args);
      read += rows.length;
      return rows;
    };
    const world = {
      seed: box.world.seed,
      state: box.world.state,
      ledger: { transactions: { page: counting } },
    } as unknown as typeof box.world;
    const rowsRead = (after: string | undefined): number => {
      read = 0;
      const page = pageByDate(storedRows(world, sections, { order: 'desc', after }), undefined, 100);
      expect(page.rows).toHaveLength(100);
      return read;
    };
    const [early] = transactions.page(
      ['child-checking'],
      { now: box.now(), until: Date.parse('2021-06-01') },
      0,
      1,
    );
    if (early === undefined) throw new Error('The account was opened in 2020.');
    expect(rowsRead(undefined)).toBeLessThan(600);
    expect(rowsRead(transactionId(box.world, early))).toBeLessThan(600);
  });
});

describe('a cursor', () => {
  it('is opaque text, fit for a query as it is', async () => {
    const { next_cursor: cursor } = await list(open());
    expect(cursor).toMatch(/^[0-9A-Za-z_-]+$/);
  });

  it('stays good when its row is gone', async () => {
    const box = open({ limits: 'off' });
    const rows = await walk(box, AFTER_2026, 25);
    const pending =
      rows.find(
        (row) => row.pending && row.account_id === box.ledger.id('breadbox', 'account', 'child-sapphire'),
      ) ?? rows.find((row) => row.pending);
    if (pending === undefined) throw new Error('The household has pending rows.');
    box.clock.advance('20d');
    const later = await list(box, `limit=25&cursor=${writeCursor(pending.id)}`);
    expect(later.data).toHaveLength(25);
    for (const { id } of later.data) expect(id < pending.id).toBe(true);
  });

  it.each([
    'x',
    '%20',
    'bnVsbA',
    'e30',
    '',
    encodeURIComponent('{"d":"2026-03-15","i":1}'),
    'AAAA'.repeat(500),
    Buffer.from('{"d":"2026-03-15","i":"00000000-0000-4000-8000-000000000000"}').toString('base64url'),
    Buffer.from('{"d":"2020-01-01","i":"059cf355-a7f8-4736-8428-1d789fec1261"}').toString('base64url'),
    Buffer.from('{"i":"059cf355-a7f8-4736-8428-1d789fec1261","d":"2026-03-15"}').toString('base64url'),
    Buffer.from('{"p":2}').toString('base64url'),
  ])('that this server never issued is refused with 400 INVALID_CURSOR: %s', async (cursor) => {
    const { status, body } = await open().get<ErrorBody>(`/transactions?cursor=${cursor}`);
    expect([status, body.error.code]).toEqual([400, 'INVALID_CURSOR']);
  });
});

describe('reading is bounded', () => {
  const rows = (box: Breadbox): Iterable<StoredRow> =>
    storedRows(box.world, sectionsOf(box), { order: 'desc' });
  const never = (): boolean => false;

  it('a filter that few rows pass gives a short page with a cursor that goes on', () => {
    const box = open();
    const all = [...rows(box)].map(({ id }) => id);
    const page = pageByDate(rows(box), never, 50, 1000);
    expect(page.rows).toEqual([]);
    expect(page.hasMore).toBe(true);
    expect(page.nextCursor).toBe(writeCursor(all[999] ?? ''));
  });

  it('a walk over short pages still meets every row once', () => {
    const box = open();
    const odd = ({ key }: BankTransaction): boolean => key.length % 2 === 1;
    const expected = [...rows(box)].filter(({ row }) => odd(row)).map(({ id }) => id);
    const met: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = pageByDate(storedRows(box.world, sectionsOf(box), { order: 'desc', after }), odd, 30, 700);
      met.push(...page.rows.map(({ id }) => id));
      if (page.nextCursor === null) break;
      after = JSON.parse(Buffer.from(page.nextCursor, 'base64url').toString()).i;
    }
    expect(met).toEqual(expected);
  });

  it('another order than by date looks at the newest rows only, and says that there are more', () => {
    const box = open();
    const page = pageBy(rows(box), undefined, 10, 'amount', 'desc', 200);
    const newest = [...rows(box)].slice(0, 200).map(({ id }) => id);
    expect(page.hasMore).toBe(true);
    for (const { id } of page.rows) expect(newest).toContain(id);
    expect(pageBy(rows(box), never, 10, 'amount', 'desc', 200)).toEqual({
      rows: [],
      nextCursor: null,
      hasMore: true,
    });
  });
});
