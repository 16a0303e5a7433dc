/** Thousands of worlds behind one address: pages of them, their bound, their end, and their way through snapshots. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Control, control } from './support.ts';

const open: Control[] = [];
async function opened(...args: Parameters<typeof control>): Promise<Control> {
  const api = await control(...args);
  open.push(api);
  return api;
}
afterEach(async () => {
  for (const api of open.splice(0)) {
    expect(api.bugs).toEqual([]);
    await api.close();
  }
});

describe('a list of worlds', () => {
  it('comes in pages that miss none and show none twice, whatever comes and goes in between', async () => {
    const api = await opened();
    const ids = Array.from({ length: 25 }, (_, i) => `w-${String(i).padStart(2, '0')}`);
    // Made in another order than they are listed in.
    for (const id of [...ids].reverse())
      await api.ask('POST', '/worlds', { body: { id, template: 'empty' } });
    const seen: string[] = [];
    let after: string | null = '';
    for (let page = 0; after !== null; page++) {
      const { body } = await api.ask('GET', `/worlds?limit=10${after === '' ? '' : `&after=${after}`}`);
      seen.push(...body.worlds.map(({ id }: { id: string }) => id));
      after = body.next;
      // The last world of the page goes, and one comes before it.
      if (page === 0) {
        await api.ask('DELETE', `/worlds/${seen.at(-1)}`);
        await api.ask('POST', '/worlds', { body: { id: 'a-new-one', template: 'empty' } });
      }
    }
    expect(seen).toEqual(['main', ...ids]);
  });
});

describe('the bound of worlds', () => {
  it('is told, with what to do', async () => {
    const api = await opened({ maxWorlds: 2 });
    expect((await api.ask('POST', '/worlds', { body: { id: 'second' } })).status).toBe(201);
    const { status, body } = await api.ask('POST', '/worlds', { body: { id: 'third' } });
    expect([status, body.detail]).toEqual([409, expect.stringContaining('as many as this process may have')]);
    const { body: snapshot } = await api.ask('GET', '/worlds/second/snapshot');
    expect((await api.ask('POST', '/restore', { body: snapshot })).status).toBe(201);
    expect((await api.ask('POST', '/restore', { body: { ...snapshot, id: 'third' } })).status).toBe(409);
    await api.ask('DELETE', '/worlds/second');
    expect((await api.ask('POST', '/worlds', { body: { id: 'third' } })).status).toBe(201);
  });
});

describe('a time to live', () => {
  it('ends a world on the machine’s clock, and says so', async () => {
    let host = 1_000_000;
    const api = await opened({ hostClock: () => host });
    const made = await api.ask('POST', '/worlds', { body: { id: 'brief', timeToLive: '10m' } });
    expect(made.body.endsAt).toBe(new Date(host + 600_000).toISOString());
    host += 600_000;
    const { status, body } = await api.ask('GET', '/worlds/brief');
    expect([status, body.detail]).toEqual([404, expect.stringContaining('its time to live is over')]);
  });
});

describe('a snapshot', () => {
  it('goes on in another process: faults, clock, state and credentials', async () => {
    const here = await opened();
    await here.ask('POST', '/worlds', { body: { id: 'traveller', seed: 5, clock: 'frozen' } });
    await here.ask('POST', '/worlds/traveller/faults', {
      body: { fault: 'rate-limited', provider: 'redbark', after: 1, times: 2, retryAfter: 3 },
    });
    await here.ask('POST', '/worlds/traveller/clock/advance', { body: { by: '2d' } });
    const [{ key }] = (await here.ask('GET', '/worlds/traveller/state')).body.connections;
    await here.ask('PATCH', '/worlds/traveller/state', {
      body: { changes: [{ change: 'connection', connection: key, status: 'failing' }] },
    });
    const { body: snapshot } = await here.ask('GET', '/worlds/traveller/snapshot');

    const there = await opened();
    expect((await there.ask('POST', '/restore', { body: snapshot })).status).toBe(201);
    for (const path of ['/faults', '/clock', '/state', '/snapshot', '/clock/events']) {
      const [a, b] = [
        await here.ask('GET', `/worlds/traveller${path}`),
        await there.ask('GET', `/worlds/traveller${path}`),
      ];
      expect(b.body).toEqual(a.body);
    }
    const credentials = ({ understudy }: Control) =>
      understudy.world('traveller').provider('redbark').credentials;
    expect(credentials(there)).toEqual(credentials(here));
  });

  const broken: [string, (snapshot: Record<string, unknown>) => unknown, string][] = [
    ['of another version', (one) => ({ ...one, version: 2 }), '/version'],
    ['without its clock', ({ clock: _, ...one }) => one, '/clock'],
    [
      'with a clock of text',
      (one) => ({ ...one, clock: { mode: 'frozen', at: 'now', rate: 1 } }),
      '/clock/at',
    ],
    ['with a part nobody knows', (one) => ({ ...one, extra: 1 }), '/extra'],
    ['of a world that cannot be', (one) => ({ ...one, file: { template: 'castle' } }), '/file'],
    [
      'with an event of nobody',
      (one) => ({ ...one, agenda: [{ at: 1, order: 1, provider: 'nobody', event: 'x', data: null }] }),
      '/agenda/0/provider',
    ],
    ['with faults in a list', (one) => ({ ...one, faults: [] }), '/faults'],
    ['with a fault that is none', (one) => ({ ...one, faults: { f1: { id: 'f1' } } }), '/faults/f1'],
    ['that is a list', () => [], ''],
    ['that is null', () => null, ''],
  ];
  it.each(broken)('%s is refused, and the world it would replace stays', async (_what, breaking, field) => {
    const api = await opened();
    await api.ask('POST', '/worlds/main/clock/advance', { body: { by: '1h' } });
    const { body: snapshot } = await api.ask('GET', '/worlds/main/snapshot');
    const { status, body } = await api.ask('POST', '/restore', { body: breaking(snapshot) });
    expect(status, JSON.stringify(body)).toBe(422);
    expect(body.errors.map((one: { field: string }) => one.field).join(' ')).toContain(field);
    expect((await api.ask('GET', '/worlds/main/snapshot')).body).toEqual(snapshot);
  });

  it('with names that reach prototypes is refused, however deep they are', async () => {
    const api = await opened();
    const { body: snapshot } = await api.ask('GET', '/worlds/main/snapshot');
    const text = JSON.stringify({ ...snapshot, meters: { a: { HERE: { polluted: true } } } });
    const wicked = text.replace('HERE', '__proto__');
    const { status, body } = await api.ask('POST', '/restore', { body: wicked });
    expect([status, body.errors[0].field]).toEqual([422, '/meters/a/__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('of more than 64 MB is not read', async () => {
    const api = await opened();
    const { status, body } = await api.ask('POST', '/restore', { body: `"${'x'.repeat(65 * 1024 * 1024)}"` });
    expect([status, body.detail]).toEqual([413, expect.stringContaining('67108864 bytes')]);
  });

  it('of some megabytes is', async () => {
    const api = await opened();
    const { body: snapshot } = await api.ask('GET', '/worlds/main/snapshot');
    const serials = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`filler:${i}`, i]));
    const text = JSON.stringify({ ...snapshot, serials });
    expect(text.length).toBeGreaterThan(3_000_000);
    expect((await api.ask('POST', '/restore', { body: text })).status).toBe(201);
  });
});
