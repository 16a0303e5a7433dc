import { snaptradeClient } from '../../clients/snaptrade/index.ts';
import { mutantsOf } from '../mutant.ts';

export const mutant = mutantsOf('snaptrade', snaptradeClient);
