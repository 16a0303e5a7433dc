/**
 * Every refusal of this API, and its envelope: `{ "code", "message" }`, sometimes with `data` (FT-13).
 *
 * Few texts are documented. Those of 405, 406, 413, 415, 500 and 503 are modelled on the one that is known for a path that
 * leads nowhere, "HTTP 404 Not Found" (FT-C05).
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
import type { FivetranState, FivetranWorld, Principal } from './state.ts';
import { reading } from './switches.ts';

export const refusals = {
  unauthorized: (world: FivetranWorld) =>
    problem(401, 'Invalid authorization credentials', {
      code: reading(world, 'authCode'),
      by: 'authenticate',
    }),
  forbidden: (permission: string) =>
    problem(403, `Access denied. Required permission: ${permission}`, { code: 'Forbidden', by: 'entitle' }),
  /** @param message names the field in quotes, as all known texts do */
  invalidInput: (message: string) => problem(400, message, { code: 'InvalidInput', by: 'validate' }),
  connectionNotFound: (world: FivetranWorld, id: string) => {
    const noun = reading(world, 'notFoundNoun') === 'connector' ? 'Connector' : 'Connection';
    return problem(404, `${noun} with id '${shortened(id)}' does not exist.`, { code: `NotFound_${noun}` });
  },
  /** @param near templates of paths that come close */
  nothingThere: (near: readonly string[] = []) =>
    problem(404, 'HTTP 404 Not Found', {
      code: 'NotFound',
      details: near.map((path) => `near: ${path}`),
      by: 'route',
    }),
  paused: (id: string) =>
    problem(409, `Connection with id '${shortened(id)}' is paused`, { code: 'Conflict' }),
  notAcceptable: () => problem(406, 'HTTP 406 Not Acceptable', { code: 'NotAcceptable', by: 'validate' }),
  unsupportedMediaType: () =>
    problem(415, 'HTTP 415 Unsupported Media Type', { code: 'UnsupportedMediaType', by: 'validate' }),
  unavailable: () => problem(503, 'HTTP 503 Service Unavailable', { code: 'ServiceUnavailable' }),
  /** @param retryAfter whole seconds, or undefined where none is told */
  tooMany: (message: string, retryAfter: number | undefined) =>
    problem(429, message, {
      code: 'TooManyRequests',
      by: 'rate-limit',
      ...(retryAfter !== undefined && { headers: { 'Retry-After': retryAfter } }),
    }),
} as const;

export const problems: EngineProblems<FivetranState, Principal> = {
  unknownPath: (_, near) => refusals.nothingThere(near),
  methodNotAllowed: (_, allowed) =>
    problem(405, 'HTTP 405 Method Not Allowed', {
      code: 'MethodNotAllowed',
      headers: { Allow: allowed.join(', ') },
      by: 'route',
    }),
  malformedTarget: (_, reason) => badRequest(reason),
  malformedBody: (_, reason) => badRequest(`the body is not readable: ${reason}`),
  bodyTooLarge: (_, maxBytes) =>
    problem(413, 'HTTP 413 Request Entity Too Large', {
      code: 'PayloadTooLarge',
      details: [`at most ${maxBytes} bytes are read`],
      by: 'body',
    }),
  invalid: (_, [first]) =>
    first === undefined ? badRequest('it breaks the contract') : refusals.invalidInput(complaint(first)),
  unexpected: () => problem(500, 'HTTP 500 Internal Server Error', { code: 'InternalServerError' }),
};

/** `data` appears only where there is more to tell. */
export function render({ status, code, message, details, headers }: Problem): Reply {
  const more = details !== undefined && details.length > 0 ? { data: { details } } : {};
  return reply(status, { code: code ?? 'InvalidInput', message, ...more }, headers);
}

function badRequest(reason: string): Problem {
  return problem(400, `Invalid request: ${reason}`, { code: 'BadRequest', by: 'validate' });
}

/** The first field that is wrong, as the known texts put it: "Field 'service' is required" (FT-15). */
function complaint({ in: where, name, keyword, message, params, given }: Violation): string {
  if (where === 'body' && name === '') {
    return keyword === 'required' ? 'Request body is required' : `Invalid request body: ${message}`;
  }
  const subject = where === 'body' ? `Field '${name.slice(1).replaceAll('/', '.')}'` : `Parameter '${name}'`;
  if (keyword === 'required') return `${subject} is required`;
  const allowed = Array.isArray(params.allowedValues)
    ? `must be one of ${params.allowedValues.filter((value) => value !== null).join(', ')}`
    : message;
  return `${subject} is invalid: ${allowed}, given ${shortened(JSON.stringify(given) ?? 'nothing')}`;
}
