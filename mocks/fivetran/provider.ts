/** Fivetran, the part that lists connections, pauses them and sets them going: the table of contents of this mock. */
import { armedFaults, type Check, defineProvider, validate } from '../../src/provider/index.ts';
import { account } from './account.ts';
import { apiKey, authenticate, keyOf } from './auth.ts';
import { changes } from './changes.ts';
import { connections } from './connections.ts';
import { problems, refusals, render } from './errors.ts';
import { faults } from './faults/index.ts';
import { contract } from './generated/contract.ts';
import type { operations } from './generated/types.ts';
import { groups } from './groups.ts';
import { checkAccept, checkContentType } from './headers.ts';
import { throttle } from './limits.ts';
import { createState, type FivetranState, type Principal } from './state.ts';
import { suite } from './suite/index.ts';
import { reading, switches } from './switches.ts';
import { updates } from './updates.ts';
import { webhooks } from './webhooks.ts';
import { SECRET } from './wire/secrets.ts';

/** A path that was replaced answers as if it had never been, where the world says so (FT-49, FT-50). */
const checkAddress: Check<FivetranState, Principal> = (x) => {
  if (!x.operation.deprecated) return undefined;
  const alive = reading(
    x.world,
    x.operation.path.startsWith('/v1/connectors') ? 'connectorsPath' : 'forcePath',
  );
  return alive === 'alive' ? undefined : refusals.nothingThere();
};

export const fivetran = defineProvider<operations, FivetranState, Principal>()({
  id: 'fivetran',
  title: 'Fivetran',
  hosts: ['api.fivetran.com'],
  contract,
  switches,
  repeatedParameter: 'first',
  createState,
  changes,
  faults,
  credentials: (world) => {
    const pair = apiKey(world);
    return { show: { ...pair }, tokens: [pair.key] };
  },
  identify: keyOf,
  secretMembers: [SECRET],
  // An order that no source tells; who asks comes first, so that only a known key sees limits (FT-C02, FT-C03).
  checks: [
    checkAddress,
    authenticate,
    throttle,
    armedFaults,
    checkAccept,
    checkContentType,
    validate(contract.requests, problems),
  ],
  handlers: {
    ...connections,
    ...updates,
    ...groups,
    ...account,
    forceConnection: connections.syncConnection,
    getConnector: connections.getConnection,
    updateConnector: updates.updateConnection,
    syncConnector: connections.syncConnection,
    forceConnector: connections.syncConnection,
  },
  webhooks,
  problems,
  render,
  suite,
  environment: { FIVETRAN_API_URL: 'baseUrl/v1', FIVETRAN_APIKEY: 'key', FIVETRAN_APISECRET: 'secret' },
  sample: (world, baseUrl) => {
    const { key, secret } = apiKey(world);
    return `curl -u '${key}:${secret}' '${baseUrl}/v1/connections?limit=2'`;
  },
});
