import { isProblem, ok } from '../../src/provider/index.ts';
import type { Serves } from './handlers.ts';
import { knownUntil } from './live.ts';
import { balanceScope } from './scope.ts';
import { balanceBody } from './wire/balance.ts';
import { list } from './wire/envelope.ts';

export const balances: Serves<'listBalances'> = {
  listBalances(x) {
    const wanted = balanceScope(x);
    if (isProblem(wanted)) return wanted;
    const { ledger } = x.world;
    // One bank that is down costs its own accounts their values, not the others theirs.
    const rows = wanted.map(({ key, connection }) => {
      const until = knownUntil(x.world, connection);
      return balanceBody(
        ledger.id('redbark', 'account', key),
        until === undefined ? undefined : ledger.balance(key, until),
      );
    });
    return ok(list(rows));
  },
};
