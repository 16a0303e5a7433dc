/** Entities that join a world after it began: seen as if its file had had them, kept by snapshots, gone with a reset. */
import { describe, expect, it } from 'vitest';
import { createLedger } from '../../fixtures/ledger/ledger.ts';
import { planOf } from '../../fixtures/ledger/plan.ts';
import { redbark } from '../../mocks/redbark/provider.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import type { Joining } from '../../src/provider/index.ts';
import { liveWorld } from '../support/live-world.ts';
import { simulate } from '../support/simulate.ts';

const JOINING: Joining = {
  people: [{ key: 'guest', givenName: 'Gus', createdAt: '2026-03-01T00:00:00Z' }],
  connections: [
    {
      key: 'guest-stake',
      person: 'guest',
      institution: 'stake',
      createdAt: '2026-03-02T00:00:00Z',
      seenBy: ['snaptrade'],
    },
  ],
  accounts: [{ key: 'guest-shares', connection: 'guest-stake', kind: 'brokerage', openedAt: '2024-01-01' }],
};
const NOW = Date.UTC(2026, 2, 16);

function joined(joining: Joining = JOINING) {
  const world = liveWorld([snaptrade, redbark]);
  world.join(joining);
  return world;
}

describe('entities that joined', () => {
  it('are as if the world’s file had had them', () => {
    const { ledger } = joined();
    const given = createLedger(planOf({ template: 'household', seed: 1, entities: JOINING as never }));
    expect(ledger.people.get('guest')).toEqual(given.people.get('guest'));
    expect(ledger.connections.get('guest-stake')).toEqual(given.connections.get('guest-stake'));
    expect(ledger.accounts.get('guest-shares')).toEqual(given.accounts.get('guest-shares'));
    expect(ledger.trades.page(['guest-shares'], { now: NOW }, 0, 20)).toEqual(
      given.trades.page(['guest-shares'], { now: NOW }, 0, 20),
    );
    expect(ledger.holdings('guest-shares', NOW)).toEqual(given.holdings('guest-shares', NOW));
    expect(ledger.linked('snaptrade').byPerson.get('guest')).toHaveLength(1);
    const id = ledger.id('snaptrade', 'account', 'guest-shares');
    expect(ledger.find('snaptrade', 'account', id)).toBe('guest-shares');
  });

  it('may be accounts of a connection that was there', () => {
    const world = joined({ accounts: [{ key: 'more', connection: 'owner-commsec', kind: 'brokerage' }] });
    expect(world.ledger.connections.get('owner-commsec')?.accounts.at(-1)).toBe('more');
  });

  it('show the history of another account under other ids, if they are drawn as it is', () => {
    const { ledger } = joined({
      ...JOINING,
      accounts: ['first', 'second', 'other'].map((key) => ({
        key,
        connection: 'guest-stake',
        kind: 'brokerage' as const,
        openedAt: '2024-01-01',
        ...(key !== 'other' && { drawnAs: 'one' }),
      })),
    });
    const rows = (key: string) =>
      ledger.trades.page([key], { now: NOW }, 0, 9).map(({ account: _, ...row }) => row);
    expect(rows('second')).toEqual(rows('first'));
    expect(rows('other')).not.toEqual(rows('first'));
    expect(ledger.id('snaptrade', 'account', 'second')).not.toBe(ledger.id('snaptrade', 'account', 'first'));
  });

  it('survive a snapshot, and are gone after a reset', () => {
    const { simulator } = simulate([snaptrade, redbark]);
    const world = joined();
    const snapshot = world.snapshot();
    expect(snapshot.joined.accounts).toEqual(JOINING.accounts);
    const again = simulator.restore(JSON.parse(JSON.stringify(snapshot)));
    expect(again.snapshot()).toEqual(snapshot);
    world.reset();
    expect(world.ledger.people.has('guest')).toBe(false);
    expect(world.ledger.connections.has('guest-stake')).toBe(false);
  });

  it.each<[string, Joining, RegExp]>([
    ['whose key is taken', { people: [{ key: 'owner' }] }, /people: "owner" is taken/],
    ['of nobody', { connections: [{ key: 'x', person: 'nobody', institution: 'stake' }] }, /nobody/],
    ['of no connection', { accounts: [{ key: 'x', connection: 'nothing' }] }, /nothing/],
    [
      'in a number without bounds',
      { people: Array.from({ length: 2001 }, (_, n) => ({ key: `p${n}` })) },
      /as many as may/,
    ],
  ])('%s are refused whole', (_what, joining, words) => {
    const world = liveWorld([snaptrade]);
    expect(() => world.join(joining)).toThrow(words);
    expect(world.snapshot().joined).toEqual({ people: [], institutions: [], connections: [], accounts: [] });
  });

  it('are looked at in a snapshot from outside like entries of a file', () => {
    const { simulator } = simulate([snaptrade, redbark]);
    const snapshot = JSON.parse(JSON.stringify(joined().snapshot()));
    snapshot.joined.accounts[0].connection = 'nothing';
    expect(() => simulator.restore(snapshot)).toThrow(/joined: .*nothing/);
    snapshot.joined = { people: [] };
    expect(() => simulator.restore(snapshot)).toThrow(/joined.institutions: is missing/);
  });
});
