/** What happens is told to who asked for it: in order, again if need be, and not for ever. */
import { afterEach, describe, expect, it } from 'vitest';
import { MOST_SUBSCRIPTIONS, MOST_WAITING } from '../../src/webhooks/book.ts';
import { type Receiver, receive } from './receiver.ts';
import { type Stage, stage } from './stage.ts';
import { DAY, MINUTE } from './toy-sender.ts';

const NOWHERE = 'http://127.0.0.1:9/hook';
const stages: Stage[] = [];

function begin(): Stage {
  const begun = stage();
  stages.push(begun);
  return begun;
}

afterEach(() => {
  for (const { world } of stages.splice(0)) world.end();
});

/** What the receiver got: type, and minutes from the first instant to the attempt. */
function told({ world }: Stage, receiver: Receiver): string[] {
  return receiver.bodies().map(({ type, data, sentAt }) => {
    return `${type} ${JSON.stringify(data)} +${(sentAt - world.bornAt) / MINUTE}`;
  });
}

describe('an event', () => {
  it('reaches who subscribed to its type, at the instant it happens', async () => {
    const [all, news] = [await receive(), await receive()];
    const scene = begin();
    scene.listen(all.url);
    scene.listen(news.url, ['news']);
    scene.emit('news', 1);
    scene.emit('parcel', 2);
    await scene.world.webhooks.idle();
    expect(told(scene, all)).toEqual(['news 1 +0', 'parcel 2 +0']);
    expect(told(scene, news)).toEqual(['news 1 +0']);
    expect(all.received[0]).toMatchObject({ method: 'POST', path: '/hook' });
    expect(all.bodies()[0].id).toBe(news.bodies()[0].id);
  });

  it('leaves no trace where nobody subscribed', async () => {
    const { world, emit, pass } = begin();
    const before = world.snapshot();
    emit('news', 1);
    await pass(3 * DAY);
    expect({ ...world.snapshot(), clock: before.clock }).toEqual(before);
  });

  it('that a provider does not declare is a bug', () => {
    const { emit, listen } = begin();
    listen(NOWHERE);
    expect(() => emit('olds')).toThrow('toy declares no event "olds"');
  });

  it('goes out with the headers of its subscription, the provider’s own before them', async () => {
    const receiver = await receive();
    const { world, emit } = begin();
    const headers = { 'X-Tenant': 'a', 'x-signed': 'mine' };
    world.webhooks.add({ provider: 'toy', url: receiver.url, headers, secret: 'shared secret' });
    emit('news');
    await world.webhooks.idle();
    const [first] = receiver.received;
    expect(first?.headers).toMatchObject({
      'x-tenant': 'a',
      'x-signed': `shared secret:${first?.body.length}`,
    });
  });
});

describe('an attempt that fails', () => {
  it('is made again on the world’s clock, with the same id, until it succeeds', async () => {
    const receiver = await receive(500, 201, 200);
    const scene = begin();
    scene.listen(receiver.url);
    scene.emit('news');
    await scene.pass(0);
    expect(told(scene, receiver)).toEqual(['news null +0']);
    await scene.pass(MINUTE - 1);
    expect(receiver.received).toHaveLength(1);
    await scene.pass(1);
    await scene.pass(2 * MINUTE);
    expect(told(scene, receiver)).toEqual(['news null +0', 'news null +1', 'news null +3']);
    expect(new Set(receiver.bodies().map(({ id }) => id)).size).toBe(1);
    const [delivery] = scene.world.webhooks.deliveries();
    expect(delivery).toMatchObject({ state: 'delivered', nextAt: null });
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 201, 200]);
  });

  it('has its next turn among what happened meanwhile', async () => {
    const receiver = await receive(500, 200);
    const scene = begin();
    scene.listen(receiver.url);
    scene.emit('news', 'first');
    scene.world.clock.advance(30_000);
    scene.emit('news', 'second');
    scene.world.clock.advance(DAY);
    scene.emit('news', 'third');
    await scene.world.webhooks.idle();
    expect(told(scene, receiver)).toEqual(
      [
        'news "first" +0',
        'news "second" +0.5',
        'nightly {"subject":"here","nights":1} +120',
        'nightly {"subject":"there","nights":1} +140',
        'news "third" +1440.5',
      ].toSpliced(2, 0, 'news "first" +1'),
    );
  });

  it('shows when it is made again, and the clock can go there', async () => {
    const { world, emit, listen } = begin();
    listen(NOWHERE, ['news']);
    emit('news');
    await world.webhooks.idle();
    const next = new Date(world.bornAt + MINUTE).toISOString();
    expect(world.webhooks.deliveries()).toMatchObject([{ state: 'waiting', nextAt: next }]);
    expect(world.clock.upcoming(10)).toMatchObject([
      { at: world.bornAt + MINUTE, provider: 'toy', event: 'delivery:news', data: 'wh1-1' },
    ]);
    expect(world.clock.advanceToNext()).toMatchObject({ at: world.bornAt + MINUTE });
    expect(world.now()).toBe(world.bornAt + MINUTE);
  });

  it('is given up in the end; the provider may then switch the webhook off', async () => {
    const receiver = await receive(500);
    const scene = begin();
    scene.listen(receiver.url, ['news']);
    scene.emit('news', 1);
    await scene.pass(DAY);
    expect(receiver.received).toHaveLength(3);
    expect(scene.world.webhooks.deliveries()).toMatchObject([{ state: 'given-up' }]);
    expect(scene.world.webhooks.list()).toMatchObject([{ disabledAt: null }]);
    scene.emit('news', 2);
    scene.emit('news', 'goes with it');
    await scene.pass(DAY);
    const disabledAt = new Date(scene.world.bornAt + DAY + 3 * MINUTE).toISOString();
    expect(scene.world.webhooks.list()).toMatchObject([{ disabledAt }]);
    const before = receiver.received.length;
    scene.emit('news', 3);
    await scene.pass(DAY);
    expect(receiver.received).toHaveLength(before);
  });

  it('in a row counts; a success begins a new row', async () => {
    const receiver = await receive(500, 500, 500, 200, 500);
    const scene = begin();
    scene.listen(receiver.url, ['news']);
    for (let day = 0; day < 3; day++) {
      scene.emit('news', day);
      await scene.pass(DAY);
    }
    expect(scene.world.webhooks.list()).toMatchObject([{ disabledAt: null }]);
    scene.emit('news', 3);
    await scene.pass(DAY);
    expect(scene.world.webhooks.list()[0]?.disabledAt).not.toBeNull();
  });
});

describe('an event of several parts', () => {
  it('is sent one part after the other, each with an id of its own', async () => {
    const receiver = await receive(500, 200);
    const scene = begin();
    scene.listen(receiver.url, ['parcel', 'news']);
    scene.emit('parcel', ['a', 'b', 'c']);
    scene.emit('news');
    await scene.pass(DAY);
    expect(told(scene, receiver)).toEqual([
      'parcel "a" +0',
      'news null +0',
      'parcel "a" +1',
      'parcel "b" +1',
      'parcel "c" +1',
    ]);
    expect(new Set(receiver.bodies().map(({ id }) => id)).size).toBe(4);
  });

  it('ends with the part that is given up', async () => {
    const receiver = await receive(500);
    const scene = begin();
    scene.listen(receiver.url, ['parcel']);
    scene.emit('parcel', ['a', 'b']);
    await scene.pass(DAY);
    expect(told(scene, receiver)).toEqual(['parcel "a" +0', 'parcel "a" +1', 'parcel "a" +3']);
    expect(Object.keys(scene.world.document.webhooks.events)).toHaveLength(1);
  });
});

describe('a redelivery', () => {
  it('sends the same event again, whatever became of it', async () => {
    const receiver = await receive();
    const { world, emit, listen } = begin();
    listen(receiver.url);
    emit('news', 1);
    await world.webhooks.idle();
    const [first] = world.webhooks.deliveries();
    const again = world.webhooks.redeliver(first?.id ?? '');
    await world.webhooks.idle();
    expect(again).toMatchObject({ event: 'news', eventId: first?.eventId, state: 'waiting' });
    expect(receiver.bodies().map(({ id }) => id)).toEqual([first?.eventId, first?.eventId]);
    expect(world.webhooks.deliveries().map(({ id }) => id)).toEqual([first?.id, again?.id]);
    expect(world.webhooks.redeliver('wh9-9')).toBeUndefined();
  });

  it('goes out even to a webhook that was switched off', async () => {
    const receiver = await receive(500);
    const scene = begin();
    scene.listen(receiver.url, ['news']);
    scene.emit('news', 1);
    scene.emit('news', 2);
    await scene.pass(DAY);
    const attempts = receiver.received.length;
    receiver.answers(200);
    scene.world.webhooks.redeliver('wh1-2');
    await scene.pass(0);
    expect(receiver.received).toHaveLength(attempts + 1);
  });
});

describe('what is kept', () => {
  it('is bounded: the oldest that waits makes room, and is counted', () => {
    const { world, emit, listen } = begin();
    listen(NOWHERE);
    for (let n = 1; n <= MOST_WAITING + 5; n++) emit('news', n);
    const { waiting, events } = world.document.webhooks;
    expect(waiting).toHaveLength(MOST_WAITING);
    expect(Object.keys(events)).toHaveLength(MOST_WAITING);
    expect(waiting[0]?.event).toBe(6);
    expect(world.webhooks.losses()).toEqual({ dropped: 5, passedOverMs: 0 });
  });

  it('is bounded in bytes too', () => {
    const { world, emit, listen } = begin();
    listen(NOWHERE);
    for (let n = 0; n < 50; n++) emit('news', 'x'.repeat(1024 * 1024));
    expect(world.document.webhooks.bytes).toBeLessThanOrEqual(32 * 1024 * 1024);
    expect(world.webhooks.losses().dropped).toBeGreaterThanOrEqual(18);
  });

  it('of what is over are the last 1,000', async () => {
    const receiver = await receive();
    const { world, emit, listen } = begin();
    listen(receiver.url);
    for (let n = 1; n <= 1_010; n++) emit('news', n);
    await world.webhooks.idle();
    const kept = world.webhooks.deliveries();
    expect(kept).toHaveLength(1_000);
    expect(kept[0]?.id).toBe('wh1-11');
    expect(Object.keys(world.document.webhooks.events)).toHaveLength(1_000);
    expect(world.webhooks.deliveries({ limit: 2 }).map(({ id }) => id)).toEqual(['wh1-1009', 'wh1-1010']);
  });

  it('goes when its webhook is removed', async () => {
    const receiver = await receive(500);
    const scene = begin();
    const id = scene.listen(receiver.url);
    scene.emit('news');
    await scene.pass(0);
    expect(scene.world.webhooks.remove(id)).toBe(true);
    expect(scene.world.webhooks.remove(id)).toBe(false);
    await scene.pass(3 * DAY);
    expect(receiver.received).toHaveLength(1);
    const { eventsSoFar: _, subscriptionsSoFar: __, ...left } = scene.world.document.webhooks;
    expect(left).toEqual({
      ...{ subscriptions: [], events: {}, waiting: [], done: [], bytes: 0 },
      ...{ dropped: 0, passedOverMs: 0, recurring: {} },
    });
    expect(scene.world.document.agenda).toEqual([]);
  });

  it('are 100 webhooks at most', () => {
    const { world, listen } = begin();
    for (let n = 0; n < MOST_SUBSCRIPTIONS; n++) listen(NOWHERE);
    expect(world.webhooks.add({ provider: 'toy', url: NOWHERE })).toMatchObject({
      ok: false,
      errors: [{ message: 'The world has 100 webhooks, the most there can be. Remove one first.' }],
    });
  });
});

describe('the journal', () => {
  it('has an entry for every attempt, without secrets', async () => {
    const receiver = await receive(500, 200);
    const scene = begin();
    const url = receiver.url.replace('//', '//someone:something@');
    const headers = { 'X-Own': 'mine alone' };
    const secret = 'a shared secret';
    scene.world.webhooks.add({ provider: 'toy', url, headers, secret });
    scene.emit('news', { note: secret });
    await scene.pass(MINUTE);
    const entries = scene.world.journal.entries({ kind: 'delivery' });
    expect(entries).toMatchObject([
      { kind: 'delivery', at: scene.world.bornAt, event: 'news', webhook: 'wh1', delivery: 'wh1-1' },
      { attempt: 2, at: scene.world.bornAt + MINUTE, status: 200, url: receiver.url },
    ]);
    const shown = JSON.stringify([entries, scene.world.webhooks.list(), scene.world.webhooks.deliveries()]);
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain('something');
    expect(shown).not.toContain('mine alone');
    expect(receiver.received[0]?.headers.authorization).toMatch(/^Basic /);
  });

  it('says why nobody answered', async () => {
    const { world, emit, listen } = begin();
    listen(NOWHERE, ['news']);
    emit('news');
    await world.webhooks.idle();
    const [entry] = world.journal.entries({ kind: 'delivery' });
    expect(entry).toMatchObject({ attempt: 1, error: expect.stringContaining('ECONNREFUSED') });
    expect(world.webhooks.deliveries()[0]?.attempts).toMatchObject([{ status: null, error: 'network' }]);
  });
});

describe('a world that is reset or ends', () => {
  it.each(['reset', 'end'] as const)('%s: lets go of what was under way', async (how) => {
    let hung = 0;
    const receiver = await receive(() => (hung += 1));
    const { world, emit, listen } = begin();
    listen(receiver.url);
    emit('news', 1);
    emit('news', 2);
    while (hung === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const idle = world.webhooks.idle();
    world[how]();
    await idle;
    await world.webhooks.idle();
    expect(world.webhooks.list()).toEqual([]);
    expect(receiver.received).toHaveLength(1);
    expect(world.journal.entries()).toEqual([]);
  });
});
