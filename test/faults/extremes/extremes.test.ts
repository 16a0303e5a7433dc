/** Each legal extreme on an operation where it shows best: the answer as it is, and as the fault makes it. */
import { describe, expect, it } from 'vitest';
import type { FaultOrder } from '../../../src/faults/order.ts';
import { type Redbark, redbarkIn, type TradePage } from '../../redbark/redbark.ts';

/** A broker with trades of every kind; the whole year, so that there are many. */
const YEAR = { from: '2025-03-16', limit: 500 };

const rb = redbarkIn({ limits: 'off' });

async function trades(world: Redbark = rb, query: object = YEAR) {
  const connectionId = world.connection('owner-commsec');
  return world.get('/v1/trades', { connectionId, ...query });
}

/** The answer without and with a fault; the one after it is again as the first. */
async function beforeAndAfter(
  order: Omit<FaultOrder, 'provider' | 'times'>,
  read: () => Promise<{ body: TradePage; headers: Readonly<Record<string, string>> }> = trades,
) {
  const before = await read();
  rb.world.arm({ provider: 'redbark', times: 1, ...order } as FaultOrder);
  const after = await read();
  expect((await read()).body).toEqual(before.body);
  expect(before.headers).not.toHaveProperty('understudy-fault');
  return { before: before.body, after: after.body, label: after.headers['understudy-fault'] };
}

describe('lists', () => {
  it('empty-list: no rows, and no more to come', async () => {
    const { before, after, label } = await beforeAndAfter({ fault: 'empty-list', id: 'nothing' });
    expect(before.data.length).toBeGreaterThan(2);
    expect(after).toMatchObject({ data: [], pagination: { hasMore: false } });
    expect(label).toBe('nothing');
  });

  it('one-row: the first row, and no more to come', async () => {
    const { before, after } = await beforeAndAfter({ fault: 'one-row' });
    expect(after).toMatchObject({ data: [before.data[0]], pagination: { hasMore: false } });
  });

  it('one-row ends a list of many pages too', async () => {
    const firstOfMany = () => trades(rb, { ...YEAR, limit: 2 });
    const { before, after } = await beforeAndAfter({ fault: 'one-row' }, firstOfMany);
    expect(before.pagination).toMatchObject({ hasMore: true });
    expect(after.data).toEqual(before.data.slice(0, 1));
    expect(after.pagination).toMatchObject({ hasMore: false });
  });

  it('duplicate-rows: a row twice, one behind the other; the others are all there', async () => {
    const { before, after } = await beforeAndAfter({ fault: 'duplicate-rows' });
    expect(after.data).toHaveLength(before.data.length + 1);
    const place = after.data.findIndex((row, i) => row.id === after.data[i + 1]?.id);
    expect(after.data.toSpliced(place, 1)).toEqual(before.data);
    expect(after.data[place]).toEqual(after.data[place + 1]);
    expect(after.pagination).toEqual(before.pagination);
  });

  it('duplicate-rows finds no room where more rows are to come, and loses none', async () => {
    const { before, after, label } = await beforeAndAfter({ fault: 'duplicate-rows' }, () =>
      trades(rb, { ...YEAR, limit: 3 }),
    );
    expect(after).toEqual(before);
    expect(label).toBeUndefined();
  });

  it('equal-ids: two rows that differ in more than their id have one', async () => {
    const { before, after } = await beforeAndAfter({ fault: 'equal-ids' });
    const place = after.data.findIndex((row, i) => row.id !== before.data[i]?.id);
    expect(after.data[place]).toEqual({ ...before.data[place], id: before.data[place - 1]?.id });
    expect(after.data.toSpliced(place, 1)).toEqual(before.data.toSpliced(place, 1));
  });
});

describe('members', () => {
  it('all-null: null wherever the contract allows it, and nowhere else', async () => {
    const { before, after } = await beforeAndAfter({ fault: 'all-null' });
    expect(before.data.some((row) => row.name !== null)).toBe(true);
    expect(after.data).toEqual(
      before.data.map((row) => ({ ...row, name: null, fees: null, settlementDate: null, description: null })),
    );
  });

  it('all-null leaves alone what says where the list goes on', async () => {
    const { before, after } = await beforeAndAfter({ fault: 'all-null' });
    expect(before.pagination.total).not.toBeNull();
    expect(after.pagination).toEqual(before.pagination);
  });

  it('unknown-fields: members of every kind on every object, beside those that are documented', async () => {
    const { before, after } = await beforeAndAfter({ fault: 'unknown-fields' });
    const undocumented = {
      undocumented: expect.any(String),
      undocumentedNull: null,
      undocumentedList: expect.any(Array),
      undocumentedObject: expect.any(Object),
    };
    expect(after).toEqual({
      ...undocumented,
      data: before.data.map((row) => ({ ...row, ...undocumented })),
      pagination: before.pagination,
    });
  });
});

describe('texts', () => {
  it('long-strings: as long as asked for; ids, codes, dates and amounts stay', async () => {
    const { before, after } = await beforeAndAfter({ fault: 'long-strings', length: 2000 });
    for (const [i, row] of after.data.entries()) {
      const { accountName, name, description, ...rest } = row;
      expect(accountName).toHaveLength(2000);
      expect(accountName.startsWith(`${before.data[i]?.accountName} `)).toBe(true);
      for (const text of [name, description]) expect(text?.length ?? 2000).toBe(2000);
      expect(before.data[i]).toMatchObject(rest);
    }
  });

  it('long-strings are no longer than the contract allows', async () => {
    rb.world.arm({ fault: 'long-strings', provider: 'redbark', operation: 'listAccounts', times: 1 });
    const { body } = await rb.get('/v1/accounts');
    expect(body.data.map(({ name }) => name.length)).toEqual(body.data.map(() => 256));
  });

  it('right-to-left: Hebrew, Arabic, marks, joiners and characters beyond the basic plane', async () => {
    const { after } = await beforeAndAfter({ fault: 'right-to-left' });
    for (const { accountName } of after.data) {
      expect(accountName).toMatch(/^\p{Script=Hebrew}/u);
      for (const rare of [/\p{Script=Arabic}/u, /\p{M}/u, /\u200d/u, /\u200f/u, /\p{Script=Phoenician}/u])
        expect(accountName).toMatch(rare);
    }
  });

  it('unknown-values: a type of account that no list has', async () => {
    rb.world.arm({ fault: 'unknown-values', provider: 'redbark', operation: 'listAccounts', times: 1 });
    const { body } = await rb.get('/v1/accounts');
    expect(body.data.length).toBeGreaterThan(0);
    for (const { type } of body.data) expect(type).toMatch(/^undocumented[-_]value$/);
  });
});

describe('amounts and times', () => {
  it('extreme-decimals: more digits than a double holds; signs and nothing stay', async () => {
    const { before, after } = await beforeAndAfter({ fault: 'extreme-decimals' });
    for (const [i, { quantity, price, totalAmount }] of after.data.entries()) {
      const own = before.data[i];
      for (const [extreme, usual] of [
        [quantity, own?.quantity],
        [price, own?.price],
        [totalAmount, own?.totalAmount],
      ]) {
        if (Number(usual) === 0) expect(extreme).toBe(usual);
        else {
          expect(extreme).toMatch(/^-?\d{1,20}\.\d{18}$/);
          expect(String(Number(extreme)), 'what a double makes of it').not.toBe(extreme);
          expect(Math.sign(Number(extreme))).toBe(Math.sign(Number(usual)));
        }
      }
    }
    expect(after.pagination).toEqual(before.pagination);
  });

  it('mixed-dates: a day, UTC and an offset on one page', async () => {
    const { before, after } = await beforeAndAfter({ fault: 'mixed-dates' });
    const forms = after.data.map(({ tradeDate }) => tradeDate.replaceAll(/\d/g, '0'));
    expect(forms).toEqual(
      expect.arrayContaining(['0000-00-00', expect.stringMatching(/Z$/), expect.stringMatching(/\+00:00$/)]),
    );
    for (const [i, { tradeDate }] of after.data.entries()) {
      const own = before.data[i]?.tradeDate ?? '';
      if (own.length > 10 && tradeDate.length > 10) expect(Date.parse(tradeDate)).toBe(Date.parse(own));
    }
  });
});

describe('several at once', () => {
  it('come one after the other, and all are named', async () => {
    const { after, label } = await (async () => {
      for (const fault of ['one-row', 'long-strings', 'right-to-left', 'unknown-fields'])
        rb.world.arm({ fault, provider: 'redbark', operation: 'listTrades', times: 1 });
      const answer = await trades();
      return { after: answer.body, label: answer.headers['understudy-fault'] };
    })();
    expect(label?.split(', ')).toHaveLength(4);
    expect(after.data).toHaveLength(1);
    expect(after.data[0]).toHaveProperty('undocumented');
    expect([...(after.data[0]?.accountName ?? '')]).toHaveLength(5000);
    expect(after.data[0]?.accountName).toMatch(/^\p{Script=Hebrew}/u);
  });

  it('are the same on every run with the same seed', async () => {
    const run = async () => {
      const world = redbarkIn({ limits: 'off' });
      for (const fault of ['extreme-decimals', 'equal-ids', 'duplicate-rows', 'mixed-dates'])
        world.world.arm({ fault, provider: 'redbark' });
      return [(await trades(world)).text, (await trades(world)).text];
    };
    const [first, second] = await run();
    expect(await run()).toEqual([first, second]);
    expect(second, 'another request draws anew').not.toBe(first);
  });
});
