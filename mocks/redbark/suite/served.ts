/** What was really served: of faults that reshape answers the ledger knows nothing. */
import type { WireExchange } from '../../../src/provider/index.ts';

/**
 * The rows of all answers that arrived whole. A request that was sent again counts once, with its last answer: the
 * same page read twice is one page.
 *
 * @param member where the rows are in the body
 */
export function rowsServed(
  exchanges: readonly WireExchange[],
  operation: string,
  member: 'data' | 'categories' = 'data',
): unknown[] {
  const answers = new Map<string, readonly unknown[]>();
  for (const { operation: asked, outcome, answer, rawQuery } of exchanges) {
    if (asked !== operation || outcome !== 'answered' || answer?.status !== 200) continue;
    const rows = (answer.json as Readonly<Record<string, unknown>> | undefined)?.[member];
    if (Array.isArray(rows)) answers.set(rawQuery, rows);
  }
  return [...answers.values()].flat();
}
