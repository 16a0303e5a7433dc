import { type Handlers, ok } from '../../src/provider/index.ts';
import { connectionsOf } from './customers.ts';
import type { operations } from './generated/types.ts';
import type { Principal, RedbarkState } from './state.ts';
import { connectionWire, youngestFirst } from './wire/connection.ts';
import { list } from './wire/envelope.ts';

export const connections: Pick<Handlers<operations, RedbarkState, Principal>, 'listConnections'> = {
  listConnections(x) {
    const own = connectionsOf(x.world, x.principal?.customer);
    return ok(list(own.map((connection) => connectionWire(x.world, connection)).sort(youngestFirst)));
  },
};
