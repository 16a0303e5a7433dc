/** How this provider's wire is read. */
import type { WireAnswer, WireDialect } from '../../../src/provider/index.ts';
import { paginationOf, rowsOf } from './served.ts';

export const wire: WireDialect = {
  paging: {
    listActivities: {
      by: 'offset',
      offset: 'offset',
      limit: 'limit',
      usualLimit: 1000,
      more(answer) {
        const pagination = paginationOf(answer);
        return pagination && pagination.offset + rowsOf(answer).length < pagination.total;
      },
    },
  },
  waitOf,
  // A secret is shown once; and a refresh is billed.
  once: ['registerUser', 'resetUserSecret', 'refreshConnection'],
  secretParameters: ['userSecret'],
  // Signed anew with every try.
  volatileParameters: ['timestamp'],
};

/** The headers of the limit tell a wait only where it is the limit that refused: `throttled` is about one connection. */
function waitOf({ status, headers }: WireAnswer): number | undefined {
  if (status !== 429) return undefined;
  // Both limits of a personal key have to let it pass (ST-455).
  const waits = ['x-ratelimit', 'x-ratelimit-account'].flatMap((limit) => {
    const reset = headers[`${limit}-reset`];
    return headers[`${limit}-remaining`] === '0' && reset !== undefined ? [Number(reset) * 1000] : [];
  });
  return waits.length === 0 ? undefined : Math.max(...waits);
}
