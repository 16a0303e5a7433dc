/**
 * Redbark, version 1: bank and brokerage data of one customer, read live.
 *
 * The table of contents of this mock. What it promises stands in `contracts/redbark/`: the shapes in `openapi.yaml`,
 * the behaviour in `rules.yaml`.
 */
import { armedFaults, defineProvider, digest } from '../../src/provider/index.ts';
import { accounts } from './accounts.ts';
import { authenticate } from './auth.ts';
import { balances } from './balances.ts';
import { announceStale, cache, presumeBypass } from './cache.ts';
import { categories } from './categories.ts';
import { changes } from './changes.ts';
import { connections } from './connections.ts';
import { problems, render } from './errors.ts';
import { faults } from './faults.ts';
import { contract } from './generated/contract.ts';
import type { operations } from './generated/types.ts';
import { health } from './health.ts';
import { holdings } from './holdings.ts';
import { bearerOf, keysOf, keyText } from './keys.ts';
import { announceBucket, throttle, throttleFailedAuth } from './limits.ts';
import { startOver } from './paging.ts';
import { checkParameters } from './parameters.ts';
import { entitle } from './plans.ts';
import { sample } from './sample.ts';
import { checkScope } from './scope.ts';
import type { Principal, RedbarkState } from './state.ts';
import { suite } from './suite/index.ts';
import { switches } from './switches.ts';
import { trades } from './trades.ts';
import { transactions } from './transactions.ts';
import { webhooks } from './webhooks.ts';
import { mayBeNull } from './wire/nulls.ts';

export const redbark = defineProvider<operations, RedbarkState, Principal>()({
  id: 'redbark',
  title: 'Redbark',
  hosts: ['api.redbark.co', 'api.redbark.com'],
  contract,
  switches,
  repeatedParameter: 'first',

  createState: ({ settings, secrets }) => ({
    keys: Object.fromEntries(keysOf(settings).map((key) => [digest(keyText(secrets, key.name)), key])),
    gaps: {},
    vanished: [],
  }),
  credentials({ settings, secrets }) {
    const show = Object.fromEntries(keysOf(settings).map(({ name }) => [name, keyText(secrets, name)]));
    return { show, tokens: Object.values(show) };
  },
  identify: bearerOf,

  // The order is ours; no source tells it (RB-C07).
  checks: [
    presumeBypass,
    throttleFailedAuth,
    authenticate,
    entitle,
    armedFaults,
    checkParameters,
    checkScope,
    throttle,
    startOver,
  ],
  handlers: {
    ...health,
    ...connections,
    ...accounts,
    ...balances,
    ...categories,
    ...transactions,
    ...holdings,
    ...trades,
  },
  cache,
  changes,
  faults,
  mayBeNull,
  webhooks,
  problems,
  render,
  finish: (x, status) => {
    announceBucket(x);
    announceStale(x, status);
  },
  suite,
  environment: { REDBARK_API_URL: 'baseUrl', REDBARK_API_KEY: 'professional' },
  sample,
});
