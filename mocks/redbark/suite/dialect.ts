/** How the rules of the wire read Redbark's traffic. */
import type { Paging, WireAnswer, WireDialect } from '../../../src/provider/index.ts';
import { ACCOUNTS_PAGE, type PageRule, ROWS_PAGE } from '../paging.ts';

export const wire: WireDialect = {
  paging: {
    listAccounts: byOffset(ACCOUNTS_PAGE),
    listTransactions: byOffset(ROWS_PAGE),
    listTrades: byOffset(ROWS_PAGE),
  },
  // Everything here only reads.
  once: [],
  // RB-21.
  mostInFlight: 4,
};

function byOffset({ usual }: PageRule): Paging {
  return { by: 'offset', offset: 'offset', limit: 'limit', usualLimit: usual, more: hasMore };
}

/** The only sign of whether a listing goes on (RB-36). */
function hasMore({ status, json }: WireAnswer): boolean | undefined {
  if (status !== 200) return undefined;
  const more = (json as { readonly pagination?: { readonly hasMore?: unknown } } | undefined)?.pagination
    ?.hasMore;
  return typeof more === 'boolean' ? more : undefined;
}
