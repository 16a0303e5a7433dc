/**
 * The page on which a person allows the OAuth application to act for them. Who they are is chosen from the world's
 * users, since nobody has a password here; the same form can be posted without a browser.
 */
import { type PageExchange, type Reply, seeOther } from '../../../src/provider/index.ts';
import { findUser, listUsers, type SnapTradeState, type User } from '../state.ts';
import { mayReturnTo, oauthClientOf } from './client.ts';
import { allow } from './grants.ts';
import { type Candidate, consentPage, refusalPage } from './look.ts';
import { type Scope, scopesAsked } from './scopes.ts';

type X = PageExchange<SnapTradeState>;

/** The parameters of RFC 6749 and RFC 7636: in the query at first, then in hidden fields of the form. */
export const PARAMETERS = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
] as const;

/** What an application asks for, once it is known that it may. */
interface Wish {
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly Scope[];
  readonly challenge: string;
}

/** 43 characters: SHA-256 in base64url. */
const CHALLENGE = /^[\w-]{43}$/;
/** More could not be looked through; one that is not shown can be named with `login_hint`. */
const MOST_SHOWN = 20;

export function askForConsent(x: X): Reply {
  const wish = wishOf(x, (name) => x.query(name));
  return 'kind' in wish ? wish : pageFor(x, wish, (name) => x.query(name), x.query('login_hint'));
}

export function takeConsent(x: X): Reply {
  const wish = wishOf(x, (name) => x.field(name));
  if ('kind' in wish) return wish;
  if (x.field('decision') !== 'allow') {
    return back(wish.redirectUri, { error: 'access_denied', state: wish.state });
  }
  const user = findUser(x.world.state, x.field('user') ?? '');
  if (user === undefined) {
    return pageFor(x, wish, (name) => x.field(name), undefined, 'Choose who you are.');
  }
  const code = allow(x.world, user, wish.scopes, wish);
  return back(wish.redirectUri, { code, state: wish.state });
}

/** Nobody is sent to an address that nobody vouched for: those two mistakes are shown, all others go back (ST-463). */
function wishOf(x: X, given: (name: string) => string | undefined): Wish | Reply {
  const client = oauthClientOf(x.world);
  if (given('client_id') !== client.clientId) {
    return refusalPage('invalid_client', 'client_id names no application of this world.');
  }
  const redirectUri = given('redirect_uri');
  if (redirectUri === undefined || !mayReturnTo(client, redirectUri)) {
    const allowed = client.redirectUris?.join(', ') ?? 'any http:// address of this machine';
    return refusalPage('invalid_request', `redirect_uri is not one that may be used. Allowed: ${allowed}.`);
  }
  const state = given('state');
  const refuse = (error: string, text: string): Reply =>
    back(redirectUri, { error, error_description: text, state });

  if (given('response_type') !== 'code') {
    return refuse('unsupported_response_type', 'response_type must be code.');
  }
  const challenge = given('code_challenge') ?? '';
  if (given('code_challenge_method') !== 'S256' || !CHALLENGE.test(challenge)) {
    return refuse('invalid_request', 'PKCE is required: code_challenge with code_challenge_method S256.');
  }
  const scopes = scopesAsked(x.world, given('scope'));
  if (scopes === undefined) {
    return refuse('invalid_scope', 'Allowed: read, and with it trade and webhook for a partner.');
  }
  return { redirectUri, state, scopes, challenge };
}

function pageFor(
  x: X,
  wish: Wish,
  given: (name: string) => string | undefined,
  hint: string | undefined,
  mistake?: string,
): Reply {
  const users = listUsers(x.world.state);
  const hinted = hint === undefined ? undefined : findUser(x.world.state, hint);
  const shown = [...(hinted === undefined ? [] : [hinted]), ...users.filter((one) => one !== hinted)];
  return consentPage({
    // The id leads to its world, where the address itself names none.
    action: `${x.baseUrl}/oauth/authorize?client_id=${encodeURIComponent(given('client_id') ?? '')}`,
    hidden: PARAMETERS.flatMap((name) => {
      const value = given(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
    scopes: wish.scopes,
    candidates: shown.slice(0, MOST_SHOWN).map((user) => candidate(x, user)),
    left: Math.max(0, shown.length - MOST_SHOWN),
    returnsTo: wish.redirectUri,
    mistake,
  });
}

function candidate({ world }: X, { userId, person }: User): Candidate {
  const known = person === null ? undefined : world.ledger.people.get(person);
  return { userId, name: known?.name ?? userId, email: known?.email };
}

/** Its own query stays. */
function back(redirectUri: string, added: Readonly<Record<string, string | undefined>>): Reply {
  const address = new URL(redirectUri);
  for (const [name, value] of Object.entries(added)) {
    if (value !== undefined) address.searchParams.append(name, value);
  }
  return seeOther(address.href);
}
