import { describe, expect, it } from 'vitest';
import { breadbox } from '../../mocks/breadbox/provider.ts';
import { redbark } from '../../mocks/redbark/provider.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { simulate } from '../support/simulate.ts';

const all = () => simulate([snaptrade, redbark, breadbox], { now: '2026-03-16T09:00:00Z' }).world;
const at = (world: ReturnType<typeof all>, key: string) => world.connections().find((one) => one.key === key);

describe('connections of a world', () => {
  it('are listed with their handle, who sees them and how they stand', () => {
    expect(at(all(), 'owner-commsec')).toEqual({
      key: 'owner-commsec',
      person: 'owner',
      institution: 'commsec',
      category: 'brokerage',
      seenBy: ['snaptrade', 'redbark'],
      status: 'healthy',
      since: '2026-03-16T09:00:00.000Z',
    });
  });

  it('come into another state when a test says so, at the instant it is then', () => {
    const world = all();
    world.clock.advance('2h');
    world.setConnection('owner-commsec', 'login-required', { reason: 'password changed' });
    expect(at(world, 'owner-commsec')).toMatchObject({
      status: 'login-required',
      since: '2026-03-16T11:00:00.000Z',
      reason: 'password changed',
    });
    world.setConnection('owner-commsec', 'healthy');
    expect(at(world, 'owner-commsec')).not.toHaveProperty('reason');
  });

  it('change for one provider only when its link is meant, not the login', () => {
    const world = all();
    world.setConnection('owner-commsec', 'login-required', { provider: 'snaptrade' });
    expect(at(world, 'owner-commsec')?.status).toBe('healthy');
  });

  it('go back with the world', () => {
    const world = all();
    world.setConnection('owner-commsec', 'revoked');
    world.reset();
    expect(at(world, 'owner-commsec')?.status).toBe('healthy');
  });

  it.each([
    [() => all().setConnection('nobody', 'healthy'), /no connection "nobody". There are: owner-commsec/],
    [() => all().setConnection('owner-commsec', 'broken' as never), /Allowed: healthy, login-required/],
    [() => all().setConnection('owner-commsec', 'healthy', { provider: 'plaid' }), /No provider "plaid"/],
  ])('refuse what they cannot be', (act, words) => {
    expect(act).toThrow(words);
  });
});
