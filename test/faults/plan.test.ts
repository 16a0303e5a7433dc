/** Plans of what happens on the wire, without a wire: what joins, what needs a body, how long delays are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rootSeed, sub } from '../../fixtures/ledger/seed.ts';
import { arranged } from '../../src/faults/wire/arranged.ts';
import { wire } from '../../src/faults/wire/index.ts';
import { hasRoomFor, isRepeatable, joined, leavesNoAnswer, withoutBody } from '../../src/faults/wire/plan.ts';
import type { Given } from '../../src/provider/index.ts';

/** Delays of a thousand requests. */
function delays(given: Given): number[] {
  const latency = wire.latency;
  if (latency?.kind !== 'wire') throw new Error('latency is a fault of the wire');
  return Array.from({ length: 1000 }, (_, n) => latency.plan(given, sub(rootSeed(7), n)).delayMs ?? -1);
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

describe('latency', () => {
  it('is fixed, if nothing else is said', () => {
    expect(new Set(delays({ ms: 120 }))).toEqual(new Set([120]));
  });

  it('is drawn evenly between two', () => {
    const all = sorted(delays({ ms: 100, to: 200 }));
    expect([all[0], all.at(-1)]).toEqual([100, 200]);
    expect(Math.abs((all[500] ?? 0) - 150)).toBeLessThan(8);
  });

  it('is log-normal around a median, with a long tail, and never endless', () => {
    const all = sorted(delays({ ms: 100, sigma: 0.5 }));
    const quantile = (share: number): number => all[Math.floor(share * 1000)] ?? 0;
    expect(Math.abs(quantile(0.5) - 100)).toBeLessThan(8);
    // One standard deviation to either side: 100 * e^-0.5 and 100 * e^0.5.
    expect(Math.abs(quantile(0.159) - 61)).toBeLessThan(6);
    expect(Math.abs(quantile(0.841) - 165)).toBeLessThan(15);
    expect(Math.max(...delays({ ms: 600_000, sigma: 4 }))).toBe(600_000);
  });

  it('is the same for the same request on every run', () => {
    expect(delays({ ms: 100, sigma: 0.5 })).toEqual(delays({ ms: 100, sigma: 0.5 }));
  });
});

describe('plans', () => {
  it('join: delays add up, of everything else the first one stays', () => {
    const one = { delayMs: 30, contentType: null };
    const two = { delayMs: 40, pace: { pieces: 2, overMs: 10 } };
    expect(joined(one, two)).toEqual({ delayMs: 70, contentType: null, pace: { pieces: 2, overMs: 10 } });
  });

  it('have room for one of each part, and for any number of delays', () => {
    const plan = { delayMs: 1, contentType: null, bytes: 'corrupt-gzip' } as const;
    expect(
      (['delayMs', 'contentType', 'bytes', 'pace', 'ending'] as const).map((part) => hasRoomFor(part, plan)),
    ).toEqual([true, false, false, true, true]);
  });

  it.each([
    [{ how: 'hang', forMs: 10 }, true, false],
    [{ how: 'empty' }, true, true],
    [{ how: 'reset', at: 'before-headers' }, true, true],
    [{ how: 'reset', at: 'mid-body' }, false, false],
    [{ how: 'cut', keep: 0 }, false, false],
    [{ how: 'unfinished', keep: 0 }, false, false],
    [{ how: 'drop' }, false, false],
  ] as const)(
    'know which endings leave no answer, and which a stack may repeat in silence: %o',
    (ending, none, repeatable) => {
      expect([leavesNoAnswer({ ending }), isRepeatable({ ending })]).toEqual([none, repeatable]);
      expect([hasRoomFor('bytes', { ending }), hasRoomFor('delayMs', { ending })]).toEqual([!none, true]);
    },
  );

  it('keep without a body what has nothing to do with one', () => {
    const all = {
      delayMs: 1,
      headersOverMs: 2,
      pace: { pieces: 2, overMs: 1 },
      bytes: 'corrupt-gzip',
      contentType: null,
    } as const;
    expect(withoutBody({ ...all, ending: { how: 'drop' } })).toEqual({
      delayMs: 1,
      headersOverMs: 2,
      ending: { how: 'drop' },
    });
    expect(withoutBody({ ...all, ending: { how: 'cut', keep: 0 } })).toEqual({
      delayMs: 1,
      headersOverMs: 2,
    });
  });
});

describe('an answer as planned', () => {
  const headers = { Date: 'x', 'Content-Type': 'application/json', 'Content-Length': 0, ETag: 'y' };

  it('has headers in the order they had', () => {
    const { headers: changed } = arranged({ headers, body: '{}' }, { contentType: 'text/plain' });
    expect(Object.entries(changed)).toEqual([
      ['Date', 'x'],
      ['Content-Type', 'text/plain'],
      ['Content-Length', 2],
      ['ETag', 'y'],
    ]);
  });

  it('is never JSON when it is to be malformed, whatever JSON it was', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const { sent, headers: changed } = arranged({ headers, body }, { bytes: 'malformed-json' });
        expect(() => JSON.parse(sent.toString())).toThrow();
        expect(changed['Content-Length']).toBe(sent.length);
      }),
    );
    expect(arranged({ headers, body: '123' }, { bytes: 'malformed-json' }).sent.toString()).toBe('{');
  });

  it('never sends all of a body that is to be cut', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (body, keep) => {
          const {
            sent,
            headers: changed,
            isWhole,
          } = arranged({ headers, body }, { ending: { how: 'cut', keep } });
          expect(changed['Content-Length']).toBe(Buffer.byteLength(body));
          expect(sent.length).toBeLessThan(Buffer.byteLength(body));
          expect(isWhole).toBe(false);
        },
      ),
    );
  });
});
