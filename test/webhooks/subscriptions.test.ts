/** What may be asked for, what may not and why, and what of it a snapshot may hold. */
import { describe, expect, it } from 'vitest';
import { providers } from '../../src/understudy.ts';
import type { WorldDocument } from '../../src/world/document.ts';
import { liveWorld } from '../support/live-world.ts';
import { simulate } from '../support/simulate.ts';
import { receive } from './receiver.ts';
import { sender } from './toy-sender.ts';

const HERE = 'http://127.0.0.1:9/hook';

function errorsOf(wanted: object): readonly { field: string; message: string }[] {
  const world = liveWorld(providers);
  const added = world.webhooks.add({ provider: 'redbark', url: HERE, ...wanted });
  world.end();
  return added.ok ? [] : added.errors;
}

describe('a subscription', () => {
  it('has a secret that is told once', () => {
    const { world } = simulate(providers);
    const added = world.webhooks.add({ provider: 'redbark', url: HERE, events: ['trades.synced'] });
    expect(added).toEqual({
      id: 'wh1',
      provider: 'redbark',
      url: HERE,
      events: ['trades.synced'],
      headers: [],
      createdAt: '2026-03-15T22:00:00.000Z',
      disabledAt: null,
      secret: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const { secret: _, ...shown } = added;
    expect(world.webhooks.list()).toEqual([shown]);
  });

  it('has a secret of its own in every world, the same in every run', () => {
    const secretIn = (id: string): string => {
      const { simulator } = simulate(providers);
      return simulator.createWorld({ id }).webhooks.add({ provider: 'redbark', url: HERE }).secret;
    };
    expect(secretIn('a')).toBe(secretIn('a'));
    expect(secretIn('a')).not.toBe(secretIn('b'));
  });

  it.each([
    [
      { provider: 'breadbox' },
      'provider',
      /"breadbox" sends no webhooks\. Those that do: snaptrade, redbark, fivetran/,
    ],
    [
      { events: ['trades.sunk'] },
      'events',
      /no event "trades\.sunk"\. redbark sends: trades\.synced, transactions\.synced/,
    ],
    [{ events: [] }, 'events', /Not a list of types/],
    [{ url: 'hook' }, 'url', /Not a URL: "hook"/],
    [{ url: `http://127.0.0.1/${'x'.repeat(2000)}` }, 'url', /at most 2000 characters/],
    [{ url: 'http://192.168.0.1/' }, 'url', /is not this machine/],
    [{ url: 'file:///etc/passwd' }, 'url', /file:\/\/ is no target/],
    [{ headers: { Host: 'a' } }, 'headers.Host', /set by the sender/],
    [{ headers: { 'content-length': '1' } }, 'headers.content-length', /set by the sender/],
    [{ headers: { 'Understudy-Fault': 'f1' } }, 'headers.Understudy-Fault', /set by the sender/],
    [{ headers: { 'X-A': 'a\r\nX-B: b' } }, 'headers.X-A', /Not a header/],
    [{ headers: { 'X A': 'a' } }, 'headers.X A', /Not a header/],
    [{ headers: { 'X-A': 5 } }, 'headers.X-A', /Not a header/],
    [
      { headers: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`X-${n}`, ''])) },
      'headers',
      /21 headers/,
    ],
    [{ secret: '' }, 'secret', /1 to 500 characters/],
    [{ secret: 'x'.repeat(501) }, 'secret', /1 to 500 characters/],
  ])('with %o is refused, and told why', (wanted, field, message) => {
    expect(errorsOf(wanted)).toEqual([{ field, message: expect.stringMatching(message) }]);
  });

  it('is told all that is wrong with it at once, in the library by an exception', () => {
    const { world } = simulate(providers);
    const wrong = { provider: 'redbark', url: 'http://example.com/', events: ['a'], secret: '' };
    expect(() => world.webhooks.add(wrong)).toThrow(/^No webhook was added\.\nevents: .*\nurl: .*\nsecret: /);
    expect(() => world.webhooks.redeliver('wh1-1')).toThrow('There is no delivery "wh1-1"');
  });

  it('may go further where the operator allows it', () => {
    const { world } = simulate(providers, {}, { webhookHosts: ['hooks.example.com'] });
    const url = 'https://hooks.example.com/a';
    expect(world.webhooks.add({ provider: 'redbark', url }).url).toBe(url);
    expect(() => world.webhooks.add({ provider: 'redbark', url: 'https://example.com/' })).toThrow();
  });
});

describe('a snapshot', () => {
  async function taken(): Promise<WorldDocument> {
    const receiver = await receive(500);
    const { world } = simulate(providers);
    const headers = { 'X-A': 'b' };
    world.webhooks.add({ provider: 'snaptrade', url: receiver.url, headers });
    world.arm({ fault: 'webhook-forged', id: 'forged', times: 1 });
    world.clock.advance('1d');
    return JSON.parse(JSON.stringify(world.snapshot()));
  }

  it('has the webhooks in it, and is taken up as it was', async () => {
    const document = await taken();
    const { simulator } = simulate(providers);
    const world = simulator.restore(document);
    expect(world.snapshot()).toEqual(document);
    expect(world.webhooks.list()).toMatchObject([{ id: 'wh1', headers: ['X-A'] }]);
    expect(world.webhooks.deliveries().length).toBeGreaterThan(0);
    await simulator.close();
  });

  it.each([
    ['subscriptions.0.provider', 'breadbox', /sends no webhooks/],
    ['subscriptions.0.headers', { 'X-A': 'a\nb' }, /Not a header/],
    ['subscriptions.0.url', 'nonsense', /Not a URL/],
    ['subscriptions.0.more', 1, /is no part of it/],
    ['waiting.0.state', 'asleep', /asleep/],
    ['waiting.0.at', 'soon', /whole number/],
    ['waiting.0.rest', ['a'], /whole number/],
    ['waiting.0.attempts', [{ at: 1 }], /result: is missing/],
    ['events.1.type', 'NEWS', /NEWS/],
    ['recurring', { 'snaptrade/nap': {} }, /nap/],
    ['dropped', -1, /whole number/],
    ['done', 'none', /has to be a list/],
  ])('that was tampered with at %s is refused', async (path, value, message) => {
    const document = await taken();
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    // biome-ignore lint/suspicious/noExplicitAny: the point is to break what the types promise.
    const holder = steps.reduce((at: any, step) => at[step], document.webhooks);
    holder[last] = value;
    const { simulator } = simulate(providers);
    expect(() => simulator.restore(document)).toThrow(message);
  });

  it('with deliveries in disorder sends each once', async () => {
    const receiver = await receive();
    const document = await taken();
    Object.assign(document.webhooks.subscriptions[0] ?? {}, { url: receiver.url });
    const { waiting } = document.webhooks;
    waiting.reverse();
    const [one] = waiting;
    if (one !== undefined) waiting.push({ ...one });
    const { simulator } = simulate(providers);
    const world = simulator.restore(document);
    await world.webhooks.idle();
    expect(receiver.received).toHaveLength(waiting.length);
    expect(world.webhooks.deliveries({ state: 'waiting' })).toEqual([]);
  });

  it('cannot send where this process does not allow it', async () => {
    const document = await taken();
    const [subscription] = document.webhooks.subscriptions;
    Object.assign(subscription ?? {}, { url: 'http://192.0.2.1/' });
    const { simulator } = simulate(providers);
    const world = simulator.restore(document);
    const waiting = world.webhooks.deliveries({ state: 'waiting' });
    await world.webhooks.idle();
    expect(waiting.length).toBeGreaterThan(0);
    expect(world.webhooks.deliveries({ state: 'refused' })).toHaveLength(waiting.length);
  });
});

describe('a simulator that is closed', () => {
  it('sends nothing more, and leaves nothing open', async () => {
    const receiver = await receive();
    const { simulator, world } = simulate(providers, { clock: 'running', rate: 1_000_000 });
    world.webhooks.add({ provider: 'snaptrade', url: receiver.url });
    await world.webhooks.idle();
    await simulator.close();
    const told = receiver.received.length;
    world.clock.advance('30d');
    await world.webhooks.idle();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(receiver.received.length - told).toBeLessThanOrEqual(1);
  });
});

describe('a bug in a provider', () => {
  it('ends one delivery, and is told', async () => {
    const receiver = await receive();
    const { webhooks } = sender;
    if (webhooks === undefined) throw new Error('The sender sends nothing.');
    const body: typeof webhooks.body = (world, message) => {
      if (JSON.stringify(message.data).includes('"here"')) throw new Error('a bad day');
      return webhooks.body(world, message);
    };
    const { world, bugs } = simulate({ ...sender, webhooks: { ...webhooks, body } });
    world.webhooks.add({ provider: 'toy', url: receiver.url });
    world.clock.advance('1d');
    await world.webhooks.idle();
    expect(receiver.bodies().map(({ data }) => data.subject)).toEqual(['there']);
    expect(bugs).toMatchObject([{ message: 'a bad day' }]);
    expect(world.webhooks.deliveries()).toHaveLength(1);
  });
});
