import { describe, expect, it } from 'vitest';
import { breadbox } from '../../mocks/breadbox/provider.ts';
import { redbark } from '../../mocks/redbark/provider.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { simulate } from '../support/simulate.ts';

const all = () => simulate([snaptrade, redbark, breadbox], { now: '2026-03-16T09:00:00Z' }).world;
const broken = { change: 'connection', connection: 'owner-commsec', status: 'login-required' };
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
    world.change({ ...broken, reason: 'password changed' });
    expect(at(world, 'owner-commsec')).toMatchObject({
      status: 'login-required',
      since: '2026-03-16T11:00:00.000Z',
      reason: 'password changed',
    });
    world.change({ ...broken, status: 'healthy' });
    expect(at(world, 'owner-commsec')).not.toHaveProperty('reason');
  });

  it('change for one provider only when its link is meant, not the login', () => {
    const world = all();
    world.change({ ...broken, provider: 'snaptrade' });
    expect(at(world, 'owner-commsec')?.status).toBe('healthy');
  });

  it('go back with the world', () => {
    const world = all();
    world.change({ ...broken, status: 'revoked' });
    world.reset();
    expect(at(world, 'owner-commsec')?.status).toBe('healthy');
  });
});
