/** What a test may set of SnapTrade's own state. */
import type { Change } from '../../src/provider/index.ts';
import { LENS } from './lens.ts';
import { type RefreshTrouble, recordOf, type SnapTradeState } from './state.ts';

const OUTCOMES: readonly ('succeeds' | RefreshTrouble)[] = ['succeeds', 'fails', 'never-ends'];

export const changes: Readonly<Record<string, Change<SnapTradeState>>> = {
  'next-refresh': {
    says: 'How the next refresh that is asked for a connection will end.',
    parameters: { connection: 'key of a connection', outcome: OUTCOMES.join(', ') },
    apply(world, { connection: key, outcome }) {
      const connection = world.ledger.connections.get(String(key));
      if (connection?.seenBy.includes(LENS) !== true) {
        return `connection: SnapTrade sees no connection ${JSON.stringify(key)}. Their keys are those of \`understudy world show\`.`;
      }
      const wanted = OUTCOMES.find((one) => one === outcome);
      if (wanted === undefined) {
        return `outcome: ${JSON.stringify(outcome)} is none. Allowed: ${OUTCOMES.join(', ')}.`;
      }
      const record = recordOf(world.state, connection.key);
      delete record.nextRefresh;
      if (wanted !== 'succeeds') record.nextRefresh = wanted;
      return undefined;
    },
  },
};
