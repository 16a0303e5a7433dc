/** Where rows stand in the answers. Only transactions come in pages. */
import type { ProviderFaults } from '../../../src/provider/index.ts';
import type { operations } from '../generated/types.ts';

export const lists: ProviderFaults<operations>['lists'] = {
  listConnections: { rows: 'data' },
  listAccounts: { rows: 'data' },
  listTransactions: {
    rows: 'data',
    room: (body, { limit }) => Number(limit) - (body.data as readonly unknown[]).length,
    ended: (body) => ({ ...body, next_cursor: null, has_more: false }),
  },
};
