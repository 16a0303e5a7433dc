/** Changes of state that a test asks for: made, or refused with every mistake named. */
import { describe, expect, it } from 'vitest';
import { redbark } from '../../mocks/redbark/provider.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import type { Change, Provider } from '../../src/provider/index.ts';
import { liveWorld } from '../support/live-world.ts';
import { simulate } from '../support/simulate.ts';
import { diary } from './diary.ts';

const BUY = {
  change: 'trade',
  account: 'owner-shares',
  kind: 'buy',
  symbol: 'VAS.AX',
  quantity: '5',
  price: '89.75',
};
const SPEND = { change: 'transaction', account: 'owner-everyday', amount: '-4.50', description: 'COFFEE' };
const BREAK = { change: 'connection', connection: 'owner-commsec', status: 'login-required' };

/** A provider with a change of its own, which counts how often it was made. */
const mood: Change<{ fired: number }> = {
  says: 'How it feels.',
  parameters: { feels: 'good or bad', connection: 'whose' },
  apply(world, { feels }) {
    if (feels !== 'good' && feels !== 'bad') return `feels: is ${JSON.stringify(feels)}; good or bad`;
    world.state.fired += 1;
    return undefined;
  },
};
const moody = (id = 'moody'): Provider => ({ ...diary({}), id, changes: { mood } });
const providers = [redbark, snaptrade, moody()];

function changing(own: readonly Provider[] = providers) {
  const world = liveWorld(own);
  return { world, change: (given: unknown) => world.change(given, own) };
}

describe('a change', () => {
  it('of a connection moves it, at every provider or at one', () => {
    const { world, change } = changing();
    const { view } = {
      view: (provider: Provider) => world.view(provider).connection('owner-commsec').status,
    };
    expect(change({ ...BREAK, provider: 'snaptrade' })).toEqual([]);
    expect([view(snaptrade), view(redbark)]).toEqual(['login-required', 'healthy']);
    world.clock.advance(1);
    expect(change({ ...BREAK, status: 'revoked', reason: 'asked to' })).toEqual([]);
    expect([view(snaptrade), view(redbark)]).toEqual(['revoked', 'revoked']);
    expect(world.connection('owner-commsec').reason).toBe('asked to');
  });

  it('names connections by their place too', () => {
    const { world, change } = changing();
    expect(change({ ...BREAK, connection: '$brokerage.0' })).toEqual([]);
    expect(world.connection('owner-commsec').status).toBe('login-required');
  });

  it('of a row lets it arrive', () => {
    const { world, change } = changing();
    expect(change([BUY, SPEND])).toEqual([]);
    expect(world.document.arrivals.map(({ of, row }) => [of, row.key])).toEqual([
      ['trades', 'arrival-1'],
      ['transactions', 'arrival-2'],
    ]);
  });

  it('that a provider declares is made by it, named or not', () => {
    const { world, change } = changing();
    expect(change({ change: 'mood', provider: 'moody', feels: 'good' })).toEqual([]);
    expect(change({ change: 'mood', feels: 'bad' })).toEqual([]);
    expect(world.document.providers.moody).toMatchObject({ fired: 2 });
  });

  it('is made at the world’s time, after what fell due before it', () => {
    const { world, change } = changing();
    world.clock.advance(5_000);
    change(BREAK);
    expect(world.connection('owner-commsec').since).toBe(world.bornAt + 5_000);
  });
});

describe('several changes', () => {
  it('are made all or none, even if the last is refused only when it is made', () => {
    const { world, change } = changing();
    change({ change: 'mood', feels: 'good' });
    world.clock.advance(1_000);
    const before = world.snapshot();
    const trades = () => world.ledger.trades.count(['owner-shares'], { now: world.now() });
    const count = trades();
    expect(
      change([BUY, BREAK, { change: 'mood', feels: 'good' }, { change: 'mood', feels: 'so-so' }]),
    ).toEqual([{ field: '[3]', message: 'feels: is "so-so"; good or bad' }]);
    expect(world.snapshot()).toEqual(before);
    expect([trades(), world.now()]).toEqual([count, before.clock.at]);
    expect(world.view(redbark).connection('owner-commsec').status).toBe('healthy');
    expect(world.view(providers[2] as Provider).state).toEqual(before.providers.moody);
  });

  it('name every mistake, by its place in the list', () => {
    const { world, change } = changing();
    const before = world.snapshot();
    const fields = change([
      { ...BUY, symbol: 'VSA.AX' },
      BREAK,
      { ...BREAK, status: 'broken', reason: 7 },
      'x',
    ]).map(({ field }) => field);
    expect(fields).toEqual(['[0].symbol', '[2].status', '[2].reason', '[3]']);
    expect(world.snapshot()).toEqual(before);
  });

  it('are bounded', () => {
    const { change } = changing();
    expect(change(Array.from({ length: 1001 }, () => BREAK))).toEqual([
      { field: '', message: 'has 1001 changes; at most 1000 are made at once' },
    ]);
  });
});

describe('what is wrong is said by field, with what would be right', () => {
  const { ...noKind } = BUY as Partial<typeof BUY>;
  delete noKind.kind;
  it.each<[what: string, given: unknown, field: string, words: RegExp]>([
    ['no change', 7, '', /is no change; write it like/],
    ['a change without a name', {}, 'change', /is missing; one of connection, trade, transaction, .*mood/],
    ['an unknown change', { change: 'trad' }, 'change', /there is no "trad"; did you mean "trade"\?/],
    ['what JSON cannot say', { ...BUY, quantity: Number.NaN }, 'quantity', /is NaN/],
    [
      'a name with tricks',
      JSON.parse('{"change": "trade", "__proto__": {}}'),
      '__proto__',
      /may not stand here/,
    ],
    [
      'an unknown connection',
      { ...BREAK, connection: 'owner-comsec' },
      'connection',
      /did you mean "owner-commsec"\?/,
    ],
    [
      'a place where none is',
      { ...BREAK, connection: '$brokerage.99' },
      'connection',
      /there is no "\$brokerage.99"; there are owner-commsec/,
    ],
    ['no connection', { change: 'connection', status: 'failing' }, 'connection', /is missing/],
    [
      'an unknown status',
      { ...BREAK, status: 'broken' },
      'status',
      /there are healthy, login-required, failing, revoked, removed/,
    ],
    ['an unknown field', { ...BREAK, raeson: 'x' }, 'raeson', /did you mean "reason"\?/],
    [
      'a provider that there is not',
      { ...BREAK, provider: 'redbrk' },
      'provider',
      /did you mean "redbark"\?/,
    ],
    [
      'a provider that does not see it',
      { ...BREAK, provider: 'moody' },
      'provider',
      /"moody" does not see "owner-commsec"; seen by snaptrade, redbark/,
    ],
    [
      'a change that a provider does not have',
      { change: 'mood', provider: 'redbark' },
      'provider',
      /"redbark" has no change "mood"; moody has/,
    ],
    [
      'a parameter that a change does not have',
      { change: 'mood', feel: 'good' },
      'feel',
      /did you mean "feels"\?/,
    ],
    ['a value that the provider refuses', { change: 'mood', feels: 'so-so' }, '', /good or bad/],
    ['an unknown account', { ...BUY, account: 'owner-share' }, 'account', /did you mean "owner-shares"\?/],
    ['a trade without kind', noKind, '', /a trade needs "kind"/],
    ['an unknown symbol', { ...BUY, symbol: 'VSA.AX' }, 'symbol', /did you mean/],
    ['a fraction that is a number', { ...BUY, quantity: 1.5 }, 'quantity', /Put it in quotes: "1.5"/],
    ['a quantity that is none', { ...BUY, quantity: 'many' }, 'quantity', /is "many"/],
    ['a negative price', { ...BUY, price: '-1' }, 'price', /is positive in a buy/],
    ['a day that does not exist', { ...BUY, at: '2026-02-30' }, 'at', /is no instant/],
    [
      'a row before its account',
      { ...BUY, at: '2020-03-01' },
      'at',
      /rows may be from 2020-03-02T00:00:00.000Z, when "owner-shares" was opened/,
    ],
    ['a row beyond the end', { ...BUY, at: '2200-01-01' }, 'at', /to 2199-12-31/],
    ['a row with a key', { ...BUY, key: 'mine' }, 'key', /they get a key/],
    [
      'a trade of a bank account',
      { ...BUY, account: 'owner-everyday' },
      'account',
      /trades need brokerage or crypto/,
    ],
    ['a transaction of a broker', { ...SPEND, account: 'owner-shares' }, 'account', /need a bank account/],
    [
      'a field of trades in a transaction',
      { ...SPEND, symbol: 'VAS.AX' },
      'symbol',
      /there is no field "symbol" here/,
    ],
  ])('%s', (_what, given, field, words) => {
    const { world, change } = changing();
    const before = world.snapshot();
    const [first] = change(given);
    expect(first?.field).toBe(field);
    expect(first?.message).toMatch(words);
    expect(world.snapshot()).toEqual(before);
  });

  it('a change that two providers have needs one of them', () => {
    const { change } = changing([moody('a'), moody('b')]);
    expect(change({ change: 'mood', feels: 'good' })).toEqual([
      { field: 'provider', message: 'is missing; a and b have "mood"' },
    ]);
  });
});

describe('a handle', () => {
  it('throws what is wrong, one mistake a line', () => {
    const { world } = simulate(redbark);
    expect(() =>
      world.change([
        { ...BREAK, status: 'x' },
        { ...BUY, symbol: 'x' },
      ]),
    ).toThrow(/^The world was not changed\.\n\[0\]\.status: there is no "x".*\n\[1\]\.symbol: /);
    expect(() => world.change({ change: 'connection' } as never)).toThrow(/connection: is missing/);
  });
});
