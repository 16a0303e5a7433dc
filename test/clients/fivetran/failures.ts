/** Refusals of this API, as failures of a job. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { FailureKind } from '../../../src/verify/protocol.ts';
import { type Answer, retryAfterMs } from '../common/index.ts';
import { member, textIn } from './reading.ts';

const KINDS: Readonly<Record<number, FailureKind>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  405: 'invalid-request',
  406: 'invalid-request',
  409: 'conflict',
  410: 'gone',
  413: 'invalid-request',
  415: 'invalid-request',
  429: 'rate-limited',
};

/** @param now what a date in Retry-After is counted from */
export function failureOf({ status, headers, json }: Answer, now: number): ClientFailure {
  const kind = KINDS[status] ?? (status >= 500 ? 'unavailable' : 'other');
  const code = textIn(json, 'code');
  const wait = retryAfterMs(headers.get('retry-after'), now);
  // A proxy's page has neither code nor message.
  const message = textIn(json, 'message') ?? `HTTP ${status}`;
  return new ClientFailure(kind, {
    status,
    message,
    ...(code !== undefined && { code }),
    ...(wait !== undefined && { retryAfterMs: wait }),
  });
}

export function brokenAnswer(message: string): ClientFailure {
  return new ClientFailure('broken-answer', { message });
}

/** Whether a job failed because of how its request was. */
export function wasInvalid(error: unknown): boolean {
  return error instanceof ClientFailure && member(error.failure, 'kind') === 'invalid-request';
}
