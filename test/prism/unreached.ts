import type { Unreached } from '../support/traffic/reached.ts';

/**
 * Documented answers that no request can provoke, with the reason. Faults armed by a test will provoke most of them;
 * until then nothing but a bug would.
 */
export const unreached: readonly Unreached[] = [
  { provider: 'snaptrade', operations: '*', status: 500, reason: 'only a bug answers so' },
  { provider: 'redbark', operations: '*', status: 500, reason: 'only a bug answers so' },
  { provider: 'breadbox', operations: '*', status: 500, reason: 'only a bug answers so' },
  {
    provider: 'breadbox',
    operations: '*',
    status: 503,
    reason: 'only an armed fault takes the database away',
  },
  { provider: 'fivetran', operations: '*', status: 500, reason: 'only a bug answers so' },
];
