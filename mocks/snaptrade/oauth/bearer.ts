/** Calls with `Authorization: Bearer ...` and nothing else: the token says who the user is (ST-460). */
import { isProblem, type Problem } from '../../../src/provider/index.ts';
import { refusals } from '../errors.ts';
import type { Principal, SnapTradeExchange } from '../state.ts';
import { grantOfAccess, isInForce, userOfGrant } from './grants.ts';
import { isForKeysOnly, scopeFor } from './scopes.ts';

/** The token of a request; undefined if it has none. */
export function bearerOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^bearer +(\S+) *$/i.exec(header)?.[1];
}

/**
 * @param isOfApplication the operation is about no user
 * @returns who asks, or why they may not; sets the principal as soon as it is known, so that a refusal shows whose limits
 */
export function authenticateBearer(
  x: SnapTradeExchange,
  token: string,
  isOfApplication: boolean,
): Problem | undefined {
  const principal = principalOf(x, token, isOfApplication);
  if (isProblem(principal)) return principal;
  x.principal = principal;
  if (isForKeysOnly(x.operation)) return refusals.unknownClient();
  const grant = grantOfAccess(x.world, token);
  return grant?.accessScopes.includes(scopeFor(x.operation)) === true ? undefined : refusals.notPermitted();
}

function principalOf(x: SnapTradeExchange, token: string, isOfApplication: boolean): Principal | Problem {
  const grant = grantOfAccess(x.world, token);
  const user = grant && userOfGrant(x.world, grant);
  if (grant === undefined || user === undefined) return refusals.badToken('The access token is invalid.');
  if (!isInForce(x.world, grant)) return refusals.badToken('The access token has expired.');
  return isOfApplication ? { kind: 'application', mode: 'oauth' } : { kind: 'user', mode: 'oauth', user };
}
