import { faker } from '@faker-js/faker/locale/en_AU';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkWorld } from '../../fixtures/ledger/check.ts';
import { FAMILY_NAMES, GIVEN_NAMES } from '../../fixtures/ledger/generated/names.ts';
import { INSTITUTIONS } from '../../fixtures/ledger/institutions.ts';
import { createLedger } from '../../fixtures/ledger/ledger.ts';
import { planOf, resolveWorld, template, templateNames } from '../../fixtures/ledger/plan.ts';
import { CLOCK_FROM, CLOCK_TO } from '../../fixtures/ledger/time.ts';

const NOW = Date.parse('2026-03-16T09:00:00+11:00');

describe('templates', () => {
  test.each(templateNames())('%s is a world file without faults', (name) => {
    expect(template(name)?.template).toBeUndefined();
    expect(checkWorld(template(name) ?? {})).toEqual([]);
    expect(checkWorld({ template: name })).toEqual([]);
  });

  test('household has three people, nine institutions and every state a connection can be in', () => {
    const plan = planOf({ template: 'household', seed: 1 });
    expect(plan.people).toHaveLength(3);
    expect(new Set(plan.connections.map(({ institution }) => institution)).size).toBeGreaterThanOrEqual(9);
    expect(new Set(plan.connections.map(({ status }) => status))).toEqual(
      new Set(['healthy', 'failing', 'login-required', 'revoked', 'removed']),
    );
    expect(new Set(plan.accounts.map(({ currency }) => currency))).toEqual(new Set(['AUD', 'CAD', 'USD']));
    const ledger = createLedger(plan);
    expect(ledger.trades.count(['owner-shares'], { now: NOW })).toBeGreaterThan(1200);
    expect(ledger.trades.count(['child-bot'], { now: NOW })).toBeGreaterThan(3000);
  });

  test('empty has one person and nothing else', () => {
    const plan = planOf({ template: 'empty', seed: 1 });
    expect(plan).toMatchObject({ connections: [], accounts: [], trades: [], transactions: [] });
    expect(plan.people).toHaveLength(1);
  });

  test.each([
    ['now', NOW],
    ['at the first instant a clock may stand', CLOCK_FROM],
    ['at the last', CLOCK_TO],
  ])('every account of a template answers %s', (_when, now) => {
    for (const name of templateNames()) {
      const ledger = createLedger(planOf({ template: name, seed: 6 }));
      // One in fifty of those of a crowd, which are all alike.
      const step = Math.ceil(ledger.accounts.size / 200);
      for (const [place, key] of [...ledger.accounts.keys()].entries()) {
        if (place % step !== 0) continue;
        expect(ledger.balance(key, now).current.isFinite()).toBe(true);
        expect(ledger.trades.page([key], { now }, 0, 5).length).toBeLessThanOrEqual(5);
        expect(ledger.transactions.page([key], { now }, 0, 5).length).toBeLessThanOrEqual(5);
      }
    }
  });
});

describe('layers', () => {
  test('change entities field by field, add new ones, and remove', () => {
    const { entities } = resolveWorld({
      template: 'household',
      entities: {
        accounts: [
          { key: 'owner-everyday', name: 'Mine' },
          { key: 'extra', connection: 'owner-commbank', kind: 'savings' },
          { key: 'owner-savings', remove: true },
        ],
      },
    });
    const accounts = entities?.accounts ?? [];
    expect(accounts.find(({ key }) => key === 'owner-everyday')).toMatchObject({
      name: 'Mine',
      rowsPerYear: 540,
    });
    expect(accounts.at(-1)).toMatchObject({ key: 'extra' });
    expect(accounts.some(({ key }) => key === 'owner-savings')).toBe(false);
  });

  test('merge settings deeply and leave the template as it was', () => {
    const before = JSON.stringify(template('household'));
    const world = resolveWorld({
      template: 'household',
      providers: { redbark: { keys: { stranger: { status: 'cancelled' } } } },
    });
    expect(world.providers).toMatchObject({
      redbark: { keys: { stranger: { plan: 'professional', status: 'cancelled', person: 'child' } } },
      snaptrade: { person: 'owner' },
    });
    expect(JSON.stringify(template('household'))).toBe(before);
  });

  test('a key named __proto__ is a name like any other', () => {
    const hostile: unknown = JSON.parse('{"template":"empty","switches":{"__proto__":{"polluted":"yes"}}}');
    resolveWorld(hostile as { template: string });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('an unknown template is refused with the names of those there are', () => {
    expect(() => planOf({ template: 'nowhere' })).toThrow(/"nowhere".*household/);
  });
});

describe('plans', () => {
  test('are shared between worlds of one source', () => {
    expect(planOf({ template: 'household', seed: 7 })).toBe(planOf({ template: 'household', seed: '7' }));
    expect(planOf({ template: 'household', seed: 7 })).not.toBe(planOf({ template: 'household', seed: 8 }));
  });

  test('relatives share a family name and no given name; names differ by seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { people } = planOf({ template: 'household', seed });
        expect(new Set(people.map(({ familyName }) => familyName)).size).toBe(1);
        expect(new Set(people.map(({ givenName }) => givenName)).size).toBe(people.length);
      }),
    );
    const names = [1, 2, 3, 4, 5].map((seed) => planOf({ template: 'household', seed }).people[0]?.name);
    expect(new Set(names).size).toBeGreaterThan(3);
  });

  test('adding an entity leaves what is drawn for the others alone', () => {
    const plain = planOf({ template: 'household', seed: 3 });
    const more = planOf({ template: 'household', seed: 3, entities: { people: [{ key: 'guest' }] } });
    expect(more.people.slice(0, 3)).toEqual(plain.people);
    expect(more.accounts).toEqual(plain.accounts);
  });

  test('names are a choice from faker’s Australian locale', () => {
    const { first_name: first, last_name: last } = faker.rawDefinitions.person ?? {};
    const given = new Set([...(first?.female ?? []), ...(first?.male ?? [])]);
    expect(GIVEN_NAMES.filter((name) => !given.has(name))).toEqual([]);
    expect(FAMILY_NAMES.filter((name) => !new Set(last?.generic).has(name))).toEqual([]);
  });

  test('there are fourteen institutions and more, in three countries', () => {
    expect(INSTITUTIONS.size).toBeGreaterThanOrEqual(14);
    expect(new Set([...INSTITUTIONS.values()].map(({ country }) => country))).toEqual(
      new Set(['AU', 'CA', 'US']),
    );
  });
});

describe('ids', () => {
  test('differ by provider and are found again', () => {
    const ledger = createLedger(planOf({ template: 'household', seed: 1 }));
    for (const [kind, entities] of [
      ['person', ledger.people],
      ['connection', ledger.connections],
      ['account', ledger.accounts],
    ] as const) {
      for (const key of entities.keys()) {
        const id = ledger.id('redbark', kind, key);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(ledger.find('redbark', kind, id)).toBe(key);
        expect(ledger.find('snaptrade', kind, id)).toBeUndefined();
      }
    }
  });

  test('given by a world file win: for one provider over those for all', () => {
    const ledger = createLedger(
      planOf({
        template: 'empty',
        seed: 1,
        entities: { people: [{ key: 'owner', id: 'all', ids: { redbark: 'one' } }] },
      }),
    );
    expect(ledger.id('snaptrade', 'person', 'owner')).toBe('all');
    expect(ledger.id('redbark', 'person', 'owner')).toBe('one');
    expect(ledger.find('redbark', 'person', 'one')).toBe('owner');
    expect(ledger.find('redbark', 'person', 'all')).toBeUndefined();
  });
});

test('rows a world file gives to brokers are counted in trades, holdings and cash', () => {
  const entities = {
    connections: [{ key: 'c', person: 'owner', institution: 'commsec' }],
    accounts: [{ key: 'a', connection: 'c', kind: 'brokerage', rowsPerYear: 0 }],
    trades: [
      { key: 'in', account: 'a', kind: 'transfer', amount: '5000', at: '2026-01-05' },
      {
        key: 'buy',
        account: 'a',
        kind: 'buy',
        symbol: 'VAS.AX',
        quantity: 10,
        price: '100.25',
        fee: '9.50',
        at: '2026-01-06',
      },
    ],
  } as const;
  const ledger = createLedger(planOf({ template: 'empty', seed: 1, entities }));
  expect(ledger.trades.count(['a'], { now: NOW })).toBe(2);
  expect(ledger.holdings('a', NOW)).toMatchObject([{ security: { symbol: 'VAS.AX' } }]);
  expect(ledger.holdings('a', NOW)[0]?.quantity.toString()).toBe('10');
  expect(ledger.cash('a', NOW).map(({ currency, amount }) => `${currency} ${amount.toFixed(2)}`)).toEqual([
    'AUD 3988.00',
  ]);
});
