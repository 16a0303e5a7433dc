/**
 * Members that may be null for no reason a client could see, and that are always there in a tidy world (BB-C35).
 * Left out are those whose null says something: a connection that never synced, a sync that still runs.
 */
import type { MayBeNull } from '../../../src/provider/index.ts';
import type { operations } from '../generated/types.ts';

export const mayBeNull: MayBeNull<operations> = {
  listConnections: ['data[].institution_id', 'data[].user_name'],
  getConnectionStatus: ['institution_id', 'user_name'],
  listAccounts: [
    'data[].user_name',
    'data[].subtype',
    'data[].mask',
    'data[].iso_currency_code',
    'data[].balance_current',
    'data[].balance_available',
  ],
  listTransactions: ['data[].iso_currency_code', 'data[].authorized_date', 'data[].payment_channel'],
};
