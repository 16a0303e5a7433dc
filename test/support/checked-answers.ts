/**
 * A test in whose worlds an answer was not as its provider's contract has it fails, whatever else it looked at. Not
 * for answers that an injected fault had a hand in: some faults are there to break contracts. Loaded by
 * `UNDERSTUDY_CHECK_ANSWERS=journal npm test` (vitest.config.ts).
 */
import { afterEach, expect } from 'vitest';
import { Journal } from '../../src/journal/journal.ts';
import type { JournalRecord } from '../../src/journal/record.ts';
import { providers } from '../../src/understudy.ts';

const ours = new Set(providers.map(({ id }) => id));
let broken: string[] = [];

const write = Journal.prototype.write;
Journal.prototype.write = function (this: Journal, record: JournalRecord, era?: number): void {
  if (record.kind === 'request' && ours.has(record.provider) && record.faults.length === 0) {
    const asked = `${record.provider} ${record.method} ${record.path}?${record.rawQuery}`;
    for (const one of record.violations)
      if (one.in === 'answer')
        broken.push(`${asked}: ${record.response?.status} ${one.name}: ${one.message}`);
  }
  write.call(this, record, era);
};

afterEach(() => {
  const found = broken;
  broken = [];
  expect(found).toEqual([]);
});
