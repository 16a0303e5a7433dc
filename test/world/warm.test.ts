/** Worlds that were used and are not any more go back to what an idle one takes, without timers. */
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { Simulator } from '../../src/engine/simulator.ts';
import { providers } from '../../src/understudy.ts';
import { FEW_WARM, MOST_WARM, Warm } from '../../src/world/warm.ts';
import { Worlds } from '../../src/world/worlds.ts';
import { surroundings } from '../support/live-world.ts';

class Room {
  used = false;
  rests = 0;
  rest(): void {
    this.rests += 1;
  }
}

/** So many come, one after another, and are used then. */
function come(warm: Warm<Room>, count: number): Room[] {
  return Array.from({ length: count }, () => {
    const room = new Room();
    warm.add(room);
    return room;
  });
}

const restingIn = (rooms: readonly Room[]): number[] =>
  rooms.flatMap(({ rests }, n) => (rests > 0 ? [n] : []));

describe('warm worlds', () => {
  it('are so many at most: the one that came first and was not used since goes', () => {
    const warm = new Warm<Room>(() => false);
    const rooms = come(warm, MOST_WARM);
    for (const [n, room] of rooms.entries()) room.used = n < 3 || n === 4;
    expect(restingIn(rooms)).toEqual([]);
    come(warm, 2);
    expect(restingIn(rooms)).toEqual([3, 5]);
  });

  it('go though all of them were used: the one that came first', () => {
    const warm = new Warm<Room>(() => false);
    const rooms = come(warm, MOST_WARM);
    come(warm, 1);
    expect(restingIn(rooms)).toEqual([0]);
  });

  it('become few where memory is short, and no fewer', () => {
    let isShort = false;
    const warm = new Warm<Room>(() => isShort);
    const rooms = come(warm, MOST_WARM);
    isShort = true;
    rooms.push(...come(warm, 3 * MOST_WARM));
    expect(rooms.length - restingIn(rooms).length).toBe(FEW_WARM);
    expect(rooms.every(({ rests }) => rests < 2)).toBe(true);
  });

  it('that ended are none', () => {
    const warm = new Warm<Room>(() => true);
    const rooms = come(warm, FEW_WARM);
    for (const room of rooms) warm.forget(room);
    come(warm, FEW_WARM);
    expect(restingIn(rooms)).toEqual([]);
  });
});

describe('a world at rest', () => {
  it('lets go of its ledger once enough others were used, and makes it anew when asked', () => {
    const worlds = new Worlds(surroundings(providers));
    const first = worlds.create({ seed: 1 });
    const { ledger } = first;
    expect(first.ledger).toBe(ledger);
    for (let n = 0; n < MOST_WARM; n++) void worlds.create({ seed: n % 50 }).ledger;
    expect(first.ledger).not.toBe(ledger);
    expect([...first.ledger.accounts.keys()]).toEqual([...ledger.accounts.keys()]);
  });

  it('answers as before, and has forgotten nothing that happened', async () => {
    const simulator = new Simulator({ providers, listen: false, world: { clock: 'frozen', limits: 'off' } });
    const world = simulator.createWorld({ id: 'a', clock: 'frozen', limits: 'off' });
    const { credentials } = world.provider('redbark');
    const ask = async () => {
      const answer = await request(simulator.handler)
        .get('/w/a/redbark/v1/accounts')
        .set('Authorization', `Bearer ${credentials.professional}`);
      return answer.text;
    };
    world.change({ change: 'connection', connection: 'owner-commbank', status: 'login-required' });
    world.arm({ fault: 'server-error', provider: 'redbark', operation: 'listTrades' });
    const [before, state] = [await ask(), world.snapshot()];
    for (let n = 0; n < 2 * MOST_WARM; n++) simulator.createWorld({ seed: n % 50 }).connections();
    expect(world.snapshot()).toEqual(state);
    expect(await ask()).toBe(before);
    expect(world.faults()).toHaveLength(1);
    expect(world.journal.entries()).toHaveLength(2);
  });
});
