/** Pages of activities that give fewer rows than they should, as under a lower maximum (ST-C44). */
import type { Play } from '../../../src/provider/index.ts';
import type { OperationId } from '../generated/operations.ts';
import type { Principal, SnapTradeState } from '../state.ts';
import { activitiesAhead } from './asked.ts';

const PAGED: readonly OperationId[] = ['listActivities'];

export const pages: Readonly<Record<string, Play<SnapTradeState, Principal>>> = {
  'short-page': {
    on: PAGED,
    when: (x, { rows }) => (activitiesAhead(x)?.rows.length ?? 0) > Number(rows),
    play: (_, { rows }) => ({ notes: { pageRows: Number(rows) } }),
  },
  'empty-page': {
    on: PAGED,
    when: (x) => (activitiesAhead(x)?.rows.length ?? 0) > 0,
    play: () => ({ notes: { pageRows: 0 } }),
  },
};
