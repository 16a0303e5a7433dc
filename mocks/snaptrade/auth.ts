/**
 * Who is asking. A signed request names its application (clientId); most also name a user of it (ST-01, ST-02). A
 * personal key stands for its one user, so nothing else names one (ST-450); neither does a bearer token (ST-460).
 *
 * Order of the checks (ST-C03): credentials are there, the client exists, the timestamp is near, the body can be
 * read (it is part of what is signed), the signature holds, the user's secret holds.
 */
import { isProblem, type Problem, sameSecret } from '../../src/provider/index.ts';
import { keyOfClient } from './application.ts';
import { malformedBody, refusals } from './errors.ts';
import type { OperationId } from './generated/operations.ts';
import { authenticateBearer, bearerOf } from './oauth/bearer.ts';
import { personalUser } from './ready-user.ts';
import { matchSignature, type SignatureMatch } from './signature.ts';
import {
  findUser,
  type Mode,
  type Principal,
  type SnapTradeExchange,
  type User,
  userSecret,
} from './state.ts';
import { reading } from './switches.ts';

/** Needs no credentials of any kind, and looks at none (ST-03, ST-373). */
export const PUBLIC: ReadonlySet<string> = new Set<OperationId>(['checkStatus', 'listBrokerages']);

/** Signed by the application alone: about no user, or the user is named elsewhere (ST-04, ST-374). */
const APPLICATION_ONLY: ReadonlySet<string> = new Set<OperationId>([
  'listUsers',
  'registerUser',
  'deleteUser',
  'resetUserSecret',
  'getApplication',
  'listInstruments',
  'listAuthorizationTypes',
  'listExchanges',
  'searchSymbols',
  'getSymbol',
  'listCurrencies',
  'listRates',
  'getRate',
  'listSecurityTypes',
  'listTradeDetection',
  'unwatchTrades',
  'listSessionEvents',
]);

/** How far a signed timestamp may be from the present. No source says; webhooks use the same 300 s (ST-C04). */
const WINDOW_MS = 300_000;

export function authenticate(x: SnapTradeExchange): Problem | undefined {
  if (PUBLIC.has(x.operation.id)) {
    x.principal = { kind: 'anyone' };
    return undefined;
  }
  const bearer = bearerOf(x.header('authorization'));
  if (bearer !== undefined) return authenticateBearer(x, bearer, APPLICATION_ONLY.has(x.operation.id));
  const key = verifyKey(x);
  if (isProblem(key)) return key;
  if (APPLICATION_ONLY.has(x.operation.id)) {
    x.principal = { kind: 'application', ...key };
    return undefined;
  }
  const user = key.mode === 'personal' ? (personalUser(x.world) ?? refusals.wrongUser()) : verifyUser(x);
  if (isProblem(user)) return user;
  x.principal = { kind: 'user', ...key, user };
  return undefined;
}

/**
 * Query parameters that the contract requires and this request may do without: only the application's own key needs
 * them to say who the user is (ST-450, ST-460).
 */
export function sparedParameters({ principal }: Pick<SnapTradeExchange, 'principal'>): readonly string[] {
  return principal.kind === 'user' && principal.mode !== 'commercial' ? USER_PARAMETERS : [];
}

const USER_PARAMETERS: readonly string[] = ['userId', 'userSecret'];

/** For handlers of operations about a user; `authenticate` let nobody else through. */
export function userOf(x: { readonly principal: Principal }): User {
  if (x.principal.kind !== 'user') throw new Error('An operation about a user was reached without one.');
  return x.principal.user;
}

/** The one value of a query parameter; of several, the last, as Django reads them (ST-C06). */
function queryValue(x: SnapTradeExchange, name: string): string | undefined {
  const value = x.request.queryValues.get(name)?.at(-1);
  return value === '' ? undefined : value;
}

interface VerifiedKey {
  readonly mode: Mode;
  readonly signed: SignatureMatch;
}

function verifyKey(x: SnapTradeExchange): VerifiedKey | Problem {
  const clientId = queryValue(x, 'clientId');
  const timestamp = queryValue(x, 'timestamp');
  const signature = x.header('signature');
  if (clientId === undefined || timestamp === undefined || signature === undefined || signature === '') {
    return refusals.notAuthenticated();
  }
  const key = keyOfClient(x.world, clientId);
  if (key === undefined) {
    return reading(x.world, 'unknownClient') === 'client'
      ? refusals.unknownClient()
      : refusals.badSignature();
  }
  if (!isNear(timestamp, x)) return refusals.badTimestamp();
  if (x.bodyError !== undefined) return malformedBody(x.bodyError);
  const signed = matchSignature(signature, key.consumerKey, {
    path: x.request.path,
    mountedAt: x.baseUrl,
    rawQuery: x.request.rawQuery,
    bodyText: x.bodyText,
  });
  return signed === undefined ? refusals.badSignature() : { mode: key.mode, signed };
}

/**
 * A client signs with its own machine's clock, so the world's time and the machine's are both the present. The same
 * timestamp may come again: clients that retry re-send the very same signature (ST-16).
 */
function isNear(timestamp: string, x: SnapTradeExchange): boolean {
  // Ten digits reach to the year 2286; thirteen are milliseconds (ST-17).
  if (!/^\d{1,10}$/.test(timestamp)) return false;
  if (reading(x.world, 'timestampWindow') === 'off') return true;
  const at = Number(timestamp) * 1000;
  return Math.abs(at - x.now) <= WINDOW_MS || Math.abs(at - x.hostNow) <= WINDOW_MS;
}

function verifyUser(x: SnapTradeExchange): User | Problem {
  const userId = queryValue(x, 'userId');
  const secret = queryValue(x, 'userSecret');
  if (userId === undefined || secret === undefined) return refusals.missingUser();
  return checkSecret(x, userId, secret);
}

/** An unknown user and a wrong secret are one refusal, so that neither can be told from the other (ST-06). */
export function checkSecret(
  x: Pick<SnapTradeExchange, 'world'>,
  userId: string,
  secret: string,
): User | Problem {
  const user = findUser(x.world.state, userId);
  if (user === undefined || !sameSecret(secret, userSecret(x.world, user))) return refusals.wrongUser();
  return user;
}
