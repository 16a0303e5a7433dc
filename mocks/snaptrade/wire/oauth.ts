/** Bodies of the OAuth endpoints (RFC 6749, 7662, 8414), and what SnapTrade adds. */
import { sub, uuid } from '../../../fixtures/ledger/index.ts';
import type { World } from '../../../src/provider/index.ts';
import { LENS } from '../lens.ts';

/** `sub` is SnapTrade's own: who the token speaks for (ST-461). */
export function tokenBody(
  access: string,
  refresh: string,
  scopes: readonly string[],
  seconds: number,
  subject: { readonly id: string; readonly email: string },
) {
  return {
    access_token: access,
    expires_in: seconds,
    token_type: 'Bearer',
    scope: scopes.join(' '),
    refresh_token: refresh,
    sub: { snaptrade_user_id: subject.id, email: subject.email },
  };
}

export function oauthErrorBody(error: string, text: string) {
  return { error, error_description: text };
}

export function introspectionBody(
  clientId: string,
  userId: string,
  scopes: readonly string[],
  seconds: number,
) {
  return { active: true, scope: scopes.join(' '), client_id: clientId, username: userId, exp: seconds };
}

export function inactiveTokenBody() {
  return { active: false };
}

/** `trade` and `webhook` are for partners, and not told of (ST-464). */
export function metadataBody(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token/`,
    revocation_endpoint: `${issuer}/oauth/revoke_token/`,
    introspection_endpoint: `${issuer}/oauth/introspect/`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    revocation_endpoint_auth_methods_supported: ['client_secret_basic'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic'],
    scopes_supported: ['read'],
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** OAuth names users by a UUID; an application may have registered any text (ST-467, ST-C240). */
export function oauthUserId({ seed }: Pick<World, 'seed'>, userId: string): string {
  return UUID.test(userId) ? userId : uuid(sub(seed, LENS, 'oauth-user', userId));
}
