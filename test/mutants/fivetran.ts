/** Wrong clients of Fivetran: each makes one mistake that people make. */
import { paging } from './fivetran/paging.ts';
import { patience } from './fivetran/patience.ts';
import { reading } from './fivetran/reading.ts';
import { requests } from './fivetran/requests.ts';
import { syncs } from './fivetran/syncs.ts';
import { webhooks } from './fivetran/webhooks.ts';
import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  ...paging,
  ...patience,
  ...requests,
  ...reading,
  ...syncs,
  ...webhooks,
];
