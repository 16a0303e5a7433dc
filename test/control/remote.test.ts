/** The client of simulators in other processes: the library's verbs, over HTTP. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  connectUnderstudy,
  type RemoteEntry,
  type RemoteUnderstudy,
  startUnderstudy,
  type Understudy,
  UnderstudyError,
} from '../../src/understudy.ts';

let understudy: Understudy;
let remote: RemoteUnderstudy;
beforeAll(async () => {
  understudy = await startUnderstudy({ port: 0, controlToken: 'a-token-for-remote-tests' });
  remote = connectUnderstudy(`${understudy.url}/`, { token: 'a-token-for-remote-tests' });
});
afterAll(() => understudy.close());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as UnderstudyError,
  );

describe('a remote simulator', () => {
  it('tells how it is, what it has and what it did', async () => {
    expect(await remote.health()).toMatchObject({ status: 'ok' });
    const { faults } = await remote.catalogue({ part: ['faults'], fault: 'rate-limited' });
    expect(faults?.[0]?.id).toBe('rate-limited');
    expect(await remote.metrics()).toContain('understudy_worlds');
  });

  it('lists all its worlds, over pages', async () => {
    expect((await remote.worlds()).map(({ id }) => id)).toEqual(understudy.worlds().map(({ id }) => id));
  });
});

describe('a remote world', () => {
  it('is used from an empty hand: fault, traffic, clock, change, journal, snapshot, drop', async () => {
    const world = await remote.createWorld({ seed: 7, clock: 'frozen', timeToLive: '1h' });
    const { baseUrl, credentials } = world.providers.redbark ?? { baseUrl: '', credentials: {} };
    const list = () =>
      fetch(`${baseUrl}/v1/connections`, {
        headers: { Authorization: `Bearer ${credentials.professional}` },
      });

    const fault = await world.arm({ fault: 'rate-limited', provider: 'redbark', retryAfter: 7, times: 1 });
    expect((await list()).status).toBe(429);
    expect((await list()).status).toBe(200);
    expect(await world.fault(fault.id)).toMatchObject({ fired: 1, spent: true });
    await world.disarm(fault.id);
    expect(await world.faults()).toEqual([]);
    await world.arm({ fault: 'rate-limited' });
    await world.disarm();

    const before = await world.clock.read();
    const after = await world.clock.advance('10m');
    expect(Date.parse(after.now) - Date.parse(before.now)).toBe(600_000);
    expect(await world.clock.run(60)).toMatchObject({ mode: 'running', rate: 60 });
    expect(await world.clock.freeze()).toMatchObject({ mode: 'frozen' });
    expect((await world.clock.set('2027-01-01T00:00:00Z')).now).toBe('2027-01-01T00:00:00.000Z');
    expect((await world.clock.advanceTo('2027-01-02T00:00:00Z')).now).toBe('2027-01-02T00:00:00.000Z');
    expect(await world.clock.events(3)).toEqual(expect.any(Array));

    const [connection] = (await world.state()).connections;
    const state = await world.change({
      change: 'connection',
      connection: connection?.key,
      status: 'failing',
    });
    expect(state.connections[0]).toMatchObject({ status: 'failing' });

    const { entries } = await world.journal.read({ status: 429 });
    expect(entries).toMatchObject([{ faults: [{ id: fault.id, fault: 'rate-limited' }] }]);
    expect(await world.journal.wait({ provider: 'redbark' }, 2, '1s')).toMatchObject({ complete: true });
    expect((await world.journal.har()).log.entries).toHaveLength(2);

    const snapshot = await world.snapshot();
    await world.drop();
    expect((await refusal(world.describe()))?.status).toBe(404);
    const again = await remote.restore(JSON.parse(JSON.stringify(snapshot)));
    expect(again.providers).toEqual(world.providers);
    expect((await again.clock.read()).now).toBe('2027-01-02T00:00:00.000Z');
    expect((await again.reset()).now).toBe(before.now);
    await again.drop();
  });

  it('can be followed', async () => {
    const world = await remote.createWorld();
    const followed = (async () => {
      const seen: RemoteEntry[] = [];
      for await (const entry of world.journal.follow()) seen.push(entry);
      return seen;
    })();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await fetch(`${world.providers.redbark?.baseUrl}/health`);
    await world.journal.wait({}, 1);
    await world.drop();
    expect((await followed).map((entry) => entry.kind)).toEqual(['request']);
  });

  it('tells its webhooks', async () => {
    const world = await remote.createWorld();
    const webhook = await world.webhooks.add({ provider: 'snaptrade', url: 'http://127.0.0.1:9/hook' });
    expect(webhook.secret).toEqual(expect.any(String));
    expect((await world.webhooks.list()).map(({ id }) => id)).toEqual([webhook.id]);
    expect(await world.webhooks.deliveries()).toEqual([]);
    await world.webhooks.remove(webhook.id);
    expect((await refusal(world.webhooks.redeliver('none')))?.status).toBe(404);
    await world.drop();
  });
});

describe('what goes wrong', () => {
  it('carries the problem, with every field', async () => {
    const error = await refusal(remote.createWorld({ clock: 'stopped', limits: 'some' } as never));
    expect(error).toBeInstanceOf(UnderstudyError);
    expect(error).toMatchObject({ name: 'UnderstudyError', status: 422, problem: { title: 'Does not fit' } });
    expect(error?.problem?.errors?.map(({ field }) => field)).toEqual(['/clock', '/limits']);
    expect(error?.message).toMatch(/\/clock: .*\n\/limits: /);
  });

  it('is a token that is wrong', async () => {
    const error = await refusal(connectUnderstudy(understudy.url).health());
    expect(error).toMatchObject({ status: 401, message: expect.stringContaining('Authorization') });
  });

  it('is a simulator that is not there', async () => {
    const error = await refusal(connectUnderstudy('http://127.0.0.1:9').health());
    expect(error).toMatchObject({ status: 0, problem: undefined });
    expect(error?.message).toMatch(/^No simulator answers at http:\/\/127\.0\.0\.1:9\/_understudy: .+/);
  });

  it('is something else that answers there', async () => {
    const other = createServer((_req, res) => res.writeHead(404).end('<h1>not me</h1>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const error = await refusal(
      connectUnderstudy(`http://127.0.0.1:${(other.address() as AddressInfo).port}`).health(),
    );
    expect(error).toMatchObject({ status: 404, message: expect.stringContaining('not as a simulator does') });
    other.close();
  });

  it.each(['localhost:4010', 'ftp://x', ''])('is an address that is none: %j', (url) => {
    expect(() => connectUnderstudy(url)).toThrow(/Not an address of a simulator/);
  });
});
