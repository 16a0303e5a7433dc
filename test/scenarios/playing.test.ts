/** Scenarios in real worlds: what a client meets, and when. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { startUnderstudy } from '../../src/understudy.ts';
import type { WorldHandle } from '../../src/world/handle.ts';

const understudy = await startUnderstudy({ port: 0 });
afterAll(() => understudy.close());

const QUIET = { clock: 'frozen', limits: 'off', now: '2026-03-16T09:00:00Z' } as const;

function stage(scenario: string | Omit<Scenario, 'name' | 'teaches'>): WorldHandle {
  const given =
    typeof scenario === 'string' ? scenario : { name: 'a-story', teaches: 'nothing', ...scenario };
  return understudy.createWorld({ ...QUIET, scenario: given });
}

async function connections(world: WorldHandle): Promise<number> {
  const { baseUrl, credentials } = world.provider('redbark');
  const headers = { Authorization: `Bearer ${credentials.professional}` };
  const answer = await fetch(`${baseUrl}/v1/connections`, { headers });
  await answer.arrayBuffer();
  return answer.status;
}

const refuse = { fault: 'server-error', provider: 'redbark', operation: 'listConnections' } as const;

describe('a scenario in a world', () => {
  it('begins with the world, and its world goes under what else is said', () => {
    const world = understudy.createWorld({ scenario: 'short-page-is-not-the-last', seed: 99 });
    expect([world.seed, world.faults().map(({ given }) => given.fault)]).toEqual(['99', ['short-page']]);
    expect(understudy.createWorld({ scenario: 'short-page-is-not-the-last' }).seed).toBe('11');
  });

  it('lets a call meet what it sets off', async () => {
    const world = stage({
      timeline: [{ at: { call: 2, operation: 'listConnections' }, arm: { ...refuse, times: 1 } }],
    });
    expect([await connections(world), await connections(world), await connections(world)]).toEqual([
      200, 500, 200,
    ]);
  });

  it('goes on as the clock does, each step at its own instant', () => {
    const world = stage('brokerage-goes-dark');
    const status = (): string | undefined =>
      world.connections().find(({ key }) => key === 'owner-commsec')?.status;
    world.clock.advance('1h59m');
    expect(status()).toBe('healthy');
    world.clock.advance('1m');
    expect(status()).toBe('login-required');
    world.clock.advance('3d');
    expect(status()).toBe('healthy');
    const since = world.connections().find(({ key }) => key === 'owner-commsec')?.since;
    expect(since).toBe('2026-03-17T11:00:00.000Z');
  });

  it('waits for what the client gets: three refusals, then one 429, then it works', async () => {
    const world = stage('three-strikes');
    const { baseUrl, credentials } = world.provider('breadbox');
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) {
      const headers = { 'X-API-Key': credentials.fullAccess ?? '' };
      statuses.push((await fetch(`${baseUrl}/api/v1/connections`, { headers })).status);
    }
    expect(statuses).toEqual([503, 503, 503, 429, 200, 200]);
    expect(world.scenario.standing()).toMatchObject({ done: 2, steps: 2, over: true, problems: [] });
  });

  it('moves the clock on once the call it waits for is answered', async () => {
    const world = stage({
      timeline: [
        { at: { call: 1, operation: 'listConnections' }, advance: '1h' },
        { arm: { ...refuse, times: 1 } },
      ],
    });
    const before = world.clock.now();
    expect(await connections(world)).toBe(200);
    expect(world.clock.now() - before).toBe(3_600_000);
    expect([await connections(world), await connections(world)]).toEqual([500, 200]);
  });

  it('begins again with a world that is reset, if the world was made with it', async () => {
    const world = stage({ timeline: [{ arm: { ...refuse, times: 1 } }] });
    expect([await connections(world), await connections(world)]).toEqual([500, 200]);
    world.reset();
    expect(await connections(world)).toBe(500);
  });

  it('that is played in a world later ends when the world is reset', async () => {
    const world = understudy.createWorld(QUIET);
    world.scenario.play({ name: 'a-story', teaches: 'nothing', timeline: [{ after: '1h', arm: refuse }] });
    expect(world.scenario.standing()).toMatchObject({ done: 0, over: false, next: { after: '1h' } });
    world.reset();
    expect(world.scenario.standing()).toBeUndefined();
    world.clock.advance('2h');
    expect(await connections(world)).toBe(200);
  });

  it('is part of a snapshot, and goes on where it was', async () => {
    const world = stage({ timeline: [{ at: { call: 2, operation: 'listConnections' }, arm: refuse }] });
    expect(await connections(world)).toBe(200);
    const restored = understudy.restore(JSON.parse(JSON.stringify(world.snapshot())));
    expect(await connections(restored)).toBe(500);
  });

  it('says what of it could not be done', () => {
    const world = understudy.createWorld(QUIET);
    world.arm({ fault: 'hang', id: 'taken' });
    world.scenario.play({
      name: 'a-story',
      teaches: 'nothing',
      timeline: [{ arm: { fault: 'hang', id: 'taken' } }],
    });
    expect(world.scenario.standing()?.problems).toEqual([expect.stringMatching(/^step 1: id: .*taken/)]);
  });

  it('that asks for more time than there is says so, and the world goes on', async () => {
    const world = stage({ timeline: [{ advance: '99999d' }, { arm: { ...refuse, times: 1 } }] });
    expect(world.scenario.standing()?.problems).toEqual([expect.stringMatching(/^step 1: /)]);
    expect([await connections(world), await connections(world)]).toEqual([500, 200]);
  });

  it.each([
    [
      'a fault that is not there',
      { arm: { fault: 'hangs' } },
      'timeline[0].arm.fault: there is no "hangs"; did you mean "hang"?',
    ],
    [
      'an operation nobody has',
      { at: { call: 1, operation: 'listTrade' }, disarm: 'all' },
      'timeline[0].at.operation: there is no "listTrade"; did you mean "listTrades"?',
    ],
    ['a step that does nothing', { after: '1h' }, 'timeline[0]: does nothing'],
    ['a fault nobody armed', { disarm: 'f9' }, 'timeline[0].disarm: no step before arms'],
    [
      'a field there is not',
      { afterr: '1h', disarm: 'all' },
      'timeline[0].afterr: there is no field "afterr" here; did you mean "after"?',
    ],
    [
      'two conditions in one',
      { when: { fault: 'all', answers: 1 }, disarm: 'all' },
      'timeline[0].when: names one of',
    ],
  ])('is refused for %s', (_, step, message) => {
    const told = (): WorldHandle => stage({ timeline: [step as never] });
    expect(told).toThrow(RangeError);
    expect(told).toThrow(message);
  });
});
