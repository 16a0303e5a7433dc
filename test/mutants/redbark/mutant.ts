import { redbarkClient } from '../../clients/redbark/index.ts';
import { mutantsOf } from '../mutant.ts';

export const mutant = mutantsOf('redbark', redbarkClient);
