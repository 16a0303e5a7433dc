/**
 * Refusals in SnapTrade's envelope: `{detail, status_code, code}`, the code always a string (ST-20). Two exceptions are
 * problems without a code: 410, which has `detail` alone (ST-22), and 501, which has `error` alone (ST-417).
 */
import {
  type EngineProblems,
  type Problem,
  problem,
  type Reply,
  reply,
  shortened,
  type Violation,
} from '../../src/provider/index.ts';
import type { Principal, SnapTradeExchange, SnapTradeState } from './state.ts';
import { reading } from './switches.ts';
import { refusalBody } from './wire/answers.ts';
import { documentedRefusalBody } from './wire/refusal.ts';

/** What the sources say about each refusal; where they give a text, it is this one. */
export const refusals = {
  notAuthenticated: () => problem(401, 'Authentication credentials were not provided.', { code: '0000' }),
  unknownClient: () => problem(401, 'Invalid clientId provided', { code: '1083' }),
  badSignature: () => problem(401, 'Unable to verify signature sent', { code: '1076' }),
  badTimestamp: () => problem(401, 'Invalid timestamp', { code: '1076' }),
  /** As the web framework's OAuth package tells it: in a header, since the body is the same for all (ST-C241). */
  badToken: (why: string) =>
    problem(401, 'Authentication credentials were not provided.', {
      code: '0000',
      headers: { 'WWW-Authenticate': `Bearer realm="api",error="invalid_token",error_description="${why}"` },
    }),
  missingUser: () =>
    problem(401, 'Please provide clientId, userId and userSecret in query params', { code: '0000' }),
  wrongUser: () => problem(401, 'Invalid userID or userSecret provided', { code: '1083' }),
  userExists: (userId: string) =>
    problem(400, `User with the following userId already exists: ${printable(userId)}`, { code: '1010' }),
  /** A personal key's single slot for a user is taken; no source gives the text (ST-452). */
  oneUserOnly: () =>
    problem(400, 'A personal key has one user, who cannot be registered, deleted or given a new secret.', {
      code: '1012',
    }),
  invalid: (detail: string) => problem(400, detail, { code: '1012' }),
  noTradingHere: () => problem(400, 'This account does not support trading.', { code: '1063' }),
  marketClosed: () => problem(400, 'The market is closed.', { code: '1019' }),
  optionImpactUnsupported: () =>
    problem(400, 'Option Trade impact is not supported for this brokerage.', { code: '1156' }),
  notFound: () => problem(404, 'The requested resource does not exist.', { code: '1011' }),
  disabled: () =>
    problem(402, 'Unable to sync with brokerage account because the connection is disabled.', {
      code: '3003',
    }),
  alreadyDisabled: () => problem(402, 'This connection is already disabled.', { code: '3011' }),
  featureOff: () =>
    problem(403, 'Feature is not enabled for this customer or this connection', { code: '1141' }),
  notPermitted: () => problem(403, 'User does not have permission to access this resource', { code: '1066' }),
  gone: () => problem(410, 'This endpoint is no longer available for your account.'),
  refreshedTooRecently: () =>
    problem(429, 'Connection refreshed too recently. Please try again later.', {
      code: 'throttled',
      by: 'rate-limit',
    }),
  populating: () =>
    problem(425, 'The resource is currently being populated. Please try again later.', { code: '3012' }),
  unexpected: () => problem(500, 'Encountered an unexpected exception.', { code: '1000' }),
  notImplemented: (endpoint: string, brokerage: string) =>
    problem(501, `The ${endpoint} endpoint is not yet implemented for brokerage ${brokerage}`),
  /** The brokerage cannot be read, and there is nothing to show in its place. */
  brokerageDown: () =>
    problem(503, 'Unable to sync with brokerage account. Invalid response from Brokerage API.', {
      code: '3002',
    }),
  /** SnapTrade itself: in the words that the documentation of its web framework has for it (ST-C42). */
  unavailable: () =>
    problem(503, 'Service temporarily unavailable, try again later.', { code: 'service_unavailable' }),
  throttled: (seconds: number) =>
    problem(
      429,
      `Request was throttled. Expected available in ${seconds} second${seconds === 1 ? '' : 's'}.`,
      { code: '0000', by: 'rate-limit' },
    ),
} as const;

/** Codes without a digit here are words of the framework whose `throttled` the sources show (ST-C05). */
export const problems: EngineProblems<SnapTradeState, Principal> = {
  unknownPath: (_x, near) =>
    problem(404, near.length > 0 ? `Not found. Paths that come near: ${near.join(', ')}` : 'Not found.', {
      code: 'not_found',
    }),
  methodNotAllowed: (x, allowed) =>
    problem(
      405,
      `Method "${printable(x.request.method)}" not allowed. Allowed here: ${allowed.join(', ')}.`,
      { code: 'method_not_allowed', headers: { Allow: allowed.join(', ') } },
    ),
  malformedTarget: (_x, reason) => refusals.invalid(`The address cannot be read: ${reason}`),
  malformedBody: (_x, reason) => malformedBody(reason),
  bodyTooLarge: (_x, maxBytes) =>
    problem(413, `The body is too large: at most ${maxBytes} bytes are read.`, { code: 'request_too_large' }),
  invalid: (_x, violations) =>
    violations.some((violation) => violation.in === 'path')
      ? refusals.notFound()
      : refusals.invalid(violations.map(inWords).join('; ')),
  unexpected: () => refusals.unexpected(),
};

export function malformedBody(reason: string): Problem {
  return problem(400, `JSON parse error: ${reason}`, { code: 'parse_error' });
}

export function render({ status, message, code, headers }: Problem, { world }: SnapTradeExchange): Reply {
  const bodyOf = reading(world, 'errorStyle') === 'documented' ? documentedRefusalBody : refusalBody;
  return reply(status, bodyOf(message, status, code), headers);
}

/** `limit must be >= 1 (given 0)`; secrets are named but never repeated. */
function inWords(violation: Violation): string {
  const name = violation.name === '' ? 'the body' : violation.name.replace(/^\//, '');
  const choices = violation.params.allowedValues;
  const allowed = Array.isArray(choices) ? `: ${choices.join(', ')}` : '';
  const given =
    violation.given === undefined || /secret/i.test(name) ? '' : ` (given ${shown(violation.given)})`;
  return `${name} ${violation.message}${allowed}${given}`;
}

function shown(value: unknown): string {
  return printable(
    typeof value === 'object' ? (Array.isArray(value) ? 'a list' : 'an object') : String(value),
  );
}

function printable(text: string): string {
  return shortened(text, 60);
}
