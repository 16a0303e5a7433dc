/**
 * Breadbox: a self-hosted server that syncs a family's accounts from data providers and serves what it stored.
 *
 * The order of checks is the server's: the key, its bucket, its scope, then parameters and body.
 */
import { armedFaults, defineProvider, validate } from '../../src/provider/index.ts';
import { accounts } from './accounts.ts';
import { authenticate, authorise, credentials, identify, keyText } from './auth.ts';
import { changes } from './changes.ts';
import { connections } from './connections.ts';
import { problems, render } from './errors.ts';
import { faults } from './faults/index.ts';
import { contract } from './generated/contract.ts';
import type { operations } from './generated/types.ts';
import { throttle } from './limits.ts';
import { type BreadboxState, createState, type Principal } from './state.ts';
import { suite } from './suite/index.ts';
import { switches } from './switches.ts';
import { events, sync } from './sync.ts';
import { noteChange } from './sync-history.ts';
import { transactions } from './transactions.ts';
import { mayBeNull } from './wire/nulls.ts';

export const breadbox = defineProvider<operations, BreadboxState, Principal>()({
  id: 'breadbox',
  title: 'Breadbox',
  // Everyone runs their own: there is no host name that stands for it.
  hosts: [],
  contract,
  switches,
  repeatedParameter: 'first',
  createState,
  credentials,
  identify,
  checks: [authenticate, throttle, authorise, armedFaults, validate(contract.requests, problems)],
  handlers: { ...connections, ...sync, ...accounts, ...transactions },
  mayBeNull,
  problems,
  render,
  events,
  exactNumbers: true,
  connectionMoved: noteChange,
  changes,
  faults,
  environment: { BREADBOX_URL: 'baseUrl', BREADBOX_API_KEY: 'fullAccess' },
  sample: (world, baseUrl) =>
    `curl -H 'X-API-Key: ${keyText(world.secrets, 'fullAccess')}' ${baseUrl}/api/v1/connections`,
  suite,
});
