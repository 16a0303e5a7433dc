/** Wrong clients of SnapTrade: each makes one mistake that people make. */
import type { Mutant } from './mutant.ts';
import { access } from './snaptrade/access.ts';
import { data } from './snaptrade/data.ts';
import { deals } from './snaptrade/deals.ts';
import { failures } from './snaptrade/failures.ts';
import { orders } from './snaptrade/orders.ts';
import { paging } from './snaptrade/paging.ts';
import { patience } from './snaptrade/patience.ts';
import { portal } from './snaptrade/portal.ts';
import { reading } from './snaptrade/reading.ts';
import { requests } from './snaptrade/requests.ts';

export const mutants: readonly Mutant[] = [
  ...paging,
  ...patience,
  ...failures,
  ...requests,
  ...reading,
  ...portal,
  ...access,
  ...data,
  ...orders,
  ...deals,
];
