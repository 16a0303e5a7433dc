/** Every wrong client there is. */
import { mutants as breadbox } from './breadbox.ts';
import { mutants as fivetran } from './fivetran.ts';
import type { Mutant } from './mutant.ts';
import { mutants as redbark } from './redbark.ts';
import { mutants as snaptrade } from './snaptrade.ts';

export const mutantsBy: Readonly<Record<string, readonly Mutant[]>> = {
  snaptrade,
  redbark,
  breadbox,
  fivetran,
};
