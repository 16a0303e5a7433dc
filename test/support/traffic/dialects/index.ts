import type { Dialect } from '../dialect.ts';
import { breadbox } from './breadbox.ts';
import { fivetran } from './fivetran.ts';
import { redbark } from './redbark.ts';
import { snaptrade } from './snaptrade.ts';

export const dialects: readonly Dialect[] = [snaptrade, redbark, breadbox, fivetran];
