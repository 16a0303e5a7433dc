import type { Unreached } from '../support/traffic/reached.ts';

/**
 * Documented answers that no request can provoke, with the reason. Faults armed by a test will provoke most of them;
 * until then nothing but a bug would.
 */
export const unreached: readonly Unreached[] = [
  { provider: 'snaptrade', operations: '*', status: 500, reason: 'only a bug answers so' },
  { provider: 'snaptrade', operations: '*', status: 503, reason: 'only an armed fault answers so' },
  {
    provider: 'snaptrade',
    operations: ['listBalances', 'listAllPositions', 'listPositions'],
    status: 425,
    reason: 'first syncs end before anything asks; only an armed fault makes one last',
  },
  {
    provider: 'snaptrade',
    operations: [
      'login',
      'deleteUser',
      'listConnections',
      'getConnection',
      'removeConnection',
      'deleteConnection',
      'listAccountsOfConnection',
      'listAccounts',
      'getAccount',
      'listBalances',
      'listAllPositions',
      'listPositions',
      'listActivities',
    ],
    status: 403,
    reason: 'only an armed fault takes a permission away',
  },
  {
    provider: 'snaptrade',
    operations: [
      'removeConnection',
      'listAccountsOfConnection',
      'listAccounts',
      'getAccount',
      'listBalances',
      'listAllPositions',
      'listActivities',
    ],
    status: 410,
    reason: 'only an armed fault takes these operations away',
  },
  { provider: 'redbark', operations: '*', status: 500, reason: 'only a bug answers so' },
  {
    provider: 'redbark',
    operations: ['getHealth', 'listConnections', 'listAccounts', 'listBalances', 'listCategories'],
    status: 503,
    reason: 'only an armed fault takes the service away',
  },
  { provider: 'breadbox', operations: '*', status: 500, reason: 'only a bug answers so' },
  {
    provider: 'breadbox',
    operations: '*',
    status: 503,
    reason: 'only an armed fault takes the database away',
  },
  { provider: 'fivetran', operations: '*', status: 500, reason: 'only a bug answers so' },
  { provider: 'fivetran', operations: '*', status: 503, reason: 'only an armed fault answers so' },
  {
    provider: 'fivetran',
    operations: [
      'listConnections',
      'getConnection',
      'updateConnection',
      'syncConnection',
      'forceConnection',
      'getConnector',
      'updateConnector',
      'syncConnector',
      'forceConnector',
      'listGroups',
    ],
    status: 403,
    reason: 'only an armed fault takes a permission away; the switch accountRead takes that of account info',
  },
];
