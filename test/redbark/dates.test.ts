import { describe, expect, it } from 'vitest';
import { isBackwards, rangeOf, readBound } from '../../mocks/redbark/dates.ts';
import { everyTrade, redbarkIn } from './redbark.ts';

const ADVICE =
  'Must be YYYY-MM-DD or RFC3339 with timezone (e.g. 2026-05-09T23:35:19Z or 2026-05-09T23:35:19+10:00)';

describe('dates that are accepted', () => {
  const rb = redbarkIn({ limits: 'off' });
  const connectionId = rb.connection('owner-commsec');

  it.each(['2026-03-01', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00+10:00', '2026-03-01T00:00:00-05:30'])(
    '%s',
    async (from) => expect((await rb.get('/v1/trades', { connectionId, from })).status).toBe(200),
  );

  it('from equal to to: one day, one instant', async () => {
    for (const day of ['2026-03-02', '2026-03-02T04:00:00Z']) {
      expect((await rb.get('/v1/trades', { connectionId, from: day, to: day })).status).toBe(200);
    }
  });
});

describe('dates that are refused', () => {
  const rb = redbarkIn({ limits: 'off' });
  const connectionId = rb.connection('owner-commsec');

  it.each([
    ['a naive datetime', '2026-03-01T00:00:00'],
    ['minutes only', '2026-03-01T00:00Z'],
    ['a lower-case z', '2026-03-01T00:00:00z'],
    ['a lower-case t', '2026-03-01t00:00:00Z'],
    ['a blank for the T', '2026-03-01 00:00:00Z'],
    ['an offset without colon', '2026-03-01T00:00:00+1000'],
    ['a week date', '2026-W10-1'],
    ['an ordinal date', '2026-060'],
    ['a month', '2026-03'],
    ['seconds since 1970', '1772323200'],
    ['a day no month has', '2026-02-30'],
    ['a month no year has', '2026-13-01'],
    ['an hour no day has', '2026-03-01T24:00:00Z'],
    ['an offset no zone has', '2026-03-01T00:00:00+24:00'],
    ['a word', 'yesterday'],
    ['nothing', ''],
  ])('%s is 400 without code, and details name the field', async (_, from) => {
    const { status, error } = await rb.get('/v1/trades', { connectionId, from });
    expect(status).toBe(400);
    expect(error).toEqual({ message: 'Invalid date parameters', details: [`from: ${ADVICE}`] });
  });

  it('details list every offending field, whatever is wrong with each', async () => {
    const { error } = await rb.get('/v1/trades', {
      connectionId,
      from: '2026-03-01T00:00:00',
      to: '2026-02-30',
    });
    expect(error.details).toEqual([`from: ${ADVICE}`, `to: ${ADVICE}`]);
  });

  it('from after to is 400 invalid_date_range', async () => {
    for (const [from, to] of [
      ['2026-03-02', '2026-03-01'],
      ['2026-03-01T00:00:01Z', '2026-03-01T00:00:00Z'],
      ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00+10:00'],
    ] as const) {
      const { status, error } = await rb.get('/v1/trades', { connectionId, from, to });
      expect(status).toBe(400);
      expect(error).toEqual({
        message: 'Invalid date range: `from` must be on or before `to`',
        code: 'invalid_date_range',
      });
    }
  });

  it('other parameters are told first', async () => {
    const { error } = await rb.get('/v1/trades', { from: 'x', limit: 0 });
    expect(error.code).toBe('invalid_params');
    expect(error.details).toHaveLength(2);
  });
});

describe('what a range holds', () => {
  // Two trades on one Sydney day, of which UTC sees one on the day before, and one on the next Sydney day.
  const rb = redbarkIn({
    limits: 'off',
    entities: {
      accounts: [{ key: 'owner-shares', rowsPerYear: 0 }],
      trades: [
        ['early', '2026-03-02T08:00:00+11:00'],
        ['late', '2026-03-02T20:00:00+11:00'],
        ['next', '2026-03-03T00:00:00+11:00'],
      ].map(([key = '', at = '']) => ({
        key,
        account: 'owner-shares',
        kind: 'other',
        amount: 1,
        at,
        description: key,
      })),
    },
  });
  const connectionId = rb.connection('owner-commsec');
  const found = async (query: Record<string, string>): Promise<(string | null)[]> =>
    (await everyTrade(rb, { connectionId, ...query })).map((trade) => trade.description);

  it('without from and to: all the broker has', async () => {
    expect(await found({})).toEqual(['next', 'late', 'early']);
  });

  it('a day is the whole of it, where the institution is', async () => {
    expect(await found({ from: '2026-03-02', to: '2026-03-02' })).toEqual(['late', 'early']);
    expect(await found({ from: '2026-03-03' })).toEqual(['next']);
    expect(await found({ to: '2026-03-01' })).toEqual([]);
  });

  it('instants are included at both ends', async () => {
    expect(await found({ from: '2026-03-02T09:00:00Z', to: '2026-03-02T13:00:00Z' })).toEqual([
      'next',
      'late',
    ]);
    expect(await found({ from: '2026-03-02T09:00:00.001Z', to: '2026-03-02T12:59:59.999Z' })).toEqual([]);
  });

  it('nothing is put in the place of a missing from: a year is no limit', async () => {
    const other = redbarkIn({ limits: 'off' });
    const trades = await everyTrade(other, { connectionId, to: '2021-12-31' }, 500);
    expect(trades.length).toBeGreaterThan(100);
  });
});

describe('readBound', () => {
  it.each([
    ['2026-03-01', { day: Date.UTC(2026, 2, 1) / 86_400_000 }],
    ['2024-02-29', { day: Date.UTC(2024, 1, 29) / 86_400_000 }],
    ['2026-03-01T10:00:00+10:00', { at: Date.UTC(2026, 2, 1) }],
    ['2026-03-01T00:00:00.5Z', { at: Date.UTC(2026, 2, 1) + 500 }],
    ['2026-03-01T00:00:00.123456789Z', { at: Date.UTC(2026, 2, 1) + 123 }],
    ['2023-02-29', undefined],
    ['2026-03-01T23:59:60Z', undefined],
  ])('%s', (text, bound) => expect(readBound(text)).toEqual(bound));

  it('compares a day with an instant in UTC', () => {
    expect(isBackwards({ from: '2026-03-01T12:00:00Z', to: '2026-03-01' })).toBe(false);
    expect(isBackwards({ from: '2026-03-02T00:00:00Z', to: '2026-03-01' })).toBe(true);
  });

  it('leaves open what is not given', () => {
    expect(rangeOf({}, 'Australia/Sydney', 5)).toEqual({ now: 5, from: undefined, until: undefined });
  });
});
