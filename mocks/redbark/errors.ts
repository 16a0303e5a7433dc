/**
 * Every refusal of this API, and its envelope: `{ "error": { "message", "code"?, "details"? } }` (RB-19).
 *
 * A missing `code` tells clients as much as a code does, so none is added here where the real service has none.
 * Messages that no source quotes are ours (RB-C36).
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
import { DATE_PARAMETERS, dateComplaints } from './dates.ts';
import type { Principal, RedbarkState, RedbarkWorld } from './state.ts';
import { reading } from './switches.ts';

export type Category = 'banking' | 'brokerage';

export const refusals = {
  missingKey: () =>
    problem(401, 'Missing API key: send it as "Authorization: Bearer <key>"', { by: 'authenticate' }),
  invalidKey: () => problem(401, 'Invalid API key', { by: 'authenticate' }),

  planTooSmall: () => problem(403, 'API access requires a Developer or Professional plan', { by: 'plan' }),
  notProfessional: () =>
    problem(403, 'Brokerage endpoints require a Professional plan', {
      code: 'professional_required',
      by: 'plan',
    }),

  /** @param details one line for each parameter that is wrong */
  invalidParams: (details: readonly string[]) =>
    problem(400, 'Invalid query parameters', { code: 'invalid_params', details, by: 'validate' }),
  badDates: (details: readonly string[]) =>
    problem(400, 'Invalid date parameters', { details, by: 'validate' }),
  badDateRange: () =>
    problem(400, 'Invalid date range: `from` must be on or before `to`', {
      code: 'invalid_date_range',
      by: 'validate',
    }),
  /** @param what the endpoint's own noun, `Trades`; @param category the kind of connection it is for */
  wrongCategory: (what: string, category: Category) =>
    problem(400, `${what} are only available for ${category} connections`, {
      code: 'wrong_endpoint_for_category',
      by: 'ownership',
    }),
  accountIdNeeded: () => problem(410, 'Endpoint requires an accountId', { by: 'validate' }),

  connectionNotFound: () =>
    problem(404, 'Connection not found', { code: 'connection_not_found', by: 'ownership' }),
  accountNotFound: () => problem(404, 'Account not found', { code: 'account_not_found', by: 'ownership' }),

  rateLimited: () => problem(429, 'Rate limit exceeded', { by: 'rate-limit' }),
  tooManyInFlight: () => problem(429, 'Too many concurrent requests', { by: 'in-flight' }),

  unexpected: () => problem(500, 'Internal server error'),
  /** The service itself cannot answer now. */
  unavailable: () => problem(503, 'Service temporarily unavailable'),
  /** The bank or broker cannot be read. */
  providerDown: (world: RedbarkWorld, category: Category) =>
    problem(
      Number(reading(world, 'providerDown')),
      category === 'brokerage'
        ? 'Brokerage provider temporarily unavailable'
        : 'Banking provider temporarily unavailable',
      { by: 'provider' },
    ),
} as const;

/** Refusals the engine runs into before an operation is asked. None is documented (RB-C18). */
export const problems: EngineProblems<RedbarkState, Principal> = {
  unknownPath: (x, near) =>
    problem(
      404,
      `Not found: ${shortened(x.request.path)}${near.length > 0 ? `. Near: ${near.join(', ')}` : ''}`,
    ),
  methodNotAllowed: (x, allowed) =>
    problem(
      405,
      `Method ${shortened(x.request.method)} is not allowed here. Allowed: ${allowed.join(', ')}`,
      {
        headers: { Allow: allowed.join(', ') },
      },
    ),
  malformedTarget: (_, reason) => problem(400, `Malformed request: ${reason}`),
  malformedBody: (_, reason) => problem(400, `Malformed body: ${reason}`),
  bodyTooLarge: (_, maxBytes) => problem(413, `The body is too large. Allowed: ${maxBytes} bytes`),
  invalid: (x, violations) => {
    const others = violations.filter(({ name }) => !DATE_PARAMETERS.includes(name));
    return others.length > 0
      ? refusals.invalidParams(others.map(inWords))
      : refusals.badDates(dateComplaints(x.query));
  },
  unexpected: () => refusals.unexpected(),
};

export function render({ status, message, code, details, headers }: Problem): Reply {
  const error = { message, ...(code !== undefined && { code }), ...(details !== undefined && { details }) };
  return reply(status, { error }, headers);
}

/** @example `limit: must be <= 500, was 900` */
function inWords({ name, message, given }: Violation): string {
  return given === undefined
    ? `${name}: ${message}`
    : `${name}: ${message}, was ${shortened(JSON.stringify(given))}`;
}
