import { breadboxClient } from '../../clients/breadbox/index.ts';
import { mutantsOf } from '../mutant.ts';

export const mutant = mutantsOf('breadbox', breadboxClient);
