/** Wrong clients of SnapTrade: each makes one mistake that people make. */
import type { Mutant } from './mutant.ts';
import { failures } from './snaptrade/failures.ts';
import { paging } from './snaptrade/paging.ts';
import { patience } from './snaptrade/patience.ts';
import { reading } from './snaptrade/reading.ts';
import { requests } from './snaptrade/requests.ts';

export const mutants: readonly Mutant[] = [...paging, ...patience, ...failures, ...requests, ...reading];
