/** A journal never grows without end. */
import fc from 'fast-check';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { DEFAULT_BOUNDS, Journal } from '../../src/journal/journal.ts';
import { keptText, sizeOf } from '../../src/journal/record.ts';
import type { Provider } from '../../src/provider/index.ts';
import { toy } from '../engine/toy.ts';
import { simulate } from '../support/simulate.ts';
import { answered, deliveryRecord, requestRecord } from './records.ts';

const numbersIn = (journal: Journal): number[] => journal.entries().map(({ number }) => number);

describe('a journal', () => {
  it('keeps the last 1,000 entries and 4 MiB of text unless told otherwise', () => {
    expect(DEFAULT_BOUNDS).toEqual({ entries: 1000, bytes: 4_194_304 });
    const journal = new Journal();
    for (let i = 0; i < 1_500; i++) journal.write(requestRecord());
    expect(numbersIn(journal)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 501));
    expect(journal.stats()).toMatchObject({ entries: 1000, dropped: 500, last: 1500 });
  });

  it('lets the oldest go when the text of all is too long', () => {
    const journal = new Journal({ bytes: 100_000 });
    for (let i = 0; i < 50; i++)
      journal.write(requestRecord({ response: answered(200, 'x'.repeat(10_000)) }));
    expect(numbersIn(journal)).toEqual([42, 43, 44, 45, 46, 47, 48, 49, 50]);
    expect(journal.stats().bytes).toBeLessThanOrEqual(100_000);
  });

  it('counts what it keeps of a body, not what was sent', () => {
    const megabyte = 'x'.repeat(2 ** 20);
    expect(sizeOf(requestRecord({ response: answered(200, megabyte) }))).toBeLessThan(20_000);
  });

  it('holds on to nothing of a long text but its head', () => {
    const { kept } = keptText('x'.repeat(2 ** 20), 2 ** 20);
    expect(Buffer.isBuffer(kept) && kept.buffer.byteLength).toBe(16_384 + 1024);
  });

  it('keeps the newest entry, however large', () => {
    const journal = new Journal({ bytes: 1024 });
    journal.write(requestRecord());
    journal.write(requestRecord({ response: answered(200, 'x'.repeat(10_000)) }));
    expect(numbersIn(journal)).toEqual([2]);
  });

  it('counts the headers of requests too: a client can send 32 KB of them', () => {
    const journal = new Journal({ bytes: 64 * 1024 });
    for (let i = 0; i < 20; i++) {
      journal.write(
        requestRecord({ request: { ...requestRecord().request, headers: ['X-Long', 'x'.repeat(30_000)] } }),
      );
    }
    expect(journal.stats().entries).toBe(2);
  });

  it('is always the newest part of what was written, within both bounds', () => {
    const step = fc.oneof(
      { weight: 20, arbitrary: fc.nat(6_000).map((length) => ({ length })) },
      { weight: 1, arbitrary: fc.constant('clear' as const) },
      { weight: 1, arbitrary: fc.constant('reset' as const) },
    );
    const bounds = fc.record({
      entries: fc.integer({ min: 1, max: 20 }),
      bytes: fc.integer({ min: 1024, max: 40_000 }),
    });
    fc.assert(
      fc.property(bounds, fc.array(step, { maxLength: 120 }), (given, steps) => {
        const journal = new Journal(given);
        let written: { number: number; size: number }[] = [];
        let last = 0;
        let gone = 0;
        for (const one of steps) {
          if (one === 'clear') journal.clear();
          else if (one === 'reset') journal.reset();
          if (typeof one === 'string') {
            written = [];
            gone = 0;
            if (one === 'reset') last = 0;
            continue;
          }
          const record = requestRecord({ response: answered(200, 'x'.repeat(one.length)) });
          journal.write(record);
          last += 1;
          written.push({ number: last, size: sizeOf(record) });
          const bytes = (): number => written.reduce((sum, { size }) => sum + size, 0);
          while (written.length > given.entries || (bytes() > given.bytes && written.length > 1)) {
            written.shift();
            gone += 1;
          }
          expect(journal.stats()).toEqual({ entries: written.length, bytes: bytes(), dropped: gone, last });
        }
        expect(numbersIn(journal)).toEqual(written.map(({ number }) => number));
      }),
    );
  });
});

describe('a world', () => {
  it('says how much of its journal is kept', async () => {
    const { handler, world } = simulate(toy, { limits: 'off', journal: { entries: 2 } });
    for (let i = 0; i < 3; i++) await request(handler).get('/toy/v1/notes');
    expect(world.journal.entries().map(({ number }) => number)).toEqual([2, 3]);
  });

  it.each([{ entries: 0 }, { entries: 1_000_000 }, { bytes: 10 }, { entries: 1.5 }, { lines: 5 }])(
    'refuses %o',
    (journal) => {
      const { simulator } = simulate(toy);
      expect(() => simulator.createWorld({ journal: journal as never })).toThrow(RangeError);
    },
  );

  it('begins with an empty journal, and again after a reset', async () => {
    const { handler, world } = simulate(toy);
    await request(handler).get('/toy/v1/notes');
    world.reset();
    expect(world.journal.entries()).toEqual([]);
    await request(handler).get('/toy/v1/notes');
    expect(world.journal.entries()).toMatchObject([{ number: 1 }]);
  });

  it('can forget what happened: numbers go on', async () => {
    const { handler, world } = simulate(toy);
    await request(handler).get('/toy/v1/notes');
    world.journal.clear();
    await request(handler).get('/toy/v1/notes');
    expect(world.journal.entries()).toMatchObject([{ number: 2 }]);
    expect(world.journal.stats()).toMatchObject({ entries: 1, dropped: 0, last: 2 });
  });

  it('takes no journal along in a snapshot', async () => {
    const { simulator, handler, world } = simulate(toy);
    await request(handler).get('/toy/v1/notes');
    expect(JSON.stringify(world.snapshot())).not.toContain('/v1/notes');
    expect(simulator.restore(world.snapshot()).journal.entries()).toEqual([]);
  });

  it('hears nothing of requests that began before its reset', async () => {
    let answer: () => void = () => {};
    let asked: () => void = () => {};
    const waiting = new Promise<void>((resolve) => (answer = resolve));
    const slow = {
      ...toy,
      handlers: {
        ...(toy as Provider).handlers,
        listNotes: async () => {
          asked();
          await waiting;
          return { kind: 'reply', status: 200, body: {} } as never;
        },
      },
    };
    const { handler, world } = simulate(slow);
    const started = new Promise<void>((resolve) => (asked = resolve));
    const done = request(handler).get('/toy/v1/notes').then();
    await started;
    world.reset();
    answer();
    await done;
    expect(world.journal.entries()).toEqual([]);
  });
});

describe('entries are chosen', () => {
  const journal = new Journal();
  journal.write(requestRecord());
  journal.write(requestRecord({ provider: 'other', by: 'fault', faults: [{ id: 'f1', fault: 'gone' }] }));
  journal.write(requestRecord({ operation: 'addNote', path: '/v1/notes/1', response: answered(404, '{}') }));
  journal.write(deliveryRecord());
  journal.write(requestRecord({ outcome: 'aborted by client', response: undefined }));

  it.each([
    [{}, [1, 2, 3, 4, 5]],
    [{ kind: 'request' }, [1, 2, 3, 5]],
    [{ kind: 'delivery' }, [4]],
    [{ provider: 'other' }, [2]],
    [{ operation: 'listNotes' }, [1, 2, 5]],
    [{ operation: 'note.added' }, [4]],
    [{ status: 404 }, [3]],
    [{ status: 204 }, [4]],
    [{ fault: 'f1' }, [2]],
    [{ fault: 'gone' }, [2]],
    [{ by: 'operation' }, [1, 3, 5]],
    [{ target: 'notes/1' }, [3]],
    [{ target: 'tag=a%20b' }, [1, 2, 3, 5]],
    [{ target: '9000/hook' }, [4]],
    [{ since: 3 }, [4, 5]],
    [{ since: 1, limit: 2 }, [2, 3]],
    [{ limit: 0 }, []],
    [{ kind: 'request', status: 200, limit: 1 }, [1]],
  ] as const)('by %o', (filter, numbers) => {
    expect(journal.entries(filter).map(({ number }) => number)).toEqual(numbers);
  });

  it.each([{ since: -1 }, { limit: 1.5 }, { since: Number.NaN }])('not by %o', (filter) => {
    expect(() => journal.entries(filter)).toThrow(/whole numbers from 0/);
  });
});
