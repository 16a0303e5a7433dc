/** Waits on the world's clock: in order, all at once, and only when nothing else is under way. */
import { describe, expect, it } from 'vitest';
import { Waits } from '../../src/verify/waits.ts';

function stage() {
  let now = 0;
  let open = 0;
  const woken: [unknown, number][] = [];
  const waits = new Waits({
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    open: () => open,
    over: (id, at) => woken.push([id, at]),
  });
  return {
    waits,
    woken,
    opened: (count: number) => {
      open = count;
      waits.stirred();
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('waits', () => {
  it('of an hour take no time, and end in the order of their times', async () => {
    const { waits, woken } = stage();
    waits.add('hour', 3_600_000);
    waits.add('second', 1000);
    waits.add('also a second', 1000);
    await pause(150);
    expect(woken).toEqual([
      ['second', 1000],
      ['also a second', 1000],
      ['hour', 3_600_000],
    ]);
  });

  it('never end early: a part of a millisecond is one', async () => {
    const { waits, woken } = stage();
    waits.add(1, 0.2);
    await pause(60);
    expect(woken).toEqual([[1, 1]]);
  });

  it('last while a request is under way', async () => {
    const { waits, woken, opened } = stage();
    opened(1);
    waits.add(1, 1000);
    await pause(120);
    expect(woken).toEqual([]);
    opened(0);
    await pause(120);
    expect(woken).toEqual([[1, 1000]]);
  });

  it('end even if a request hangs that only their end can give up', async () => {
    const { waits, woken, opened } = stage();
    opened(1);
    waits.add(1, 1000);
    await pause(2500);
    expect(woken).toEqual([[1, 1000]]);
  });

  it('end no more once the case has', async () => {
    const { waits, woken } = stage();
    waits.add(1, 1000);
    waits.end();
    waits.add(2, 1000);
    await pause(60);
    expect(woken).toEqual([]);
  });
});
