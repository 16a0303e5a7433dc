/** What a refusal means, by its status and, where that says too little, its code. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { FailureKind } from '../../../src/verify/protocol.ts';
import type { Answer } from '../common/index.ts';

export interface Refusal {
  readonly status: number;
  /** A string, digits or a word; 410 and what no JSON has is without. */
  readonly code: string | undefined;
  readonly detail: string | undefined;
  /** Milliseconds it says to wait. */
  readonly wait: number | undefined;
}

const BY_CODE: Readonly<Record<string, FailureKind>> = {
  '1010': 'conflict',
  '3011': 'conflict',
  '1141': 'plan-required',
};
const BY_STATUS: Readonly<Record<number, FailureKind>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  402: 'login-required',
  403: 'forbidden',
  404: 'not-found',
  410: 'gone',
  422: 'invalid-request',
  425: 'not-ready',
  429: 'rate-limited',
  // Not at this brokerage, today or tomorrow.
  501: 'other',
};

export function refusalOf({ status, json }: Answer, wait: number | undefined): Refusal {
  const { code, detail } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  return {
    status,
    code: typeof code === 'string' ? code : undefined,
    detail: typeof detail === 'string' ? detail : undefined,
    wait,
  };
}

export function kindOf({ status, code }: Refusal): FailureKind {
  return BY_CODE[code ?? ''] ?? BY_STATUS[status] ?? (status >= 500 ? 'unavailable' : 'other');
}

export function refused(refusal: Refusal): ClientFailure {
  const { status, code, detail, wait } = refusal;
  return new ClientFailure(kindOf(refusal), {
    status,
    message: detail ?? `HTTP ${status}`,
    ...(code !== undefined && { code }),
    ...(wait !== undefined && { retryAfterMs: wait }),
  });
}
