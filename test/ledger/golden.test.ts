/**
 * What a seed gives is kept from one version to the next: whoever wrote down a value of a world finds it again. Making
 * the ledger faster must not change a digit, so digests of what it shows stand here.
 *
 * A digest that has to change says in the changelog why.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLedger } from '../../fixtures/ledger/ledger.ts';
import { planOf } from '../../fixtures/ledger/plan.ts';
import { DAY } from '../../fixtures/ledger/time.ts';

const NOW = Date.parse('2026-03-15T22:00:00Z');

/** Rows from the top and from the middle, and what they add up to, of every account a template always had. */
function digestOf(template: string, later: readonly string[] = []): string {
  const ledger = createLedger(planOf({ template, seed: 7 }));
  const hash = createHash('sha256');
  const put = (value: unknown): unknown => hash.update(JSON.stringify(value));
  for (const { key, kind } of ledger.accounts.values()) {
    if (later.includes(key)) continue;
    for (const rows of [ledger.trades, ledger.transactions]) {
      const count = rows.count([key], { now: NOW });
      put(count);
      put(rows.page([key], { now: NOW }, 0, 40));
      put(rows.page([key], { now: NOW }, Math.floor(count / 2), 40));
    }
    if (kind === 'brokerage' || kind === 'crypto') {
      put(ledger.holdings(key, NOW - 40 * DAY));
      put(ledger.cash(key, NOW - 40 * DAY));
    }
    put(ledger.balance(key, NOW - 40 * DAY));
  }
  return hash.digest('hex').slice(0, 16);
}

describe('seed 7', () => {
  it.each([
    ['household', '88f2c7ce45631563', []],
    ['messy', '7a30858f7d4ab6b4', []],
    ['whale', 'c2eaf40f1ff71321', ['billion', 'payments']],
  ])('shows in %s what it always showed', (template, digest, later) => {
    expect(digestOf(template, later)).toBe(digest);
  });
});
