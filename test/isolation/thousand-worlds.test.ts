/** A thousand worlds in one process, fifty clients at once, each world with faults and a clock of its own: no cross-talk. */
import { Pool } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { draws, rootSeed } from '../../fixtures/ledger/seed.ts';
import { startUnderstudy } from '../../src/understudy.ts';
import type { WorldHandle } from '../../src/world/handle.ts';

const WORLDS = 1000;
const CLIENTS = 50;
const ROUNDS = 6;
const MINUTE = 60_000;
const BORN = Date.parse('2026-03-16T09:00:00Z');

const understudy = await startUnderstudy({ port: 0 });
const pool = new Pool(understudy.url, { connections: CLIENTS });
afterAll(async () => {
  await pool.destroy();
  await understudy.close();
});

/** What makes one world unlike the others. */
interface Expected {
  readonly world: WorldHandle;
  readonly path: string;
  readonly authorization: string;
  /** The how-manieth request fails, and how. */
  readonly failing: number;
  readonly status: 500 | 503 | 401;
  readonly minutes: number;
  readonly seen: number[];
}

const FAULTS = [
  ['server-error', 500],
  ['unavailable', 503],
  ['unauthorized', 401],
] as const;

function prepared(index: number): Expected {
  const world = understudy.createWorld({
    id: `iso-${index}`,
    seed: index % 7,
    clock: 'frozen',
    now: '2026-03-16T09:00:00Z',
    limits: 'off',
  });
  const failing = 1 + (index % ROUNDS);
  const [fault, status] = FAULTS[index % FAULTS.length] ?? FAULTS[0];
  world.arm({ fault, provider: 'redbark', operation: 'listHoldings', nth: failing });
  world.clock.advance(index * MINUTE);
  const { baseUrl, credentials } = world.provider('redbark');
  return {
    world,
    path: `${new URL(baseUrl).pathname}/v1/holdings?connectionId=`,
    authorization: `Bearer ${credentials.professional}`,
    failing,
    status,
    minutes: index,
    seen: [],
  };
}

async function connectionIdOf({ path, authorization }: Expected): Promise<string> {
  const list = path.replace(/\/v1\/.*/, '/v1/connections');
  const answer = await pool.request({ path: list, method: 'GET', headers: { authorization } });
  const { data } = (await answer.body.json()) as { data: { id: string; category: string }[] };
  return data.find(({ category }) => category === 'brokerage')?.id ?? '';
}

describe('a thousand worlds', () => {
  const worlds = Array.from({ length: WORLDS }, (_, index) => prepared(index));

  it('answer fifty clients at once, each with its own faults, clock and count', {
    timeout: 180_000,
  }, async () => {
    const ids = new Map<number, string>();
    // Worlds of one seed show the same ids; asking each would only take time.
    for (const one of worlds.slice(0, 7)) ids.set(one.minutes % 7, await connectionIdOf(one));
    for (const { world } of worlds) world.journal.clear();

    // Every world is asked the same number of times, in an order that mixes them thoroughly.
    const d = draws(rootSeed('isolation'));
    const turns = worlds.flatMap((one) => Array.from({ length: ROUNDS }, () => one));
    for (let last = turns.length - 1; last > 0; last--) {
      const other = d.below(last + 1);
      [turns[last], turns[other]] = [turns[other] as Expected, turns[last] as Expected];
    }
    let next = 0;
    const wrongTime: string[] = [];
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        for (let turn = turns[next++]; turn !== undefined; turn = turns[next++]) {
          const { path, authorization, seen, minutes, world } = turn;
          const target = `${path}${ids.get(minutes % 7)}`;
          const answer = await pool.request({ path: target, method: 'GET', headers: { authorization } });
          await answer.body.dump();
          seen.push(answer.statusCode);
          const told = Date.parse(String(answer.headers.date));
          if (told !== BORN + minutes * MINUTE) wrongTime.push(`${world.id}: ${answer.headers.date}`);
        }
      }),
    );

    expect(wrongTime).toEqual([]);
    for (const { world, failing, status, seen } of worlds) {
      // Two requests to one world may be answered in another order than they were sent; their counts are exact.
      const count = (wanted: number): number => seen.filter((one) => one === wanted).length;
      const entries = world.journal.entries();
      const place = entries.findIndex((entry) => entry.status === status);
      expect([world.id, count(200), count(status), place + 1, entries.length]).toEqual([
        world.id,
        ROUNDS - 1,
        1,
        failing,
        ROUNDS,
      ]);
      expect(world.faults().map(({ seen: met, fired }) => [met, fired])).toEqual([[failing, 1]]);
    }
  });

  it('know only their own credentials', async () => {
    const [first, second] = worlds as [Expected, Expected];
    const headers = { authorization: second.authorization };
    const path = first.path.replace(/\/v1\/.*/, '/v1/connections');
    // On a connection of its own: those of the pool were idle for so long that the server may just be closing them.
    const answer = await fetch(understudy.url + path, { headers });
    expect(answer.status).toBe(401);
  });

  it('are all gone when dropped', async () => {
    for (const { world } of worlds) world.drop();
    expect(understudy.worlds().map(({ id }) => id)).toEqual(['main']);
    const { path, authorization } = worlds[0] as Expected;
    const answer = await fetch(understudy.url + path, { headers: { authorization } });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('it was dropped')]);
  });
});
