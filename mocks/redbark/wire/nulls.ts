/**
 * Members that may be null for no reason a client could see (RB-29, and the object tables of the other pages), and
 * that are always there in a tidy world. Left out is what a null says something with: a total that is not known.
 */
import type { MayBeNull } from '../../../src/provider/index.ts';
import type { operations } from '../generated/types.ts';

export const mayBeNull: MayBeNull<operations> = {
  listConnections: ['data[].institutionLogo', 'data[].lastRefreshedAt'],
  listAccounts: ['data[].provider', 'data[].institutionName'],
  listHoldings: [
    'data[].name',
    'data[].averagePrice',
    'data[].currentPrice',
    'data[].marketValue',
    'data[].unrealizedPnl',
  ],
};
