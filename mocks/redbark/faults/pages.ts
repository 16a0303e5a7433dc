/** Pages that give fewer rows than they should. The rows held back come with the pages after them (RB-36, RB-C41). */
import type { Play } from '../../../src/provider/index.ts';
import type { OperationId } from '../generated/operations.ts';
import type { Principal, RedbarkExchange, RedbarkState } from '../state.ts';
import { reading } from '../switches.ts';
import { liveAhead, pageAhead } from './asked.ts';

const PAGED: readonly OperationId[] = ['listAccounts', 'listTransactions', 'listTrades'];
const LIVE: readonly OperationId[] = ['listTransactions', 'listTrades'];

export const pages: Readonly<Record<string, Play<RedbarkState, Principal>>> = {
  'short-page': {
    on: PAGED,
    when: (x, { rows }) => rowsAhead(x) > Number(rows),
    play: (_, { rows }) => ({ notes: { pageRows: Number(rows) } }),
  },
  'empty-page': {
    on: PAGED,
    when: (x) => rowsAhead(x) > 0,
    play: () => ({ notes: { pageRows: 0 } }),
  },
  truncated: {
    on: LIVE,
    when: (x, { rows }) => reachesCeiling(x, Number(rows)),
    play: (_, { rows }) => ({ notes: { ceiling: Number(rows) } }),
  },
};

/** Rows the page would have. */
function rowsAhead(x: RedbarkExchange): number {
  const page = pageAhead(x);
  return page === undefined ? 0 : Math.min(page.limit, page.listing.count - page.offset);
}

/** The ceiling counts from the request's offset or from the first row, as the world reads the pages (RB-C04). */
function reachesCeiling(x: RedbarkExchange, ceiling: number): boolean {
  const page = liveAhead(x);
  if (page === undefined) return false;
  const { offset, limit, listing } = page;
  return reading(x.world, 'ceiling') === 'per-request'
    ? listing.count - offset > ceiling
    : listing.count > ceiling && offset + limit > ceiling;
}
