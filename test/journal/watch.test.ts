/** Waiting for entries, and listening to them. */
import { setTimeout as pause } from 'node:timers/promises';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/journal/entry.ts';
import { Journal } from '../../src/journal/journal.ts';
import { toy } from '../engine/toy.ts';
import { simulate } from '../support/simulate.ts';
import { requestRecord } from './records.ts';

/** Longer than any test: a wait that ends by its time fails the test that waits. */
const LONG_MS = 60_000;

describe('waiting', () => {
  it('ends as soon as so many entries match', async () => {
    const { handler, world } = simulate(toy);
    const waiting = world.journal.wait({ operation: 'addNote' }, 2, LONG_MS);
    await request(handler).post('/toy/v1/notes').send({ text: 'one' });
    await request(handler).get('/toy/v1/notes');
    await request(handler).post('/toy/v1/notes').send({ text: 'two' });
    expect((await waiting).map(({ number }) => number)).toEqual([1, 3]);
  });

  it('counts those that are there already', async () => {
    const journal = new Journal();
    journal.write(requestRecord());
    expect(await journal.wait({}, 1, LONG_MS)).toHaveLength(1);
    const waiting = journal.wait({}, 2, LONG_MS);
    journal.write(requestRecord());
    expect(await waiting).toHaveLength(2);
  });

  it('can begin behind a number', async () => {
    const journal = new Journal();
    journal.write(requestRecord());
    const waiting = journal.wait({ since: journal.stats().last }, 1, LONG_MS);
    journal.write(requestRecord());
    expect(await waiting).toMatchObject([{ number: 2 }]);
  });

  it('ends with what there is when the time is over', async () => {
    const journal = new Journal();
    journal.write(requestRecord());
    expect(await journal.wait({}, 2, 20)).toHaveLength(1);
    expect(await journal.wait({ status: 500 }, 1, 0)).toEqual([]);
  });

  it('ends with what there was when the world begins anew, and when it goes', async () => {
    const { simulator } = simulate(toy);
    const world = simulator.createWorld({ id: 'w' });
    await request(simulator.handler).get('/w/w/toy/v1/notes');
    const beforeReset = world.journal.wait({}, 5, LONG_MS);
    world.reset();
    expect(await beforeReset).toHaveLength(1);
    const beforeDrop = world.journal.wait({}, 1, LONG_MS);
    world.drop();
    expect(await beforeDrop).toEqual([]);
    expect(await world.journal.wait({}, 1, LONG_MS)).toEqual([]);
  });

  it('is done by 200 at most', async () => {
    const journal = new Journal();
    const waiting = Array.from({ length: 200 }, () => journal.wait({}, 1, LONG_MS));
    await expect(journal.wait({}, 1, LONG_MS)).rejects.toThrow(/Allowed: 200/);
    journal.write(requestRecord());
    expect(await Promise.all(waiting)).toHaveLength(200);
    expect(await journal.wait({}, 1, LONG_MS)).toHaveLength(1);
  });

  it.each([
    [0, 10],
    [1.5, 10],
    [1, -1],
    [1, Number.NaN],
    [1, 600_001],
  ])('for %d entries and %d ms is refused', async (count, timeoutMs) => {
    await expect(new Journal().wait({}, count, timeoutMs)).rejects.toThrow(RangeError);
  });
});

describe('listening', () => {
  it('tells each entry as it is written, until it is ended', async () => {
    const { handler, world } = simulate(toy);
    const heard: JournalEntry[] = [];
    const end = world.journal.subscribe((entry) => heard.push(entry));
    await request(handler).get('/toy/v1/notes');
    await request(handler).get('/toy/v1/notes?secret=abc');
    expect(heard).toEqual(world.journal.entries());
    end();
    await request(handler).get('/toy/v1/notes');
    expect(heard).toHaveLength(2);
  });

  it('tells only what a filter lets through', async () => {
    const { handler, world } = simulate(toy);
    const heard: (string | undefined)[] = [];
    world.journal.subscribe((entry) => heard.push('operation' in entry ? entry.operation : ''), {
      status: 404,
    });
    await request(handler).get('/toy/v1/notes');
    await request(handler).get('/toy/v1/notes/9');
    expect(heard).toEqual(['getNote']);
  });

  it('goes on after a reset, and is told of the world’s end', () => {
    const journal = new Journal();
    const heard: number[] = [];
    let ended = 0;
    journal.subscribe(({ number }) => heard.push(number), { ended: () => (ended += 1) });
    journal.write(requestRecord());
    journal.reset();
    journal.write(requestRecord());
    expect([heard, ended]).toEqual([[1, 1], 0]);
    journal.end();
    journal.write(requestRecord());
    expect([heard, ended]).toEqual([[1, 1], 1]);
    journal.subscribe(() => {}, { ended: () => (ended += 1) });
    expect(ended).toBe(2);
  });

  it('ends for a listener that throws; the request and the others know nothing of it', async () => {
    const { handler, world, bugs } = simulate(toy);
    let calls = 0;
    let others = 0;
    world.journal.subscribe(() => {
      calls += 1;
      throw new Error('not my day');
    });
    world.journal.subscribe(() => (others += 1));
    await request(handler).get('/toy/v1/notes').expect(200);
    await request(handler).get('/toy/v1/notes').expect(200);
    expect([calls, others, bugs]).toEqual([1, 2, []]);
  });

  it('is done by 200 at most', () => {
    const journal = new Journal();
    const ends = Array.from({ length: 200 }, () => journal.subscribe(() => {}));
    expect(() => journal.subscribe(() => {})).toThrow(/Allowed: 200/);
    ends[0]?.();
    expect(() => journal.subscribe(() => {})).not.toThrow();
  });
});

describe('a simulator that is closed', () => {
  it('leaves nobody waiting', async () => {
    const { simulator, world } = simulate(toy);
    const waiting = world.journal.wait({}, 1, LONG_MS);
    await simulator.close();
    expect(await Promise.race([waiting, pause(1_000).then(() => 'still waiting')])).toEqual([]);
  });
});
