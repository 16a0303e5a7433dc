/** Events that come twice, late, with a wrong signature, or never. */
import { describe, expect, it } from 'vitest';
import type { FaultOrder } from '../../src/faults/order.ts';
import { liveWorld } from '../support/live-world.ts';
import { type Receiver, receive } from './receiver.ts';
import { type Stage, stage } from './stage.ts';
import { MINUTE, sender } from './toy-sender.ts';

async function begin(order: FaultOrder, file = {}): Promise<{ scene: Stage; receiver: Receiver }> {
  const receiver = await receive();
  const scene = stage(sender, liveWorld([sender], file));
  scene.listen(receiver.url, ['news']);
  scene.world.arm(order);
  return { scene, receiver };
}

const labels = ({ received }: Receiver) => received.map(({ headers }) => headers['understudy-fault']);

describe('webhook-duplicated', () => {
  it('delivers an event twice with one id, and the next one once', async () => {
    const { scene, receiver } = await begin({ fault: 'webhook-duplicated', id: 'twice', times: 1 });
    scene.emit('news', 1);
    scene.emit('news', 2);
    await scene.pass(0);
    const ids = receiver.bodies().map(({ id }) => id);
    expect(receiver.bodies().map(({ data }) => data)).toEqual([1, 1, 2]);
    expect(ids[0]).toBe(ids[1]);
    expect(labels(receiver)).toEqual(['twice', 'twice', undefined]);
    expect(scene.world.webhooks.deliveries().map(({ id }) => id)).toEqual(['wh1-1', 'wh1-1-2', 'wh1-2']);
    expect(scene.world.journal.entries().map(({ faults }) => faults)).toEqual([
      [{ id: 'twice', fault: 'webhook-duplicated' }],
      [{ id: 'twice', fault: 'webhook-duplicated' }],
      [],
    ]);
  });
});

describe('webhook-late', () => {
  it('delivers an event after others that happened later', async () => {
    const { scene, receiver } = await begin({ fault: 'webhook-late', by: '2m', times: 1 });
    scene.emit('news', 'late');
    await scene.pass(MINUTE);
    scene.emit('news', 'in time');
    await scene.pass(MINUTE);
    expect(receiver.bodies().map(({ data }) => data)).toEqual(['in time', 'late']);
    const [, late] = receiver.bodies();
    expect([late.at, late.sentAt]).toEqual([scene.world.bornAt, scene.world.bornAt + 2 * MINUTE]);
  });
});

describe('webhook-lost', () => {
  it('never delivers an event, and shows that it did not', async () => {
    const { scene, receiver } = await begin({ fault: 'webhook-lost', id: 'gone', nth: 2 });
    for (const n of [1, 2, 3]) scene.emit('news', n);
    await scene.pass(10 * MINUTE);
    expect(receiver.bodies().map(({ data }) => data)).toEqual([1, 3]);
    expect(scene.world.webhooks.deliveries().map(({ state }) => state)).toEqual([
      'delivered',
      'lost',
      'delivered',
    ]);
    expect(scene.world.journal.entries({ fault: 'gone' })).toMatchObject([
      { kind: 'delivery', delivery: 'wh1-2', error: 'lost: a fault took it' },
    ]);
  });
});

describe('webhook-forged', () => {
  it('signs with another key', async () => {
    const { scene, receiver } = await begin({ fault: 'webhook-forged', times: 1 });
    scene.emit('news', 1);
    scene.emit('news', 2);
    await scene.pass(0);
    const [forged, genuine] = receiver.received.map(({ headers }) => String(headers['x-signed']));
    expect(forged).toBe(`not ${genuine}`);
  });
});

describe('faults of webhooks', () => {
  it('are aimed at a provider, a type of event and a connection, and seen by nobody else', async () => {
    const receiver = await receive();
    const { world, listen, pass } = stage();
    listen(receiver.url);
    world.arm({
      fault: 'webhook-lost',
      provider: 'toy',
      operation: 'nightly',
      connection: 'there',
      where: { nights: { atLeast: 2 } },
    });
    await pass(3 * 24 * 60 * MINUTE);
    const told = receiver.bodies().map(({ data }) => `${data.subject} ${data.nights}`);
    expect(told).toEqual(['here 1', 'there 1', 'here 2', 'here 3']);
    expect(world.armory.list()).toMatchObject([{ seen: 2, fired: 2 }]);
  });

  it('happen once, however many subscribed, and together', async () => {
    const { scene, receiver } = await begin({ fault: 'webhook-duplicated', id: 'a', times: 1 });
    scene.listen(receiver.url, ['news']);
    scene.world.arm({ fault: 'webhook-forged', id: 'b', times: 1 });
    scene.emit('news', 1);
    await scene.pass(0);
    expect(labels(receiver)).toEqual(['a, b', 'a, b', 'a, b', 'a, b']);
    expect(scene.world.armory.get('a')).toMatchObject({ seen: 1, fired: 1, spent: true });
  });

  it('are not named where labels are off', async () => {
    const { scene, receiver } = await begin({ fault: 'webhook-duplicated', id: 'a' }, { faultLabels: 'off' });
    scene.emit('news');
    await scene.pass(0);
    expect(labels(receiver)).toEqual([undefined, undefined]);
    expect(scene.world.journal.entries({ fault: 'a' })).toHaveLength(2);
  });

  it('do not see events that nobody hears of', async () => {
    const { scene } = await begin({ fault: 'webhook-lost', times: 1 });
    scene.emit('parcel', 1);
    expect(scene.world.armory.list()).toMatchObject([{ seen: 0 }]);
  });
});
