/** What the contract suite takes for true of Breadbox is what a patient reader of its answers finds. */
import { describe, expect, it } from 'vitest';
import { suite } from '../../mocks/breadbox/suite/index.ts';
import { type JobInput, writeJson } from '../../src/provider/index.ts';
import { type Breadbox, list, open, QUIET, type RowBody, walk } from './support.ts';

const CHASE = 'child-chase';

function truth(box: Breadbox, job: string, input: JobInput = {}): unknown {
  return JSON.parse(writeJson(suite.jobs[job]?.truth(box.world, input)));
}

function reference(box: Breadbox, text: string): string {
  return suite.resolve(box.world, text) ?? '';
}

describe('lists', () => {
  it.each([
    ['listConnections', '/connections'],
    ['listAccounts', '/accounts'],
  ])('%s is what %s answers, for all and for one person', async (job, path) => {
    const box = open();
    const userId = reference(box, '$person.child');
    expect(truth(box, job)).toEqual((await box.get<{ data: unknown }>(path)).body.data);
    expect(truth(box, job, { userId })).toEqual(
      (await box.get<{ data: unknown }>(`${path}?user_id=${userId}`)).body.data,
    );
  });

  it('follow the readings that a world has chosen', async () => {
    const box = open({
      switches: { breadbox: { disconnectedConnections: 'hidden', disconnectedAccounts: 'included' } },
    });
    expect(truth(box, 'listConnections')).toEqual(
      (await box.get<{ data: unknown }>('/connections')).body.data,
    );
    expect(truth(box, 'listAccounts')).toEqual((await box.get<{ data: unknown }>('/accounts')).body.data);
  });

  it('of transactions are all pages of them; the last day is wanted too', async () => {
    const box = open();
    const accountId = reference(box, '$account.partner-choice');
    const rows = await walk(box, `account_id=${accountId}&start_date=2026-01-01&end_date=2026-03-01`, 40);
    expect(
      truth(box, 'listTransactions', { accountId, firstDay: '2026-01-01', lastDay: '2026-02-28' }),
    ).toEqual(rows);
    const newest = await list(box, `account_id=${accountId}&limit=12`);
    expect(truth(box, 'newestTransactions', { accountId, count: 12 })).toEqual(newest.data);
  });
});

describe('sums', () => {
  it('take debts off what is owned', async () => {
    const box = open();
    const { data } = (
      await box.get<{ data: { type: string; iso_currency_code: string; balance_current: number }[] }>(
        '/accounts',
      )
    ).body;
    for (const { iso_currency_code: currency, amount } of truth(box, 'netWorth') as {
      iso_currency_code: string;
      amount: number;
    }[]) {
      const cents = data
        .filter((account) => account.iso_currency_code === currency)
        .map(({ type, balance_current: balance }) =>
          Math.round((type === 'credit' || type === 'loan' ? -balance : balance) * 100),
        );
      expect(Math.round(amount * 100)).toBe(cents.reduce((sum, each) => sum + each, 0));
    }
  });

  it('take a positive amount for money out', async () => {
    const box = open();
    const period = { firstDay: '2026-02-01', lastDay: '2026-02-28' };
    const rows = truth(box, 'listTransactions', period) as RowBody[];
    const cents = (sign: 1 | -1, currency: string): number =>
      rows
        .filter((row) => row.iso_currency_code === currency && Math.sign(row.amount) === sign)
        .reduce((sum, row) => sum + Math.round(Math.abs(row.amount) * 100), 0);
    const flows = truth(box, 'cashFlow', period) as Record<string, number & string>[];
    expect(flows.length).toBeGreaterThan(2);
    for (const { iso_currency_code: currency = '', money_in: income, money_out: spent } of flows) {
      expect(Math.round(Number(income) * 100)).toBe(cents(-1, currency));
      expect(Math.round(Number(spent) * 100)).toBe(cents(1, currency));
    }
  });
});

describe('a sync', () => {
  it('is none before it has ended well, whatever older ones did', async () => {
    const box = open(QUIET);
    const connectionId = box.idOf(CHASE);
    const before = truth(box, 'syncConnection', { connectionId });
    expect(before).not.toEqual((await box.status(CHASE)).recent_sync);
    await box.sync(CHASE);
    box.clock.advance('9s');
    expect(truth(box, 'syncConnection', { connectionId })).toEqual(before);
    box.clock.advance('1s');
    expect(truth(box, 'syncConnection', { connectionId })).toEqual((await box.status(CHASE)).recent_sync);
  });

  it('brings the rows that fresh ones are', async () => {
    const box = open();
    const input = {
      connectionId: box.idOf(CHASE),
      accountId: reference(box, '$account.child-checking'),
      firstDay: '2026-03-10',
    };
    box.change({
      change: 'transaction',
      account: 'child-checking',
      amount: '-19.99',
      description: 'Just now',
    });
    const early = truth(box, 'freshTransactions', input);
    expect(early).not.toEqual(truth(box, 'listTransactions', input));
    await box.sync(CHASE);
    box.clock.advance('10s');
    const fresh = truth(box, 'freshTransactions', input) as RowBody[];
    expect(fresh.map(({ name }) => name)).toContain('Just now');
    expect(fresh).toEqual(truth(box, 'listTransactions', input));
  });

  it('of all has a row for each that took part, once the last is over', async () => {
    const box = open();
    box.arm({ fault: 'sync-fails', connection: CHASE });
    await box.sync();
    box.clock.advance('20s');
    const early = truth(box, 'syncAll');
    expect(early).toEqual(expect.any(String));
    box.clock.advance('5m');
    const rows = truth(box, 'syncAll') as { connection_id: string; status: string }[];
    expect(rows).toHaveLength(6);
    expect(rows.filter(({ status }) => status === 'error')).toMatchObject([
      { connection_id: box.idOf(CHASE) },
    ]);
  });
});

it('references lead to ids as they are shown, and others nowhere', () => {
  const box = open();
  expect(reference(box, '$banking.0')).toBe(box.idOf('owner-commbank'));
  expect(reference(box, '$connection.child-chase')).toBe(box.idOf(CHASE));
  expect(reference(box, '$short.account.owner-card')).toMatch(/^[0-9A-Za-z]{8}$/);
  for (const none of ['$banking.99', '$connection.nobody', '$account.', '$else.0', 'child-chase'])
    expect(suite.resolve(box.world, none)).toBeUndefined();
});

it('credentials are those of the world, one that nobody knows, and none', () => {
  const { credentials } = open();
  expect(suite.credentials(credentials, 'readOnly')).toEqual({ apiKey: credentials.readOnly });
  expect(Object.values(credentials)).not.toContain(suite.credentials(credentials, 'unknown')?.apiKey);
  expect(suite.credentials(credentials, 'missing')).toEqual({ apiKey: '' });
  expect(suite.credentials(credentials, 'toString')).toBeUndefined();
});
