/** What a journal costs does not depend on how much has gone through it. Processor time, compared with itself. */
import { describe, expect, it } from 'vitest';
import { Journal } from '../../src/journal/journal.ts';
import { requestRecord } from './records.ts';

const RECORD = requestRecord();
const MOST = 100_000;

/** Microseconds of processor time; the least of several goes, since others disturb in one direction only. */
function cost(act: () => void, goes = 5): number {
  const times = Array.from({ length: goes }, () => {
    const before = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...times);
}

const write = (journal: Journal, count: number): void => {
  for (let n = 0; n < count; n++) journal.write(RECORD);
};

/** A journal without bound in bytes, that was written to so often. */
function written(count: number, entries: number): Journal {
  const journal = new Journal({ entries, bytes: 2 ** 30 });
  write(journal, count);
  return journal;
}

describe('writing to a journal', () => {
  // Below its bound, and small: nothing goes, and the list hardly grows.
  const below = cost(() => write(written(0, 10_000), 10_000)) / 10_000;

  it('costs the same at its bound as below it', () => {
    const journal = written(3 * MOST, MOST);
    expect(journal.stats().entries).toBe(MOST);
    expect(cost(() => write(journal, 50_000)) / 50_000).toBeLessThan(5 * below + 0.5);
  });

  it('costs the same where bytes are what bounds it', () => {
    const journal = new Journal({ entries: MOST, bytes: 2 ** 20 });
    write(journal, MOST);
    expect(journal.stats().entries).toBeLessThan(3_000);
    expect(cost(() => write(journal, 50_000)) / 50_000).toBeLessThan(5 * below + 0.5);
  });

  it('goes on after it was cleared, wherever in the ring it had come to', () => {
    const journal = written(25, 10);
    journal.clear();
    write(journal, 13);
    expect(journal.entries().map(({ number }) => number)).toEqual([29, 30, 31, 32, 33, 34, 35, 36, 37, 38]);
    expect(journal.stats()).toMatchObject({ entries: 10, dropped: 3, last: 38 });
  });

  it('tells each of two hundred that wait once, and forgets them', async () => {
    const journal = written(MOST, MOST);
    const { last: since } = journal.stats();
    const waits = Array.from({ length: 200 }, () =>
      journal.wait({ since, operation: 'listNotes' }, 3, 60_000),
    );
    write(journal, 3);
    const told = await Promise.all(waits);
    expect(told.every((entries) => entries.length === 3)).toBe(true);
    expect(cost(() => write(journal, 50_000)) / 50_000).toBeLessThan(5 * below + 0.5);
  });
});
