/** What Redbark's refusals mean to a caller: the status first, `error.code` where there is one. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { FailureKind } from '../../../src/verify/protocol.ts';
import { type Answer, retryAfterMs } from '../common/index.ts';
import { isRow } from './shapes.ts';

const KINDS: Readonly<Record<number, FailureKind>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  // Both 403s are about the plan; the code says that it is about this endpoint only.
  403: 'plan-required',
  404: 'not-found',
  405: 'invalid-request',
  409: 'conflict',
  410: 'gone',
  429: 'rate-limited',
};

export function refusalOf({ status, headers, json }: Answer, now: number): ClientFailure {
  // A proxy's page has no envelope.
  const error = isRow(json) && isRow(json.error) ? json.error : {};
  const told = status === 429 || status === 503 ? retryAfterMs(headers.get('retry-after'), now) : undefined;
  return new ClientFailure(KINDS[status] ?? (status >= 500 ? 'unavailable' : 'other'), {
    status,
    ...(typeof error.code === 'string' && { code: error.code }),
    ...(typeof error.message === 'string' && { message: error.message }),
    ...(told !== undefined && { retryAfterMs: told }),
  });
}
