/** What every reference client is made with. A mutant is one of these policies in a worse form. */
export type { Answer, HttpRequest } from './attempt.ts';
export { parseExactly } from './exact-json.ts';
export { inFlightLimiter, type Limiter } from './limiter.ts';
export {
  mayWorkLater,
  type RetryPolicies,
  retryPolicies,
  type Sender,
  sender,
} from './retrying.ts';
export { doubling, retryAfterMs } from './waits.ts';
