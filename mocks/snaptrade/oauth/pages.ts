/** What stands beside the API for OAuth (ST-460 to ST-469), by path. */
import { type IncomingRequest, ok, type Page } from '../../../src/provider/index.ts';
import type { SnapTradeState } from '../state.ts';
import { metadataBody } from '../wire/oauth.ts';
import { askForConsent, takeConsent } from './authorize.ts';
import { basicOf } from './basic.ts';
import { bearerOf } from './bearer.ts';
import { giveTokens, introspect, revokeToken } from './endpoints.ts';
import { markOf } from './grants.ts';

export const oauthPages: readonly Page<SnapTradeState>[] = [
  {
    id: 'oauth-metadata',
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
    serve: (x) => ok(metadataBody(x.baseUrl)),
  },
  { id: 'oauth-authorize', method: 'GET', path: '/oauth/authorize', serve: askForConsent },
  {
    id: 'oauth-consent',
    method: 'POST',
    path: '/oauth/authorize',
    openFields: ['response_type', 'client_id', 'redirect_uri', 'scope', 'user', 'decision'],
    serve: takeConsent,
  },
  {
    id: 'oauth-token',
    method: 'POST',
    path: '/oauth/token',
    openFields: ['grant_type', 'redirect_uri', 'scope'],
    serve: giveTokens,
  },
  {
    id: 'oauth-revoke',
    method: 'POST',
    path: '/oauth/revoke_token',
    openFields: ['token_type_hint'],
    serve: revokeToken,
  },
  {
    id: 'oauth-introspect',
    method: 'POST',
    path: '/oauth/introspect',
    openFields: ['token_type_hint'],
    serve: introspect,
  },
];

/** What of a request leads to its world: a token, the client of a token endpoint, or the one an application names. */
export function oauthMarkOf({ headers, queryValues }: IncomingRequest): string | undefined {
  const { authorization } = headers;
  if (typeof authorization !== 'string') return queryValues.get('client_id')?.at(-1);
  const token = bearerOf(authorization);
  return token === undefined ? basicOf(authorization)?.id : markOf(token);
}
