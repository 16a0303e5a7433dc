/** How the client decides around getting in, reference data and data over time; see policies.ts for all else. */
import type { ClientContext } from '../../../src/verify/define-client.ts';
import type { Failure } from '../../../src/verify/protocol.ts';
import type { HttpRequest } from '../common/index.ts';
import type { Row } from './pages.ts';

/** What the portal said at its end, by address or by message. */
export interface Told {
  readonly status: string;
  readonly connectionId?: string | undefined;
  readonly statusCode?: number | undefined;
  readonly errorCode?: unknown;
}

export interface AccessPolicies {
  /** Whether a user without a name is named: a personal key has none. */
  readonly namesNobody: boolean;

  /** How old a link into the portal may be when it is handed out, in milliseconds. */
  readonly linkMs: number;
  /** Whether a link is looked at before it is handed out. */
  readonly triesLinks: boolean;
  /** What is sent as the address to come back to. */
  readonly returnAddress: (address: string) => string;
  /** The access that is asked for. */
  readonly accessAsked: (wanted: string | undefined) => string | undefined;
  /** What the query of the address that a user came back at says. */
  readonly toldInAddress: (query: URLSearchParams) => Told;
  /** What a message to the page says; undefined: nothing of an outcome. */
  readonly toldInMessage: (message: unknown) => Told | undefined;
  /** Which of several counts. */
  readonly toldAtTheEnd: (told: readonly Told[]) => Told | undefined;
  /** What it means that nothing was said of an outcome. */
  readonly silenceMeans: 'LEFT' | 'SUCCESS' | 'ERROR';
  /** Whether a connection is taken for the user's because the address says so. */
  readonly believesAddress: boolean;

  /** The request for tokens, as it is sent. */
  readonly tokenRequest: (request: HttpRequest, fields: URLSearchParams, client: OAuthClient) => HttpRequest;
  /** Whether a refusal may be mended by a refresh. */
  readonly isExpired: (failure: Failure) => boolean;
  /** What a refused grant is reported as. */
  readonly grantRefused: Failure['kind'];
  /** How often a refused grant is tried again. */
  readonly grantTries: number;
  /** Whether the refresh token that came last is kept. */
  readonly keepsNewRefreshToken: boolean;
  /** Whether calls with a token name the client and the time too. */
  readonly namesClientBesides: boolean;
  /** Requests of a job after whose refusal the token is still refreshed. */
  readonly refreshesAt: 'any request' | 'the first request';

  /** How long it is waited for news that there may not be. */
  readonly newsMs: (context: ClientContext) => number;
  /** What becomes of a history. */
  readonly historyShown: (days: readonly Row[]) => readonly Row[];
  readonly ratesShown: (rates: readonly Row[]) => readonly Row[];
  /** What a webhook that is not signed does to the others. */
  readonly onForged: 'skip' | 'fail';
  /** Whether a message that came twice is one. */
  readonly knowsRepeats: boolean;
  /** How it is known which connections are broken. */
  readonly brokenBy: 'looking' | 'the last message';

  /** Whether a brokerage is offered. */
  readonly isOffered: (brokerage: Row, forTrading: boolean) => boolean;
  /** Which of the securities that were found is the one. */
  readonly pick: (found: readonly Row[], ticker: string, mic: string) => Row | undefined;
  /** How a pair of currencies is asked for. */
  readonly ratesAskedFor: (from: string, to: string) => string;
}

export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
}

export const accessPolicies: AccessPolicies = {
  namesNobody: false,

  // They are good for five minutes, and it takes a moment to follow one.
  linkMs: 240_000,
  triesLinks: false,
  returnAddress: (address) => address,
  accessAsked: (wanted) => wanted,
  toldInAddress: (query) => ({
    status: query.get('status') ?? '',
    connectionId: query.get('connection_id') ?? undefined,
    statusCode: Number(query.get('status_code')),
    // Digits that are a name: 0000 is one.
    errorCode: query.get('error_code'),
  }),
  toldInMessage,
  toldAtTheEnd: (told) => told.at(-1),
  silenceMeans: 'LEFT',
  believesAddress: false,

  tokenRequest: (request) => request,
  isExpired: ({ kind }) => kind === 'unauthorized',
  grantRefused: 'login-required',
  grantTries: 1,
  keepsNewRefreshToken: true,
  namesClientBesides: false,
  refreshesAt: 'any request',

  // Nobody tells of a sync that found nothing.
  newsMs: ({ limits }) => Math.min(120_000, limits.deadlineMs / 4),
  historyShown: (days) => days,
  ratesShown: (rates) => rates,
  onForged: 'skip',
  knowsRepeats: true,
  brokenBy: 'looking',

  isOffered: ({ enabled, maintenance_mode: closed, allows_trading: trades }, forTrading) =>
    enabled === true && closed === false && (!forTrading || trades === true),
  pick: (found, ticker, mic) => found.find((one) => one.raw_symbol === ticker && micOf(one) === mic),
  ratesAskedFor: (from, to) => `${from}-${to}`,
};

/** Objects tell an outcome; bare texts tell that the page may be closed, and other programs speak there too. */
export function toldInMessage(message: unknown): Told | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { status, authorizationId, statusCode, errorCode } = message as Row;
  if (status === 'SUCCESS') return { status, connectionId: String(authorizationId) };
  return status === 'ERROR' ? { status, statusCode: Number(statusCode), errorCode } : undefined;
}

export function micOf({ exchange }: Row): unknown {
  return (exchange as Row | null)?.mic_code;
}
