/** What a successful sync changed: the difference between two views of the same ledger. */
import { DAY } from '../../../fixtures/ledger/time.ts';
import type { BankTransaction, Instant, Ledger } from '../../../fixtures/ledger/types.ts';
import { type Attempt, latestSuccess } from './attempts.ts';
import type { Course } from './course.ts';

export interface Changes {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
}

/** Banks post a pending row within days; one that waited longer is not counted as removed. */
const LONGEST_PENDING_MS = 30 * DAY;

/**
 * Rows looked at for that, the newest first: more than a household has in a month. Where millions come in a day, what
 * waited longer than the newest of them is not counted as removed (docs/limits.md).
 */
const MOST_LOOKED_AT = 5_000;

/**
 * Counts without reading what did not change: only the rows that were pending at the sync before are looked at.
 *
 * A row that was posted meanwhile has another key: the pending one is removed, the posted one added (BB-25).
 * Nothing is ever modified in place, here or at the data providers that report this way.
 */
export function changesBy(
  ledger: Ledger,
  accounts: readonly string[],
  course: Course,
  attempt: Attempt,
): Changes {
  const { transactions } = ledger;
  const after = attempt.startedAt;
  const before = successBefore(course, attempt)?.startedAt;
  if (before === undefined)
    return { added: transactions.count(accounts, { now: after }), modified: 0, removed: 0 };
  const recent = (now: Instant): readonly BankTransaction[] =>
    transactions.page(
      accounts,
      { now, from: before - LONGEST_PENDING_MS, until: before + 1 },
      0,
      MOST_LOOKED_AT,
    );
  const gone = new Set<string>();
  for (const row of recent(before)) if (row.pending) gone.add(`${row.account} ${row.key}`);
  if (gone.size > 0) for (const row of recent(after)) gone.delete(`${row.account} ${row.key}`);
  const grown = transactions.count(accounts, { now: after }) - transactions.count(accounts, { now: before });
  return { added: grown + gone.size, modified: 0, removed: gone.size };
}

/** A sync without length is over when it starts, and so would find itself. */
function successBefore(course: Course, { startedAt, endsAt }: Attempt): Attempt | undefined {
  return latestSuccess(course, startedAt === endsAt ? startedAt - 1 : startedAt);
}
