/** The endpoints that applications call: tokens, revocation, introspection. A form in, JSON out. */
import { type PageExchange, type Reply, reply, sameSecret } from '../../../src/provider/index.ts';
import { LENS } from '../lens.ts';
import type { SnapTradeState, User } from '../state.ts';
import {
  inactiveTokenBody,
  introspectionBody,
  oauthErrorBody,
  oauthUserId,
  tokenBody,
} from '../wire/oauth.ts';
import { basicOf } from './basic.ts';
import { type OAuthClient, oauthClientOf } from './client.ts';
import {
  ACCESS_SECONDS,
  challengeOf,
  type Grant,
  grantOfAccess,
  grantOfCode,
  grantOfRefresh,
  isInForce,
  nextTokens,
  revoke,
  userOfGrant,
} from './grants.ts';
import { type Scope, scopesAsked } from './scopes.ts';

type X = PageExchange<SnapTradeState>;

/** RFC 6749, 5.1: nobody may keep an answer with tokens. */
const UNKEPT = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };
/** RFC 7636, 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

export function giveTokens(x: X): Reply {
  if (clientOf(x) === undefined) return invalidClient();
  switch (x.field('grant_type')) {
    case 'authorization_code':
      return exchange(x);
    case 'refresh_token':
      return refresh(x);
    case undefined:
      return refuse('invalid_request', 'grant_type is missing; the body is a form.');
    default:
      return refuse('unsupported_grant_type', 'Allowed: authorization_code, refresh_token.');
  }
}

/** RFC 7009: what is unknown is revoked already. */
export function revokeToken(x: X): Reply {
  if (clientOf(x) === undefined) return invalidClient();
  const token = x.field('token');
  if (token === undefined) return refuse('invalid_request', 'token is missing; the body is a form.');
  revoke(x.world, token);
  return reply(200, undefined, UNKEPT);
}

/** RFC 7662. */
export function introspect(x: X): Reply {
  const client = clientOf(x);
  if (client === undefined) return invalidClient();
  const token = x.field('token');
  if (token === undefined) return refuse('invalid_request', 'token is missing; the body is a form.');
  const grant = grantOfAccess(x.world, token);
  const user = grant && userOfGrant(x.world, grant);
  if (grant === undefined || user === undefined || !isInForce(x.world, grant)) {
    return reply(200, inactiveTokenBody(), UNKEPT);
  }
  const seconds = Math.floor(grant.accessUntil / 1000);
  return reply(200, introspectionBody(client.clientId, user.userId, grant.accessScopes, seconds), UNKEPT);
}

function exchange(x: X): Reply {
  const [code, redirectUri, verifier] = ['code', 'redirect_uri', 'code_verifier'].map((name) =>
    x.field(name),
  );
  if (code === undefined || redirectUri === undefined || verifier === undefined) {
    return refuse('invalid_request', 'code, redirect_uri and code_verifier are required.');
  }
  const grant = grantOfCode(x.world, code);
  if (grant === undefined)
    return refuse('invalid_grant', 'The code is unknown, used or older than a minute.');
  if (grant.code?.redirectUri !== redirectUri) {
    return refuse('invalid_grant', 'redirect_uri is not the one the code was sent to.');
  }
  if (!VERIFIER.test(verifier) || !sameSecret(challengeOf(verifier), grant.code.challenge)) {
    return refuse('invalid_grant', 'code_verifier does not fit code_challenge.');
  }
  return tokens(x, grant, grant.scopes);
}

function refresh(x: X): Reply {
  const token = x.field('refresh_token');
  if (token === undefined) return refuse('invalid_request', 'refresh_token is missing.');
  const grant = grantOfRefresh(x.world, token);
  if (grant === undefined) return refuse('invalid_grant', 'The refresh token is unknown, used or revoked.');
  const asked = x.field('scope');
  const scopes = asked === undefined ? grant.scopes : scopesAsked(x.world, asked);
  if (scopes === undefined || scopes.some((scope) => !grant.scopes.includes(scope))) {
    return refuse('invalid_scope', 'A refresh gives no more than was allowed.');
  }
  return tokens(x, grant, scopes);
}

function tokens(x: X, grant: Grant, scopes: readonly Scope[]): Reply {
  const user = userOfGrant(x.world, grant);
  if (user === undefined) return refuse('invalid_grant', 'The user is gone.');
  const { access, refresh: next } = nextTokens(x.world, grant, scopes);
  const subject = { id: oauthUserId(x.world, user.userId), email: emailOf(x, user) };
  return reply(200, tokenBody(access, next, scopes, ACCESS_SECONDS, subject), UNKEPT);
}

/** Users without a person have connected nothing here, and no address of their own. */
function emailOf({ world }: X, { userId, person }: User): string {
  const known = person === null ? undefined : world.ledger.people.get(person);
  return known?.email ?? `${oauthUserId(world, userId)}@${LENS}.example.com`;
}

/** HTTP Basic, as the docs have it; what stands in the form does not count (ST-C234). */
function clientOf(x: X): OAuthClient | undefined {
  const given = basicOf(x.header('authorization'));
  const client = oauthClientOf(x.world);
  if (given?.id !== client.clientId) return undefined;
  return sameSecret(given.secret, client.clientSecret) ? client : undefined;
}

function invalidClient(): Reply {
  return reply(401, oauthErrorBody('invalid_client', 'Id and secret of the application go as HTTP Basic.'), {
    ...UNKEPT,
    'WWW-Authenticate': 'Basic realm="api"',
  });
}

function refuse(error: string, text: string): Reply {
  return reply(400, oauthErrorBody(error, text), UNKEPT);
}
