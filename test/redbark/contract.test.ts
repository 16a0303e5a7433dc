/** Every answer, to sensible and to senseless requests, is one that the contract describes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { contract } from '../../mocks/redbark/generated/contract.ts';
import { switches } from '../../mocks/redbark/switches.ts';
import { judgeOf } from '../support/answer.ts';
import { type Path, type Redbark, redbarkIn } from './redbark.ts';

/** Every switch away from its default. */
const otherwise = Object.fromEntries(
  Object.entries(switches).map(([name, { values, default: usual }]) => [
    name,
    Object.keys(values).find((value) => value !== usual) ?? usual,
  ]),
);

const WORLDS: Readonly<Record<string, WorldFile>> = {
  'the household': { limits: 'off' },
  'limits as documented': {},
  'every switch the other way': { limits: 'off', switches: { redbark: otherwise } },
  'legal extremes everywhere': { limits: 'off', template: 'messy' },
  'nothing linked': { limits: 'off', template: 'empty' },
  'everything out of order': {
    limits: 'off',
    entities: {
      connections: [
        { key: 'owner-commsec', status: 'failing' },
        { key: 'owner-stake', status: 'login-required' },
        { key: 'owner-commbank', status: 'failing' },
        { key: 'partner-westpac', status: 'login-required' },
        { key: 'partner-selfwealth', status: 'revoked' },
      ],
    },
  },
};

/** Sets of optional parameters: what succeeds has to be seen too, so most requests have few. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  all: [],
  none: [],
  window: ['limit', 'offset'],
  dates: ['from', 'to'],
  accounts: ['accountId', 'accountIds'],
};

/** One in eight is something else than what the parameter is for. */
function mostly<T>(usual: fc.Arbitrary<T>): fc.Arbitrary<T | string> {
  return fc.oneof(
    { weight: 7, arbitrary: usual },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  );
}

function requestsTo(
  rb: Redbark,
): fc.Arbitrary<readonly [path: Path, query: Record<string, string>, key: string | undefined]> {
  const linked = [...rb.ledger.connections.values()].filter(({ seenBy }) => seenBy.includes('redbark'));
  const connection = mostly(fc.constantFrom('x', ...linked.map(({ key }) => rb.connection(key))));
  const account = mostly(
    fc.constantFrom('x', ...linked.flatMap(({ accounts }) => accounts.map((key) => rb.account(key)))),
  );
  const date = fc.oneof(
    fc.constantFrom('2026-01-01', '2025-06-30T10:00:00+10:00', '2026-03-01T00:00:00', '2026-02-30', ''),
    fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString()),
  );
  const optional = fc.record(
    {
      accountId: account,
      accountIds: fc.array(account, { maxLength: 4 }).map((ids) => ids.join(',')),
      from: mostly(date),
      to: mostly(date),
      limit: mostly(fc.integer({ min: -5, max: 600 }).map(String)),
      offset: mostly(fc.oneof(fc.nat({ max: 3000 }), fc.maxSafeNat()).map(String)),
    },
    { requiredKeys: [] },
  );
  const some = fc
    .tuple(optional, fc.constantFrom(...Object.keys(PARAMETERS)))
    .map(([all, only]) =>
      only === 'all'
        ? all
        : Object.fromEntries(Object.entries(all).filter(([name]) => PARAMETERS[only]?.includes(name))),
    );
  const query = fc.tuple(connection, some).map(([connectionId, rest]) => ({ connectionId, ...rest }));
  const paths = contract.operations.map(({ path }) => path as Path);
  const keys = fc.constantFrom('saver', 'developer', 'trialing', 'pastDue', 'stranger', 'nobody', undefined);
  return fc.tuple(
    fc.constantFrom(...paths),
    query,
    fc.oneof({ weight: 7, arbitrary: fc.constant('professional') }, keys),
  );
}

describe.each(Object.entries(WORLDS))('in a world with %s', (_, file) => {
  it('every answer to any request satisfies the contract', async () => {
    const judge = await judgeOf(contract);
    const rb = redbarkIn(file);
    const met = new Set<string>();
    await fc.assert(
      fc.asyncProperty(requestsTo(rb), async ([path, query, key]) => {
        const answer = await rb.get(path, query, { key });
        met.add(`${path} ${answer.status}`);
        expect(judge('GET', path, answer)).toBeDefined();
      }),
      { numRuns: 200 },
    );
    expect(rb.bugs).toEqual([]);
    // Random requests that are all refused at the door would prove little.
    expect(met.size).toBeGreaterThan(12);
  });
});

describe('answers may grow', () => {
  it('a field nobody knows yet breaks no contract: clients have to bear it too', async () => {
    const answers = await contract.answers();
    const rb = redbarkIn();
    const { body } = await rb.get('/v1/holdings', { connectionId: rb.connection('owner-commsec') });
    const grown = {
      ...body,
      data: body.data.map((holding) => ({ ...holding, isin: 'AU0000000000' })),
      next: null,
    };
    expect(answers.listHoldings?.['200']?.(grown)).toBe(true);
  });

  it('a field that is missing does break it', async () => {
    const answers = await contract.answers();
    const rb = redbarkIn();
    const { body } = await rb.get('/v1/holdings', { connectionId: rb.connection('owner-commsec') });
    const shrunk = { data: body.data.map(({ exchange: _, ...rest }) => rest) };
    expect(answers.listHoldings?.['200']?.(shrunk)).toBe(false);
  });
});
