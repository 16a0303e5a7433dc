/**
 * Operations that were taken away: from everyone on 2026-08-10, or from newer customers before that. Which of it a
 * world has seen is a switch; here alone it is read.
 */
import type { Problem } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import { operations } from './generated/operations.ts';
import type { SnapTradeExchange } from './state.ts';
import { reading } from './switches.ts';

/** Left the provider's document on 2026-08-10, in the words it had for their paths (ST-370). */
export const REMOVED: readonly string[] = [
  'GET /holdings',
  'GET /accounts/{accountId}/positions',
  'POST /accounts/{accountId}/orders/cancel',
  'GET /accounts/{accountId}/options',
  'DELETE /authorizations/{authorizationId}',
  'GET /sessionEvents',
  'GET /currencies',
  'GET /currencies/rates',
  'GET /currencies/rates/{currencyPair}',
  'GET /securityTypes',
  'POST /accounts/{accountId}/trading/bracket',
  'GET /activities',
  'GET /performance/custom',
];

/** Not for customers who signed up after 2026-05-11: documented for holdings, observed for positions (ST-371). */
export const FOR_EARLIER_CUSTOMERS: readonly string[] = [
  'GET /accounts/{accountId}/holdings',
  'GET /accounts/{accountId}/positions',
];

const removed = idsOf(REMOVED);
const forEarlierCustomers = idsOf(FOR_EARLIER_CUSTOMERS);

/**
 * 410 for what this world no longer has. Stands behind authentication and limits, since it is "your account" that
 * has lost it, and before parameters are looked at (ST-C190).
 */
export function refuseRemoved(x: SnapTradeExchange): Problem | undefined {
  const { id } = x.operation;
  if (removed.has(id) && reading(x.world, 'removedOperations') === 'gone') return refusals.gone();
  if (forEarlierCustomers.has(id) && reading(x.world, 'customer') === 'after') return refusals.gone();
  return undefined;
}

function idsOf(paths: readonly string[]): ReadonlySet<string> {
  return new Set(
    operations.filter(({ method, path }) => paths.includes(`${method} ${path}`)).map(({ id }) => id),
  );
}
