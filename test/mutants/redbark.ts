/** Clients of Redbark, each with one mistake that people make. */
import type { Mutant } from './mutant.ts';
import { paging } from './redbark/paging.ts';
import { patience } from './redbark/patience.ts';
import { reading } from './redbark/reading.ts';
import { requests } from './redbark/requests.ts';
import { webhooks } from './redbark/webhooks.ts';

export const mutants: readonly Mutant[] = [...paging, ...patience, ...reading, ...requests, ...webhooks];
