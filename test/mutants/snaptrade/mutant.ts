import { snaptradeClient } from '../../clients/snaptrade/index.ts';
import { ORDER_JOBS } from '../../clients/snaptrade/order-jobs.ts';
import { mutantsOf } from '../mutant.ts';

export const mutant = mutantsOf('snaptrade', snaptradeClient);

/** In the other jobs its mistake cannot show. */
export const orderMutant = mutantsOf('snaptrade', snaptradeClient, Object.keys(ORDER_JOBS));
