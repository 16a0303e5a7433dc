/** Pages that hold rows back. A cursor says where to go on, so the rows come with the pages after them by themselves. */
import type { Play } from '../../../src/provider/index.ts';
import { notes } from '../pretences.ts';
import type { BreadboxExchange, BreadboxState, Principal } from '../state.ts';

/** Only a listing by date goes on after its first page (BB-C21). */
const goesOn = ({ query }: BreadboxExchange): boolean => (query.sort_by ?? 'date') === 'date';

export const pages: Readonly<Record<string, Play<BreadboxState, Principal>>> = {
  'short-page': {
    on: ['listTransactions'],
    when: goesOn,
    play: (_, given) => ({ notes: { [notes.pageRows]: Number(given.rows) } }),
  },
  'empty-page': {
    on: ['listTransactions'],
    when: goesOn,
    play: () => ({ notes: { [notes.pageRows]: 0 } }),
  },
};
