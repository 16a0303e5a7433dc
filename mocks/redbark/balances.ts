import { type Handlers, isProblem, ok } from '../../src/provider/index.ts';
import type { operations } from './generated/types.ts';
import { knownUntil } from './live.ts';
import { balanceScope } from './scope.ts';
import type { Principal, RedbarkState } from './state.ts';
import { balanceWire } from './wire/balance.ts';
import { list } from './wire/envelope.ts';

export const balances: Pick<Handlers<operations, RedbarkState, Principal>, 'listBalances'> = {
  listBalances(x) {
    const wanted = balanceScope(x);
    if (isProblem(wanted)) return wanted;
    const { ledger } = x.world;
    // One bank that is down costs its own accounts their values, not the others theirs.
    const rows = wanted.map(({ key, connection }) => {
      const until = knownUntil(x.world, connection);
      return balanceWire(
        ledger.id('redbark', 'account', key),
        until === undefined ? undefined : ledger.balance(key, until),
      );
    });
    return ok(list(rows));
  },
};
