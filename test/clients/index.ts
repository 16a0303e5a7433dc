/** The four reference clients, by provider. */
import type { ClientDefinition } from '../../src/verify/define-client.ts';
import { breadboxClient } from './breadbox/index.ts';
import { fivetranClient } from './fivetran/index.ts';
import { redbarkClient } from './redbark/index.ts';
import { snaptradeClient } from './snaptrade/index.ts';

export const references: Readonly<Record<string, () => ClientDefinition>> = {
  snaptrade: snaptradeClient,
  redbark: redbarkClient,
  breadbox: breadboxClient,
  fivetran: fivetranClient,
};

/** One client that does the jobs of all four providers. */
export function everyJob(): ClientDefinition {
  const clients = Object.values(references).map((client) => client());
  return {
    client: 'reference',
    version: '1',
    clock: true,
    operations: Object.assign({}, ...clients.map(({ operations }) => operations)),
  };
}
