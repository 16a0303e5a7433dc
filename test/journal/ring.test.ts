import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/journal/record.ts';
import { Ring } from '../../src/journal/ring.ts';
import { answered, deliveryRecord, requestRecord } from './records.ts';

const headers = fc.constantFrom(['Accept', '*/*'], ['Accept', '*/*', 'X-Id', '7'], []);
const request: fc.Arbitrary<JournalRecord> = fc
  .record({
    at: fc.nat(),
    tookMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
    path: fc.webPath(),
    operation: fc.option(fc.constantFrom('listNotes', 'addNote'), { nil: undefined }),
    code: fc.option(fc.constant('rate_limited'), { nil: undefined }),
    arrival: fc.record({ connection: fc.nat(), attempt: fc.nat() }),
    request: headers.map((sent) => ({ ...requestRecord().request, headers: sent })),
    response: fc.option(
      fc.tuple(fc.constantFrom(200, 404, 503), fc.string()).map(([status, body]) => answered(status, body)),
      { nil: undefined },
    ),
  })
  .map(requestRecord);
const delivery = fc.nat().map((attempt) => deliveryRecord({ attempt }));
const record = fc.oneof({ weight: 5, arbitrary: request }, { weight: 1, arbitrary: delivery });

const CAPACITY = 40;
const step = fc.oneof(
  { weight: 10, arbitrary: fc.record({ put: record, place: fc.nat(CAPACITY - 1), size: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ drop: fc.nat(CAPACITY - 1) }) },
  { weight: 1, arbitrary: fc.constant('clear' as const) },
);

describe('a ring of records', () => {
  it('gives what was put there last, and nothing that was dropped', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const ring = new Ring(CAPACITY);
        const wanted = new Map<number, { put: JournalRecord; size: number }>();
        for (const one of steps) {
          if (one === 'clear') {
            ring.clear();
            wanted.clear();
          } else if ('drop' in one) {
            expect(ring.drop(one.drop)).toBe(wanted.get(one.drop)?.size ?? 0);
            wanted.delete(one.drop);
          } else {
            const before = wanted.get(one.place)?.size ?? 0;
            expect(ring.put(one.place, one.put, one.size)).toBe(before);
            wanted.set(one.place, one);
          }
        }
        for (let place = 0; place < CAPACITY; place++) {
          expect(ring.at(place)).toEqual(wanted.get(place)?.put);
        }
      }),
    );
  });

  it('keeps the headers that a client sends with every request once', () => {
    const ring = new Ring(CAPACITY);
    const sent = (): string[] => ['Host', '127.0.0.1', 'Authorization', `Bearer ${'x'.repeat(9)}`];
    for (let place = 0; place < 3; place++)
      ring.put(place, requestRecord({ request: { ...requestRecord().request, headers: sent() } }), 1);
    const [first, ...others] = [0, 1, 2].map((place) => ring.at(place)?.request.headers);
    for (const other of others) expect(other).toBe(first);
  });

  it('takes no room for records that never come', () => {
    const before = process.memoryUsage().arrayBuffers;
    const rings = Array.from({ length: 1000 }, () => new Ring(1_000_000));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000);
    expect(rings[0]?.at(5)).toBeUndefined();
  });
});
