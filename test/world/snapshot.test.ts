/** A world taken up elsewhere goes on as if nothing had happened. */
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { breadbox } from '../../mocks/breadbox/provider.ts';
import { fivetran } from '../../mocks/fivetran/provider.ts';
import { redbark } from '../../mocks/redbark/provider.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { Simulator } from '../../src/engine/simulator.ts';
import type { WorldHandle } from '../../src/world/handle.ts';

const providers = [snaptrade, redbark, breadbox, fivetran];

interface Place {
  readonly simulator: Simulator;
  readonly world: WorldHandle;
}

function begin(): Place {
  const simulator = new Simulator({ providers, listen: false });
  return { simulator, world: simulator.createWorld({ id: 'traveller', seed: 5, clock: 'frozen' }) };
}

/** Another process, as far as memory goes: a simulator of its own, and the snapshot through JSON. */
function takenUp(world: WorldHandle): Place {
  const simulator = new Simulator({ providers, listen: false });
  return { simulator, world: simulator.restore(JSON.parse(JSON.stringify(world.snapshot()))) };
}

async function ask(
  { simulator, world }: Place,
  method: 'get' | 'post' | 'patch',
  provider: string,
  path: string,
  body?: object,
) {
  const { baseUrl, credentials } = world.provider(provider);
  const call = request(simulator.handler)[method](baseUrl + path);
  if (provider === 'redbark') call.set('Authorization', `Bearer ${credentials.professional}`);
  if (provider === 'breadbox') call.set('X-API-Key', credentials.fullAccess ?? '');
  if (provider === 'fivetran') call.auth(credentials.key ?? '', credentials.secret ?? '');
  if (body !== undefined) call.send(body);
  const { status, text, headers } = await call;
  const { date: _, connection: __, ...kept } = headers;
  return { status, text, headers: kept };
}

/** Changes of every kind: syncs under way, a paused pipeline, a broken login, caches and limits in use. */
async function happen(place: Place): Promise<void> {
  const { world } = place;
  await ask(place, 'get', 'redbark', '/v1/connections');
  await ask(place, 'post', 'breadbox', '/api/v1/sync');
  const [connection] = JSON.parse((await ask(place, 'get', 'fivetran', '/v1/connections?limit=1')).text).data
    .items;
  await ask(place, 'patch', 'fivetran', `/v1/connections/${connection.id}`, { paused: !connection.paused });
  world.change({
    change: 'connection',
    connection: 'owner-commsec',
    status: 'login-required',
    reason: 'password changed',
  });
  world.clock.advance('3s');
}

async function look(place: Place): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const step of ['0s', '20s', '2h', '3d']) {
    place.world.clock.advance(step);
    seen.push(await ask(place, 'get', 'redbark', '/v1/connections'));
    seen.push(await ask(place, 'get', 'redbark', '/v1/accounts'));
    seen.push(await ask(place, 'get', 'breadbox', '/api/v1/connections'));
    seen.push(await ask(place, 'get', 'breadbox', '/api/v1/transactions?limit=20'));
    seen.push(await ask(place, 'get', 'fivetran', '/v1/connections?limit=200'));
    seen.push(await ask(place, 'get', 'snaptrade', '/'));
  }
  return seen;
}

describe('a snapshot', () => {
  it('is plain data', async () => {
    const place = begin();
    await happen(place);
    const snapshot = place.world.snapshot();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('goes on elsewhere to the byte: states, syncs under way, limits used, caches', async () => {
    const place = begin();
    await happen(place);
    const elsewhere = takenUp(place.world);
    expect(elsewhere.world.providers).toEqual(place.world.providers);
    expect(await look(elsewhere)).toEqual(await look(place));
  });

  it('is a copy: what happens afterwards is not in it', async () => {
    const place = begin();
    const before = place.world.snapshot();
    await happen(place);
    place.simulator.restore(before);
    const again = { simulator: place.simulator, world: place.simulator.world('traveller') };
    expect(await look(again)).toEqual(await look(begin()));
  });

  it('is the same whoever has looked at the world, and however it came to its first instant', () => {
    const [{ world: untouched }, { world: looked }, { world: reset }] = [begin(), begin(), begin()];
    expect(looked.summary().id).toBe('traveller');
    reset.reset();
    const snapshot = untouched.snapshot();
    expect([looked.snapshot(), reset.snapshot()]).toEqual([snapshot, snapshot]);
  });

  it('of a running clock runs on from where it stood', () => {
    let host = 1_000_000;
    const simulator = new Simulator({ providers, listen: false, hostClock: () => host });
    const world = simulator.createWorld({ clock: 'running', now: '2026-03-16T09:00:00Z' });
    host += 5_000;
    const snapshot = world.snapshot();
    host += 3_600_000;
    const restored = simulator.restore(snapshot);
    host += 1_000;
    expect(new Date(restored.clock.now()).toISOString()).toBe('2026-03-16T09:00:06.000Z');
  });

  it.each([{}, null, { version: 2 }, { version: 1, id: 'a' }])('is not %j', (data) => {
    const { simulator } = begin();
    expect(() => simulator.restore(data as never)).toThrow(/no snapshot of version 1/);
  });

  it('with a broken world file is refused with what is wrong', () => {
    const { simulator, world } = begin();
    const broken = { ...world.snapshot(), file: { template: 'castle' } };
    expect(() => simulator.restore(broken)).toThrow(/castle/);
  });
});
