/** Worlds that were used and are not any more go back to what an idle one takes, without timers. */
import fc from 'fast-check';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { Simulator } from '../../src/engine/simulator.ts';
import { providers } from '../../src/understudy.ts';
import { MOST_WARM, Warm } from '../../src/world/warm.ts';
import { Worlds } from '../../src/world/worlds.ts';
import { surroundings } from '../support/live-world.ts';

class Room {
  used = false;
  rests = 0;
  rest(): void {
    this.rests += 1;
  }
}

describe('warm worlds', () => {
  it('are so many at most: the one that came first and was not used since goes', () => {
    const warm = new Warm<Room>(2);
    const [a, b, c] = [new Room(), new Room(), new Room()] as const;
    for (const room of [a, b]) warm.add(room);
    b.used = false;
    warm.add(c);
    expect([a.rests, b.rests, c.rests]).toEqual([0, 1, 0]);
  });

  it('are never more than may be, and only what came to rest is out', () => {
    const step = fc.record({ room: fc.nat(9), use: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), fc.integer({ min: 1, max: 5 }), (steps, most) => {
        const warm = new Warm<Room>(most);
        const rooms = Array.from({ length: 10 }, () => new Room());
        const inside = new Set<Room>();
        for (const { room: index, use } of steps) {
          const room = rooms[index] as Room;
          if (use && inside.has(room)) room.used = true;
          else if (!inside.has(room)) {
            inside.add(room);
            const before = new Map(rooms.map((one) => [one, one.rests]));
            warm.add(room);
            for (const one of rooms) if (one.rests > (before.get(one) ?? 0)) inside.delete(one);
          }
          expect(inside.size).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});

describe('a world at rest', () => {
  it('lets go of its ledger once enough others were used, and makes it anew when asked', () => {
    const worlds = new Worlds(surroundings(providers));
    const first = worlds.create({ seed: 1 });
    const { ledger } = first;
    expect(first.ledger).toBe(ledger);
    for (let n = 0; n < 2 * MOST_WARM; n++) void worlds.create({ seed: n }).ledger;
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
    for (let n = 0; n < 2 * MOST_WARM; n++) simulator.createWorld({ seed: n }).connections();
    expect(world.snapshot()).toEqual(state);
    expect(await ask()).toBe(before);
    expect(world.faults()).toHaveLength(1);
    expect(world.journal.entries()).toHaveLength(2);
  });
});
