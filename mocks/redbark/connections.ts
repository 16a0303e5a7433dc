import { ok } from '../../src/provider/index.ts';
import { connectionsOf } from './customers.ts';
import type { Serves } from './handlers.ts';
import { connectionBody, youngestFirst } from './wire/connection.ts';
import { list } from './wire/envelope.ts';

export const connections: Serves<'listConnections'> = {
  listConnections(x) {
    const own = connectionsOf(x.world, x.principal?.customer);
    return ok(list(own.map((connection) => connectionBody(x.world, connection)).sort(youngestFirst)));
  },
};
