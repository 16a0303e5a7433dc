/** Orders from outside: what is wrong with one is told field by field, with what would be right. */
import { describe, expect, it } from 'vitest';
import { MOST_FAULTS } from '../../src/faults/armory.ts';
import { checkedOrder } from '../../src/faults/checked-order.ts';
import { catalogue } from '../../src/faults/generated/catalogue.ts';
import type { FaultOrder } from '../../src/faults/order.ts';
import { providers } from '../../src/understudy.ts';
import { liveWorld } from '../support/live-world.ts';
import { simulate } from '../support/simulate.ts';
import { faultyToy } from './faulty-toy.ts';

const world = liveWorld([faultyToy]);

/** `field: message` for each mistake. */
function mistakes(given: unknown): string[] {
  const checked = checkedOrder(given, world, [faultyToy]);
  return checked.ok ? [] : checked.errors.map(({ field, message }) => `${field}: ${message}`);
}

describe('an order that is wrong', () => {
  it.each<[string, unknown, string | RegExp]>([
    ['no object', 7, /^: is no order/],
    ['a list', [], /^: is no order/],
    ['no fault', { times: 1 }, 'fault: is missing: which fault of the catalogue'],
    ['a slip', { fault: 'server-eror' }, 'fault: there is no "server-eror"; did you mean "server-error"?'],
    ['no fault of the catalogue', { fault: 'toString' }, /^fault: there is no "toString"/],
    [
      'an unknown field',
      { fault: 'server-error', tims: 1 },
      'tims: there is no field "tims" here; did you mean "times"?',
    ],
    [
      'another fault’s parameter',
      { fault: 'server-error', retryAfter: 1 },
      /^retryAfter: there is no field "retryAfter" here/,
    ],
    [
      'a number that is text',
      { fault: 'server-error', times: '1' },
      'times: is "1"; it has to be a whole number',
    ],
    ['a number out of bounds', { fault: 'server-error', times: 0 }, 'times: is 0; it must be >= 1'],
    [
      'a probability above 1',
      { fault: 'server-error', probability: 1.5 },
      'probability: is 1.5; it must be <= 1',
    ],
    ['a place in a list', { fault: 'server-error', nth: [1, 0] }, 'nth.1: is 0; it must be >= 1'],
    [
      'no such word',
      { fault: 'server-error', per: 'conection' },
      /^per: is "conection" \(did you mean connection\?\)/,
    ],
    ['a parameter', { fault: 'rate-limited', retryAfter: -1 }, 'retryAfter: is -1; it must be >= 0'],
    [
      'a length of time',
      { fault: 'server-error', ttl: 'soon' },
      /^ttl: is "soon"; wanted: It disarms itself/,
    ],
    [
      'too long a time',
      { fault: 'server-error', ttl: '5300w' },
      'ttl: "5300w" is longer than a hundred years',
    ],
    ['a time that is none', { fault: 'server-error', from: 'noon' }, /^from: Not a length of time: "noon"/],
    ['a date that is none', { fault: 'server-error', from: '2026-02-31' }, /^from: Not an instant/],
    [
      'a window that has passed',
      { fault: 'server-error', until: '2026-03-15T22:00:00Z' },
      /^until: .* has passed: in this world it is 2026-03-15T22:00/,
    ],
    [
      'an empty window',
      { fault: 'server-error', from: '10m', until: '5m' },
      'until: "5m" is not after "from", which is "10m"',
    ],
    [
      'a condition',
      { fault: 'server-error', where: { cursor: { atleast: 3 } } },
      /^where.cursor.atleast: there is no field "atleast" here; did you mean "atLeast"/,
    ],
    ['no provider', { fault: 'server-error', provider: 'tоy' }, /^provider: there is no "tоy"/],
    [
      'no operation',
      { fault: 'server-error', operation: 'listNote' },
      'operation: there is no "listNote"; did you mean "listNotes"?',
    ],
    [
      'one of several',
      { fault: 'server-error', operation: ['listNotes', 'x'] },
      /^operation.1: there is no "x"/,
    ],
    [
      'no connection',
      { fault: 'server-error', connection: 'owner-comsec' },
      'connection: there is no "owner-comsec"; did you mean "owner-commsec"?',
    ],
    [
      'a reference to nothing',
      { fault: 'server-error', connection: '$brokerage.99' },
      /^connection: "\$brokerage.99" leads to nothing; there are: \$brokerage.0 to/,
    ],
    [
      'a reference that is none',
      { fault: 'server-error', connection: '$$' },
      /^connection: "\$\$" leads to nothing/,
    ],
    ['no account', { fault: 'server-error', account: 'x' }, /^account: there is no "x"/],
    [
      'no credential',
      { fault: 'server-error', credential: 'readr' },
      'credential: there is no "readr"; did you mean "reader"?',
    ],
    [
      'a place it cannot be',
      { fault: 'not-found', operation: 'addNote' },
      'operation: "not-found" can\'t happen at addNote; it can at getNote',
    ],
    [
      'nowhere',
      { fault: 'plan-required', provider: 'toy' },
      'provider: "plan-required" can\'t happen at toy; nor anywhere else here',
    ],
    [
      'a delay that ends before it begins',
      { fault: 'latency', ms: 50, to: 20 },
      'to: is 20; it may not be less than "ms", which is 50',
    ],
    ['two kinds of delay', { fault: 'latency', to: 5000, sigma: 0.5 }, /^sigma: a delay is either even/],
    [
      'more than an order may be',
      {
        fault: 'server-error',
        where: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`p${n}`, 'x'.repeat(999)])),
      },
      /^: is longer than 16384/,
    ],
  ])('%s', (_, given, expected) => {
    const [first] = mistakes(given);
    if (typeof expected === 'string') expect(first).toBe(expected);
    else expect(first).toMatch(expected);
  });

  it('is told of every mistake at once', () => {
    expect(mistakes({ fault: 'rate-limited', retryAfter: -1, tims: 2, probability: 2 })).toHaveLength(3);
  });

  it('has an account of another connection than it says', () => {
    const [account] = [...world.ledger.accounts.values()];
    const other = [...world.ledger.connections.keys()].find((key) => key !== account?.connection);
    expect(mistakes({ fault: 'server-error', account: account?.key, connection: other })).toEqual([
      `account: "${account?.key}" belongs to "${account?.connection}", not to "${other}"`,
    ]);
  });

  it('throws at the library’s face, with every mistake on a line', () => {
    const { world: handle } = simulate(faultyToy);
    const arm = (): unknown => handle.arm({ fault: 'server-error', times: 0, evry: 2 });
    expect(arm).toThrow(RangeError);
    expect(arm).toThrow(/evry: there is no field "evry" here; did you mean "every"\?\ntimes: is 0/);
    expect(handle.faults()).toEqual([]);
  });
});

describe('an order that is right', () => {
  it('has its references made keys', () => {
    const checked = checkedOrder({ fault: 'server-error', connection: '$brokerage.1' }, world, [faultyToy]);
    const brokerage = [...world.ledger.connections.values()].filter(
      ({ category }) => category === 'brokerage',
    );
    expect(checked).toMatchObject({ ok: true, order: { connection: brokerage[1]?.key } });
  });

  it('gets the next free name', () => {
    const { world: handle } = simulate(faultyToy);
    const ids = ['f2', undefined, undefined].map(
      (id) => handle.arm({ fault: 'server-error', ...(id !== undefined && { id }) }).id,
    );
    expect(new Set(ids).size).toBe(3);
    expect(() => handle.arm({ fault: 'server-error', id: 'f2' })).toThrow(/id: "f2" is armed already/);
  });

  it('is refused once the world is full of faults', () => {
    const { world: handle } = simulate(faultyToy);
    for (let n = 0; n < MOST_FAULTS; n++) handle.arm({ fault: 'server-error', ttl: '1m' });
    expect(() => handle.arm({ fault: 'server-error' })).toThrow(/10000 faults armed/);
    handle.clock.advance('1m');
    expect(handle.arm({ fault: 'server-error' }).spent).toBe(false);
  });
});

describe('the catalogue', () => {
  const household = liveWorld(providers);

  it.each(Object.values(catalogue).map((entry) => [entry.id, entry.example] as const))(
    'shows an example of %s that can be armed in the household',
    (_, example) => {
      expect(checkedOrder(example as FaultOrder, household, providers)).toMatchObject({ ok: true });
    },
  );
});
