/**
 * Every refusal of this API, and its envelope: `{ "error": { "code", "message" } }`.
 *
 * Programs match on `code`; the codes are the documented ones. The messages are ours (BB-C29), except that each says
 * what was given and what is allowed.
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
import type { BreadboxState, Principal } from './state.ts';

export const refusals = {
  missingKey: () =>
    problem(401, 'Send an API key in the header X-API-Key.', { code: 'MISSING_API_KEY', by: 'authenticate' }),
  invalidKey: () =>
    problem(401, 'The API key is not known here.', { code: 'INVALID_API_KEY', by: 'authenticate' }),
  revokedKey: () => problem(401, 'The API key was revoked.', { code: 'REVOKED_API_KEY', by: 'authenticate' }),
  readOnlyKey: () =>
    problem(403, 'This API key has scope read_only; writing needs full_access.', {
      code: 'FORBIDDEN',
      by: 'scope',
    }),

  /** @param said `limit must be from 1 to 500; got 900` */
  invalidParameter: (said: string) => problem(400, `${said}.`, { code: 'INVALID_PARAMETER', by: 'validate' }),
  invalidCursor: () =>
    problem(400, 'The cursor is not one that this server issued.', {
      code: 'INVALID_CURSOR',
      by: 'validate',
    }),

  connectionNotFound: () => problem(404, 'Connection not found.', { code: 'NOT_FOUND', by: 'ownership' }),
  syncInProgress: () =>
    problem(409, 'A sync of this connection is in progress; its status tells when it is done.', {
      code: 'SYNC_IN_PROGRESS',
      by: 'sync',
    }),
  databaseUnavailable: () =>
    problem(503, 'The server cannot reach its database.', { code: 'DATABASE_UNAVAILABLE', by: 'database' }),
  /** @param seconds until the next request passes */
  rateLimited: (seconds: number) =>
    problem(429, `Too many requests with this API key; try again in ${seconds} s.`, {
      code: 'RATE_LIMITED',
      headers: { 'Retry-After': seconds },
      by: 'rate-limit',
    }),
} as const;

/** Refusals the engine runs into before an operation is asked (BB-C30). */
export const problems: EngineProblems<BreadboxState, Principal> = {
  unknownPath: (x, near) =>
    problem(
      404,
      `Nothing is at ${shortened(x.request.path)}.${near.length > 0 ? ` Near: ${near.join(', ')}.` : ''}`,
      { code: 'NOT_FOUND' },
    ),
  methodNotAllowed: (x, allowed) =>
    problem(405, `${shortened(x.request.method)} is not allowed here. Allowed: ${allowed.join(', ')}.`, {
      code: 'METHOD_NOT_ALLOWED',
      headers: { Allow: allowed.join(', ') },
    }),
  malformedTarget: (_, reason) => refusals.invalidParameter(`The address cannot be read: ${reason}`),
  malformedBody: (_, reason) => refusals.invalidParameter(`The body cannot be read: ${shortened(reason)}`),
  bodyTooLarge: (_, maxBytes) =>
    problem(413, `The body may have up to ${maxBytes} bytes.`, { code: 'PAYLOAD_TOO_LARGE' }),
  invalid: (_, [first]) =>
    refusals.invalidParameter(first === undefined ? 'The request is not valid' : inWords(first)),
  unexpected: () => problem(500, 'Something went wrong inside the server.', { code: 'INTERNAL_ERROR' }),
};

export function render({ status, code, message, headers }: Problem): Reply {
  return reply(status, { error: { code: code ?? 'INTERNAL_ERROR', message } }, headers);
}

/** What the parameters must look like, where the contract's pattern would help nobody. */
const EXPECTED: Readonly<Record<string, string>> = {
  id: 'a UUID or a short id',
  user_id: 'a UUID',
  account_id: 'a UUID or a short id',
  '/connection_id': 'a UUID',
  limit: 'a whole number from 1 to 500',
  start_date: 'a date such as 2026-03-16',
  end_date: 'a date such as 2026-03-16',
  min_amount: 'a decimal number such as -12.50',
  max_amount: 'a decimal number such as -12.50',
  pending: 'true or false',
  search: 'at least 2 characters',
  exclude_search: 'at least 2 characters',
  search_mode: 'contains, words or fuzzy',
  sort_by: 'date, amount or name',
  sort_order: 'asc or desc',
  fields: 'one or more of minimal, core, category and timestamps, separated by commas',
  '': 'an object',
};

function inWords({ in: place, name, message, given }: Violation): string {
  const subject = name === '' ? 'The body' : name.replace(/^\//, '');
  const expected = Object.hasOwn(EXPECTED, name) ? `must be ${EXPECTED[name]}` : message;
  const got =
    given === undefined ? `; it is missing in the ${place}` : `; got ${shortened(JSON.stringify(given))}`;
  return `${subject} ${expected}${got}`;
}
