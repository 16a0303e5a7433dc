/** However the clock gets there: the same deliveries, at the same instants, with the same bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { providers } from '../../src/understudy.ts';
import { BEFORE_A_LEAP } from '../../src/webhooks/recurrences.ts';
import { liveWorld } from '../support/live-world.ts';
import { simulate } from '../support/simulate.ts';
import { type Behaviour, type Received, receive } from './receiver.ts';
import { type Stage, stage } from './stage.ts';
import { DAY, MINUTE, sender } from './toy-sender.ts';

/** For tests of some thousand requests, on a machine that has other things to do. */
const PATIENCE_MS = 120_000;

/** Fails the attempts whose number is in the list, counted over all: the same for the same sequence. */
function failing(numbers: readonly number[]): Behaviour {
  let attempt = 0;
  return (res) => {
    attempt += 1;
    res.writeHead(numbers.includes(attempt) ? 503 : 200).end();
  };
}

function bytes(received: readonly Received[]): string[] {
  return received.map(({ headers, body }) => `${headers['x-signed']} ${body}`);
}

/** What is left of it all: state, and the journal but for the machine's times. */
function left({ world }: Stage) {
  const journal = world.journal.entries().map(({ hostAt: _, tookMs: __, ...entry }) => ({
    ...entry,
    response: undefined,
  }));
  return { ...world.snapshot(), journal };
}

async function played(steps: readonly number[], url: string): Promise<Stage> {
  const scene = stage();
  scene.listen(url);
  scene.emit('news', 'first');
  scene.emit('parcel', ['a', 'b', 'c']);
  for (const step of steps) await scene.pass(step);
  return scene;
}

describe('a long step and many short ones', () => {
  it(
    'a year at once is 365 days one by one',
    async () => {
      const receiver = await receive();
      const failures = Array.from({ length: 60 }, (_, n) => 7 * n + 3);
      receiver.answers(failing(failures));
      const daily = left(await played(Array(365).fill(DAY), receiver.url));
      const oneByOne = bytes(receiver.received.splice(0));
      receiver.answers(failing(failures));
      const atOnce = left(await played([365 * DAY], receiver.url));
      expect(oneByOne.length).toBeGreaterThan(730);
      expect(bytes(receiver.received)).toEqual(oneByOne);
      expect(atOnce).toEqual(daily);
    },
    PATIENCE_MS,
  );

  it('end alike wherever they are cut, whatever fails', async () => {
    const receiver = await receive();
    const total = 3 * DAY;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: total / MINUTE - 1 }), { maxLength: 8 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 16 }), { maxLength: 12 }),
        async (cuts, failures) => {
          const at = [...new Set(cuts), total / MINUTE].sort((a, b) => a - b);
          const steps = at.map((minute, n) => (minute - (at[n - 1] ?? 0)) * MINUTE);
          receiver.received.length = 0;
          receiver.answers(failing(failures));
          const cut = left(await played(steps, receiver.url));
          const inSteps = bytes(receiver.received.splice(0));
          receiver.answers(failing(failures));
          const whole = left(await played([total], receiver.url));
          expect(bytes(receiver.received)).toEqual(inSteps);
          expect(whole).toEqual(cut);
        },
      ),
      { numRuns: 25 },
    );
  });

  it(
    'of the real providers are alike too',
    async () => {
      const told = async (steps: readonly string[]) => {
        const receiver = await receive(failing([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144]));
        const { world } = simulate(providers, { entities: { pipelines: { generate: { connections: 5 } } } });
        for (const provider of ['snaptrade', 'redbark', 'fivetran']) {
          world.webhooks.add({ provider, url: receiver.url });
        }
        for (const step of steps) {
          world.clock.advance(step);
          await world.webhooks.idle();
        }
        const { webhooks, agenda } = world.snapshot();
        const subscriptions = webhooks.subscriptions.map((one) => ({ ...one, url: '' }));
        const messages = receiver.received.map(({ headers, body }) => ({ ...headers, host: '', body }));
        return { messages, agenda, webhooks: { ...webhooks, subscriptions } };
      };
      const atOnce = await told(['2d']);
      expect(atOnce.messages.length).toBeGreaterThan(100);
      expect(await told(Array(24).fill('2h'))).toEqual(atOnce);
    },
    PATIENCE_MS,
  );

  it('of a snapshot taken between retries goes on alike', async () => {
    const receiver = await receive();
    const failures = [1, 3, 4, 6, 9];
    receiver.answers(failing(failures));
    const whole = await played([DAY, 2 * DAY], receiver.url);
    const wanted = bytes(receiver.received.splice(0));

    receiver.answers(failing(failures));
    const before = await played([MINUTE], receiver.url);
    expect(before.world.webhooks.nextAt()).toBeGreaterThan(before.world.now());
    const document = JSON.parse(JSON.stringify(before.world.snapshot()));
    before.world.end();
    const restored = liveWorld([sender], document.file, Date.now, document);
    const after = stage(sender, restored);
    await after.pass(DAY - MINUTE);
    await after.pass(2 * DAY);
    expect(bytes(receiver.received)).toEqual(wanted);
    expect({ ...left(after), journal: [] }).toEqual({ ...left(whole), journal: [] });
  });
});

describe('what recurs', () => {
  it('is scheduled only while somebody listens to it', () => {
    const { world, listen } = stage();
    listen('http://127.0.0.1:9/', ['news']);
    expect(world.document.agenda).toEqual([]);
    const id = listen('http://127.0.0.1:9/', ['nightly']);
    expect(world.clock.upcoming(9).map(({ event, data }) => [event, data])).toEqual([
      ['recurrence:night', 'here'],
      ['recurrence:night', 'there'],
    ]);
    listen('http://127.0.0.1:9/');
    expect(world.document.agenda).toHaveLength(2);
    world.webhooks.remove(id);
    expect(world.document.agenda).toHaveLength(2);
    world.webhooks.remove('wh3');
    expect(world.document.agenda).toEqual([]);
    expect(world.document.webhooks.recurring).toEqual({});
    world.end();
  });

  it('of ten years takes one step, and not long', () => {
    const { world, listen } = stage();
    listen('http://127.0.0.1:9/', ['nightly']);
    world.clock.advance(3_653 * DAY);
    expect(world.document.webhooks.eventsSoFar).toBe(2 * 3_653);
    expect(world.webhooks.losses()).toEqual({ dropped: 0, passedOverMs: 0 });
    world.end();
  });

  it(
    'leaps where a step would take too long, and tells the latest',
    () => {
      const subjects = Array.from({ length: 100 }, (_, n) => `town-${n}`);
      const night = sender.webhooks?.recurrences?.night;
      if (night === undefined) throw new Error('The sender has no nights.');
      const crowded = {
        ...sender,
        webhooks: { ...sender.webhooks, recurrences: { night: { ...night, subjects: () => subjects } } },
      } as typeof sender;
      const { world, listen } = stage(crowded);
      listen('http://127.0.0.1:9/', ['nightly']);
      world.clock.advance(10_000 * DAY);
      const { eventsSoFar, waiting, events } = world.document.webhooks;
      expect(eventsSoFar).toBeGreaterThan(BEFORE_A_LEAP);
      expect(eventsSoFar).toBeLessThan(3 * BEFORE_A_LEAP);
      // 8,000 of the 10,000 days: a thousand to see how it goes, and the last thousand.
      expect(world.webhooks.losses().passedOverMs / DAY).toBeCloseTo(8_000, -1);
      const latest = waiting.map((delivery) => events[delivery.event]?.at ?? 0);
      expect(new Set(latest).size).toBeGreaterThanOrEqual(100);
      expect(Math.min(...latest)).toBeGreaterThan(world.now() - 101 * DAY);
      world.end();
    },
    PATIENCE_MS,
  );
});

describe('a clock that runs', () => {
  it('delivers without any request', async () => {
    const receiver = await receive(500, 200);
    const world = liveWorld([sender], { clock: 'running' });
    const { emit, listen } = stage(sender, world);
    listen(receiver.url, ['news', 'nightly']);
    // An hour in a second: the retry comes after a minute, the night two hours later.
    world.clock.run(3_600);
    emit('news');
    const [, , night] = await world.journal.wait({ kind: 'delivery' }, 3, 20_000);
    expect(receiver.bodies().map(({ type }) => type)).toEqual(['news', 'news', 'nightly']);
    expect(night).toMatchObject({ event: 'nightly', at: new Date('2026-03-16T00:00:00Z').getTime() });
    world.end();
  });

  it('delivers once it runs again', async () => {
    const receiver = await receive();
    const world = liveWorld([sender]);
    const { listen } = stage(sender, world);
    listen(receiver.url, ['nightly']);
    world.clock.run(100_000);
    await world.journal.wait({ kind: 'delivery' }, 1, 20_000);
    world.clock.freeze();
    await world.webhooks.idle();
    const told = receiver.received.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(receiver.received).toHaveLength(told);
    world.end();
  });
});
