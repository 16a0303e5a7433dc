/**
 * What people have allowed the OAuth application, and the codes and tokens that come of it. No secret is kept: a token
 * names its grant and is drawn again to be compared.
 */
import { createHash } from 'node:crypto';
import { base62, type Instant, sub } from '../../../fixtures/ledger/index.ts';
import { sameSecret } from '../../../src/provider/index.ts';
import { LENS } from '../lens.ts';
import { findUser, type SnapTradeWorld, type User } from '../state.ts';
import { oauthClientOf } from './client.ts';
import type { Scope } from './scopes.ts';

export interface Grant {
  readonly id: number;
  readonly userId: string;
  /** Of the user: one registered later under the same id has allowed nothing. */
  readonly generation: number;
  readonly scopes: readonly Scope[];
  /** Until it is exchanged. */
  code: { readonly redirectUri: string; readonly challenge: string; readonly expiresAt: Instant } | null;
  /** The tokens in force are of this round: each refresh begins another (ST-462). */
  round: number;
  /** What the access token in force may do: a refresh may ask for less. */
  accessScopes: readonly Scope[];
  accessUntil: Instant;
}

/** Seconds that an access token is good for (ST-461). */
export const ACCESS_SECONDS = 36_000;
/** What the web framework's OAuth package, whose paths and times these are, gives a code by default (ST-C235). */
const CODE_MS = 60_000;
/** The oldest is forgotten first. */
const MOST_GRANTS = 1000;

type Kind = 'code' | 'access' | 'refresh';
const LETTERS: Readonly<Record<Kind, string>> = { code: 'c', access: 'a', refresh: 'r' };
const TOKEN = /^([0-9a-f]{12})\.([car])([0-9]{1,12})\.([0-9]{1,9})\.[0-9A-Za-z]{43}$/;

/** A person said yes. @returns the code that goes back with them */
export function allow(
  world: SnapTradeWorld,
  user: User,
  scopes: readonly Scope[],
  { redirectUri, challenge }: { readonly redirectUri: string; readonly challenge: string },
): string {
  const { grants } = world.state;
  const ids = Object.keys(grants);
  for (const id of ids.slice(0, Math.max(0, ids.length + 1 - MOST_GRANTS))) delete grants[id];
  const grant: Grant = {
    id: world.serial('oauth-grant'),
    userId: user.userId,
    generation: user.generation,
    scopes,
    code: { redirectUri, challenge, expiresAt: world.now() + CODE_MS },
    round: 0,
    accessScopes: [],
    accessUntil: 0,
  };
  grants[grant.id] = grant;
  return drawn(world, 'code', grant);
}

/** @returns the grant whose code this is, if it was not exchanged and its minute is not over */
export function grantOfCode(world: SnapTradeWorld, text: string): Grant | undefined {
  const grant = grantOf(world, 'code', text);
  return grant?.code != null && world.now() < grant.code.expiresAt ? grant : undefined;
}

/** @returns the grant whose refresh token this is, if no refresh has begun another round */
export function grantOfRefresh(world: SnapTradeWorld, text: string): Grant | undefined {
  const grant = grantOf(world, 'refresh', text);
  return grant?.code === null ? grant : undefined;
}

/** @returns the grant whose access token this is, expired or not */
export function grantOfAccess(world: SnapTradeWorld, text: string): Grant | undefined {
  const grant = grantOf(world, 'access', text);
  return grant?.code === null ? grant : undefined;
}

export function isInForce(world: SnapTradeWorld, grant: Grant): boolean {
  return world.now() < grant.accessUntil;
}

/** Another pair of tokens; the pair before is dead at once (ST-462, ST-C237). */
export function nextTokens(
  world: SnapTradeWorld,
  grant: Grant,
  scopes: readonly Scope[],
): { readonly access: string; readonly refresh: string } {
  grant.code = null;
  grant.round += 1;
  grant.accessScopes = scopes;
  grant.accessUntil = world.now() + ACCESS_SECONDS * 1000;
  return tokensInForce(world, grant);
}

/** The pair of the grant's round. */
export function tokensInForce(
  world: SnapTradeWorld,
  grant: Grant,
): { readonly access: string; readonly refresh: string } {
  return { access: drawn(world, 'access', grant), refresh: drawn(world, 'refresh', grant) };
}

/** Without the refresh token nothing is left of a grant; without the access token it can be had anew. */
export function revoke(world: SnapTradeWorld, text: string): void {
  const refresh = grantOfRefresh(world, text);
  if (refresh !== undefined) delete world.state.grants[refresh.id];
  const access = grantOfAccess(world, text);
  if (access !== undefined) access.accessUntil = 0;
}

export function userOfGrant(world: SnapTradeWorld, { userId, generation }: Grant): User | undefined {
  const user = findUser(world.state, userId);
  return user?.generation === generation ? user : undefined;
}

/** What of a token tells its world (see `identify`); undefined: it is none of ours. */
export function markOf(text: string): string | undefined {
  return TOKEN.exec(text)?.[1];
}

/** `S256` of RFC 7636. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}

/** The grant that a token of this kind and of the round in force names; undefined also where the user is gone. */
function grantOf(world: SnapTradeWorld, kind: Kind, text: string): Grant | undefined {
  const [, , letter, id = ''] = TOKEN.exec(text) ?? [];
  if (letter !== LETTERS[kind]) return undefined;
  const grant = world.state.grants[id];
  if (grant === undefined || !sameSecret(text, drawn(world, kind, grant))) return undefined;
  return userOfGrant(world, grant) === undefined ? undefined : grant;
}

function drawn(world: SnapTradeWorld, kind: Kind, { id, round }: Grant): string {
  const secret = base62(sub(world.secrets, LENS, 'oauth', kind, id, round), 43);
  return `${oauthClientOf(world).mark}.${LETTERS[kind]}${id}.${round}.${secret}`;
}
