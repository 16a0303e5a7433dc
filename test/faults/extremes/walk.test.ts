/** What the walk along a shape and the single rules do where no contract of ours goes. */
import { describe, expect, it } from 'vitest';
import { rootSeed } from '../../../fixtures/ledger/seed.ts';
import { mixedDates } from '../../../src/faults/extremes/dates.ts';
import { extremeDecimals } from '../../../src/faults/extremes/decimals.ts';
import { allNull, optionalsAbsent, unknownFields } from '../../../src/faults/extremes/members.ts';
import { longStrings, MOST_ADDED, rightToLeft, unknownValues } from '../../../src/faults/extremes/texts.ts';
import { type Rule, ruled } from '../../../src/faults/extremes/walk.ts';
import { JsonNumber } from '../../../src/provider/index.ts';
import { writeJson } from '../../../src/provider/json.ts';
import type { Shape, Shapes } from '../../../src/provider/shape.ts';

const NAMED: Shapes['named'] = {
  Node: {
    is: 'object',
    members: {
      label: { is: 'text', nullable: true, optional: true },
      next: { is: 'named', name: 'Node', nullable: true },
    },
  },
};

function played(body: unknown, shape: Shape, rule: Rule): unknown {
  return ruled(body, shape, { named: NAMED, answers: {} }, rule);
}

const object = (members: Readonly<Record<string, Shape>>): Shape => ({ is: 'object', members });

describe('the walk', () => {
  const node: Shape = { is: 'named', name: 'Node' };

  it('goes down as far as the body does', () => {
    const body = { label: 'a', next: { label: 'b', next: { label: null, next: null } } };
    expect(played(body, node, optionalsAbsent)).toEqual({ next: { next: { next: null } } });
    expect(played(body, node, allNull)).toEqual({ label: null, next: null });
  });

  it('gives the body itself back where there was nothing to change', () => {
    const body = { label: null, next: null };
    expect(played(body, node, allNull)).toBe(body);
    expect(played(body, node, longStrings(10))).toBe(body);
    const done = played(body, node, unknownFields);
    expect(played(done, node, unknownFields)).toBe(done);
  });

  it('leaves the original as it was, and shares what it does not touch', () => {
    const kept = Object.freeze({ deep: Object.freeze({ label: 'x' }) });
    const body = Object.freeze({ label: 'a', kept, next: null });
    const other = played(body, node, allNull) as typeof body;
    expect(other).toEqual({ label: null, kept, next: null });
    expect(other.kept).toBe(kept);
  });

  it('adds nothing to a closed object, and never replaces a member', () => {
    const closed: Shape = { is: 'object', members: {}, closed: true };
    expect(played({ a: 1 }, closed, unknownFields)).toEqual({ a: 1 });
    expect(played({ undocumented: 'mine' }, object({}), unknownFields)).toMatchObject({
      undocumented: 'mine',
    });
  });

  it('takes the choice that the body shows, and none if it shows none', () => {
    const choice: Shape = {
      is: 'choice',
      of: [
        {
          when: { state: ['done'] },
          shape: { is: 'object', members: { end: { is: 'fixed', nullable: true } } },
        },
        { when: { state: ['runs'] }, shape: { is: 'object', members: {} } },
      ],
    };
    expect(played({ state: 'done', end: 1 }, choice, allNull)).toEqual({ state: 'done', end: null });
    expect(played({ state: 'runs', end: 1 }, choice, allNull)).toEqual({ state: 'runs', end: 1 });
    expect(played({ state: 'odd', end: 1 }, choice, allNull)).toEqual({ state: 'odd', end: 1 });
  });

  it('passes over members whose value is of another kind than the shape', () => {
    const shape = object({
      list: { is: 'array', items: object({}) },
      inner: object({}),
      text: { is: 'text' },
    });
    const body = { list: 'none', inner: [1], text: 7 };
    expect(played(body, shape, longStrings(10))).toBe(body);
  });
});

describe('texts', () => {
  const text = (bounds: { min?: number; max?: number } = {}) => object({ t: { is: 'text', ...bounds } });
  const of = (body: unknown) => (body as { t: string }).t;

  it('are cut between characters, and counted as JSON Schema counts', () => {
    const long = of(played({ t: '👩‍👩‍👦' }, text({ max: 9 }), longStrings(5000)));
    expect([...long]).toHaveLength(9);
    expect(long, 'half a character').not.toMatch(/\p{Surrogate}/u);
  });

  it('that are longer already stay', () => {
    const body = { t: 'abcdef' };
    expect(played(body, text(), longStrings(3))).toBe(body);
  });

  it('stay long when they are turned, and turned when they are lengthened', () => {
    const both = [longStrings(300), rightToLeft];
    for (const rules of [both, [...both].reverse()]) {
      const end = rules.reduce((body, rule) => played(body, text(), rule), { t: 'word' } as unknown);
      expect([...of(end)]).toHaveLength(300);
      expect(of(end)).toMatch(/^\p{Script=Hebrew}/u);
      expect(of(end)).not.toContain('word');
    }
  });

  it('add up to no more than an answer may hold', () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({ t: `row ${i}` }));
    const long = played(rows, { is: 'array', items: text() }, longStrings(100_000)) as { t: string }[];
    const added = long.reduce((sum, row) => sum + row.t.length, 0);
    expect(added).toBeGreaterThanOrEqual(MOST_ADDED);
    expect(added).toBeLessThan(MOST_ADDED + 200_000);
    expect(long.at(-1)).toEqual({ t: 'row 299' });
  });

  it('of open lists keep the manner of the word they replace, and the room it has', () => {
    const open = (max?: number) => object({ t: { is: 'open-list', ...(max !== undefined && { max }) } });
    expect(played({ t: 'BUY' }, open(), unknownValues)).toEqual({ t: 'UNDOCUMENTED_VALUE' });
    expect(played({ t: 'credit-card' }, open(), unknownValues)).toEqual({ t: 'undocumented-value' });
    expect(played({ t: 'on_schedule' }, open(8), unknownValues)).toEqual({ t: 'undocume' });
    expect(played({ t: null }, open(), unknownValues)).toEqual({ t: null });
  });
});

describe('amounts', () => {
  const amounts = object({ text: { is: 'decimal' }, number: { is: 'number' } });
  const seed = rootSeed(1);

  it('are written digit by digit, as text and as number', () => {
    const body = { text: '-2450.10', number: new JsonNumber('12.5') };
    const text = writeJson(played(body, amounts, extremeDecimals(seed, true)));
    expect(text).toMatch(/^\{"text":"-\d{1,20}\.\d{18}","number":\d{1,20}\.\d{18}\}$/);
  });

  it('stay numbers as they were where the provider writes none by their digits', () => {
    expect(played({ number: 12.5 }, amounts, extremeDecimals(seed, false))).toEqual({ number: 12.5 });
  });

  it('that are nothing stay nothing', () => {
    const body = { text: '0.00', number: new JsonNumber('-0') };
    expect(played(body, amounts, extremeDecimals(seed, true))).toBe(body);
    expect(played({ number: 0 }, amounts, extremeDecimals(seed, true))).toEqual({ number: 0 });
  });
});

describe('times', () => {
  const time = (...forms: ('day' | 'utc' | 'utc-fraction' | 'offset' | 'offset-fraction')[]) =>
    ({ is: 'array', items: object({ at: { is: 'time', forms } }) }) satisfies Shape;
  const mixed = (shape: Shape, ...texts: string[]) =>
    (
      played(
        texts.map((at) => ({ at })),
        shape,
        mixedDates(),
      ) as { at: string }[]
    ).map(({ at }) => at);

  it('go round the forms there are, the first one in another than it had', () => {
    const noon = '2026-03-16T12:00:00Z';
    expect(mixed(time('day', 'utc', 'offset'), noon, noon, noon)).toEqual([
      '2026-03-16T22:30:00+10:30',
      '2026-03-16',
      noon,
    ]);
  });

  it('stay the instant they are, to the last digit', () => {
    const shape = time('utc', 'utc-fraction', 'offset', 'offset-fraction');
    const [other] = mixed(shape, '2026-03-16T23:59:59.123456+02:00');
    expect(other).toBe('2026-03-17T08:29:59.123456+10:30');
  });

  it('as days stay the day that was written', () => {
    expect(mixed(time('day', 'offset-fraction'), '2026-03-16')).toEqual(['2026-03-16T00:00:00.000+10:30']);
    expect(mixed(time('day', 'offset'), '2026-03-16T23:30:00+10:30')).toEqual(['2026-03-16']);
  });

  it('that nobody can read stay', () => {
    expect(mixed(time('utc', 'offset'), 'soon', '9999-12-31T23:59:59Z')).toEqual([
      'soon',
      '9999-12-31T23:59:59Z',
    ]);
  });
});
