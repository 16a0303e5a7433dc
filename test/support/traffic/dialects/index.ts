import type { Provider } from '../../../../src/provider/index.ts';
import type { Dialect } from '../dialect.ts';
import { breadbox } from './breadbox.ts';
import { fivetran } from './fivetran.ts';
import { redbark } from './redbark.ts';
import { snaptrade } from './snaptrade.ts';

export const dialects: readonly Dialect[] = [snaptrade, redbark, breadbox, fivetran];

export function dialectOf(provider: Provider): Dialect {
  const dialect = dialects.find((one) => one.provider === provider.id);
  if (dialect === undefined) throw new Error(`Nobody wrote down how to talk to ${provider.id}.`);
  return dialect;
}
