/** What counts as a difference between what the ledger knows and what a client reports. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparison, differences } from '../../src/verify/compare/differences.ts';
import { parseExactly } from '../../src/verify/exact-json.ts';

const HOW: Comparison = {
  decimals: new Set(['price', 'fees']),
  times: new Set(['tradeDate']),
  documented: new Set(['id', 'price', 'fees', 'tradeDate', 'note']),
  carried: undefined,
  order: 'any',
  id: 'id',
};

function read(json: string): unknown {
  const parsed = parseExactly(json);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

/** The messages, each with its path. */
function told(expected: string, reported: string, how: Partial<Comparison> = {}): string[] {
  return differences(read(expected), read(reported), { ...HOW, ...how }).map(({ path, message, row }) =>
    `${path} ${message}${row === undefined ? '' : `: ${row}`}`.trim(),
  );
}

describe('the same', () => {
  it.each([
    ['a decimal with other zeros', '{"price":"150.0000"}', '{"price":"150"}'],
    ["a provider's number as text", '{"price":90071992547409.93}', '{"price":"90071992547409.93"}'],
    ["a provider's number as a number, if it is exact", '{"price":1.5}', '{"price":1.50}'],
    ['a number in powers of ten', '{"price":1e-7}', '{"price":"0.0000001"}'],
    [
      'an instant with another offset',
      '{"tradeDate":"2026-03-16T09:00:00+11:00"}',
      '{"tradeDate":"2026-03-15T22:00:00Z"}',
    ],
    [
      'an instant with other digits',
      '{"tradeDate":"2026-03-15T22:00:00.000Z"}',
      '{"tradeDate":"2026-03-15T22:00:00Z"}',
    ],
    ['members that no documentation names', '{"id":"a"}', '{"id":"a","shiny":1}'],
    ['rows in another order', '[{"id":"a"},{"id":"b"}]', '[{"id":"b"},{"id":"a"}]'],
    ['two equal rows', '[{"id":"a"},{"id":"a"}]', '[{"id":"a"},{"id":"a"}]'],
  ])('%s', (_, expected, reported) => {
    expect(told(expected, reported)).toEqual([]);
  });
});

describe('a difference', () => {
  it.each([
    ['a rounded number', '{"price":90071992547409.93}', '{"price":90071992547409.94}', ['price differs']],
    ['digits that are no decimal member are text', '{"note":"007"}', '{"note":"7"}', ['note differs']],
    ['null for a value', '{"fees":"1"}', '{"fees":null}', ['fees is null and has a value']],
    ['zero for null', '{"fees":null}', '{"fees":"0"}', ['fees is null, which is no value']],
    ['null for absent', '{"id":"a"}', '{"id":"a","fees":null}', ['fees was absent, which is not null']],
    ['something made up', '{"id":"a"}', '{"id":"a","fees":"0"}', ['fees was absent, and is made up']],
    ['a member that is missing', '{"id":"a","fees":null}', '{"id":"a"}', ['fees is missing']],
    [
      'a day for an instant',
      '{"tradeDate":"2026-03-15T22:00:00Z"}',
      '{"tradeDate":"2026-03-15"}',
      ['tradeDate differs'],
    ],
    [
      'a day shifted by an offset',
      '{"tradeDate":"2026-03-16"}',
      '{"tradeDate":"2026-03-15"}',
      ['tradeDate differs'],
    ],
    ['a row lost', '[{"id":"a"},{"id":"b"}]', '[{"id":"a"}]', ['a row is missing: id "b"']],
    ['one of two equal rows lost', '[{"id":"a"},{"id":"a"}]', '[{"id":"a"}]', ['a row is missing: id "a"']],
    ['a row twice', '[{"id":"a"}]', '[{"id":"a"},{"id":"a"}]', ['[1] a row too many: id "a"']],
    ['an object for a list', '[]', '{"data":[]}', ['a list was expected']],
    [
      'of rows with one id the one that differs',
      '[{"id":"a","price":"1"},{"id":"a","price":"2"}]',
      '[{"id":"a","price":"2"},{"id":"a","price":"3"}]',
      ['[1].price differs'],
    ],
  ])('%s', (_, expected, reported, messages) => {
    expect(told(expected, reported)).toEqual(messages);
  });

  it('another order, where order counts', () => {
    expect(told('[{"id":"a"},{"id":"b"}]', '[{"id":"b"},{"id":"a"}]', { order: 'kept' })).toEqual([
      '[0].id differs',
      '[1].id differs',
    ]);
  });
});

it('members a client does not carry are not compared', () => {
  const carried = new Set(['price']);
  expect(told('[{"id":"a","price":"1","fees":"2"}]', '[{"id":"a","price":"1"}]', { carried })).toEqual([]);
  expect(told('[{"id":"a","price":"1"}]', '[{"id":"a","price":"2"}]', { carried })).toEqual([
    '[0].price differs',
  ]);
});

it('members that nobody promised are not asked back, even if they were served', () => {
  const [expected, reported] = ['{"rows":[{"id":"a","shiny":1}]}', '{"rows":[{"id":"a"}]}'];
  expect(told(expected, reported, { served: true })).toEqual([]);
  expect(told(expected, reported)).toEqual(['rows[0].shiny is missing']);
  // What holds the rows is the job's own, and no documentation names it.
  expect(told(expected, '{}', { served: true })).toEqual(['rows is missing']);
});

describe('laws', () => {
  const row = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    price: fc.integer({ min: 0, max: 3 }).map(String),
    fees: fc.option(fc.constantFrom('1', '2'), { nil: null }),
  });

  it('a list is the same as itself, shuffled', () => {
    fc.assert(
      fc.property(
        fc
          .array(row)
          .chain((rows) =>
            fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
          ),
        ([rows, shuffled]) => {
          expect(differences(rows, shuffled, HOW)).toEqual([]);
        },
      ),
    );
  });

  it('a list without one of its rows, or with one twice, is not the same', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), fc.nat(), (rows, place) => {
        const at = place % rows.length;
        expect(differences(rows, rows.toSpliced(at, 1), HOW).length).toBeGreaterThan(0);
        expect(differences(rows, [...rows, rows[at]], HOW).length).toBeGreaterThan(0);
      }),
    );
  });
});
