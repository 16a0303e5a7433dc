/** What is bound to time keeps to the world's clock, however it is moved: set, advanced, or run faster than ours. */
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { breadbox } from '../../mocks/breadbox/provider.ts';
import { redbark } from '../../mocks/redbark/provider.ts';
import type { WorldHandle } from '../../src/world/handle.ts';
import { simulate } from '../support/simulate.ts';

interface Movable {
  readonly world: WorldHandle;
  /** The machine's clock. */
  readonly host: { now: number };
}
type Move = (there: Movable, ms: number) => void;
const moves: [how: string, move: Move][] = [
  ['advanced', ({ world }, ms) => world.clock.advance(ms)],
  ['set', ({ world }, ms) => world.clock.set(world.clock.now() + ms)],
  [
    'run a thousand times as fast',
    ({ world, host }, ms) => {
      world.clock.run(1000);
      host.now += ms / 1000;
    },
  ],
  [
    'run a tenth as fast',
    ({ world, host }, ms) => {
      world.clock.run(0.1);
      host.now += ms * 10;
    },
  ],
];

function scene() {
  const host = { now: 1_000_000_000 };
  const { world, handler } = simulate([redbark, breadbox], {}, { hostClock: () => host.now });
  const [bark, box] = [world.provider('redbark'), world.provider('breadbox')];
  const ask = (path: string) =>
    request(handler)
      .get(bark.baseUrl + path)
      .set('Authorization', `Bearer ${bark.credentials.professional}`);
  /** When each connection was synced last. */
  const synced = async () => {
    const { body } = await request(handler)
      .get(`${box.baseUrl}/api/v1/connections`)
      .set('X-API-Key', box.credentials.fullAccess ?? '');
    const { data } = body as { data: { last_synced_at: string | null }[] };
    return data.map((one) => Date.parse(one.last_synced_at ?? '') || 0);
  };
  return { world, host, ask, synced };
}

describe.each(moves)('with the clock %s', (_how, move) => {
  it('a rate window ends', async () => {
    const there = scene();
    const asked = async () => (await there.ask('/v1/accounts')).status;
    for (let n = 0; n < 60; n++) expect(await asked()).toBe(200);
    const refused = [await asked()];
    move(there, 30_000);
    refused.push(await asked());
    move(there, 61_000);
    expect([...refused, await asked()]).toEqual([429, 429, 200]);
  });

  it('a cached answer is kept for its time and no longer', async () => {
    const there = scene();
    const cache = async () => (await there.ask('/v1/categories')).headers['x-cache'];
    const first = await cache();
    move(there, 10_000);
    const second = await cache();
    move(there, 3_600_000);
    expect([first, second, await cache()]).toEqual(['MISS', 'HIT', 'MISS']);
  });

  it('syncs run on their schedule', async () => {
    const there = scene();
    const before = await there.synced();
    move(there, 86_400_000);
    const after = await there.synced();
    const newest = Math.max(...after);
    expect(newest - Math.max(...before)).toBeGreaterThan(80_000_000);
    expect(newest).toBeLessThanOrEqual(there.world.clock.now());
  });
});
