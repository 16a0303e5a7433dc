/** What the SDK throws, in the suite's words: as much as can be told from what it throws, and not more. */
import { SnaptradeError } from 'snaptrade-typescript-sdk';
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { FailureKind } from '../../../src/verify/protocol.ts';

const BY_STATUS: Readonly<Record<number, FailureKind>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  402: 'login-required',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  422: 'invalid-request',
  425: 'not-ready',
  429: 'rate-limited',
};
/** Codes that the SDK hands on from axios where the status does not tell: there is none, or it was a good one. */
const BY_CODE: Readonly<Record<string, FailureKind>> = {
  ECONNABORTED: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'network',
  ECONNRESET: 'network',
  EPIPE: 'network',
  ERR_NETWORK: 'network',
  ERR_BAD_RESPONSE: 'broken-answer',
};

/** A failure where the SDK speaks of one; everything else as it was thrown. */
export function failureOf(error: unknown): unknown {
  if (error instanceof SnaptradeError) return refusalOf(error);
  // Thrown by the SDK as it is, and without anything but a text: after a limit, for one.
  if (error instanceof Error && error.constructor === Error) {
    return new ClientFailure('other', { message: error.message });
  }
  return error;
}

function refusalOf({ status, code, responseBody, message }: SnaptradeError): ClientFailure {
  // Its headers follow, as text.
  const [first = ''] = message.split('\n');
  const told = { message: first };
  // A body that broke comes with the status that stood before it.
  if (status === undefined || status < 400) return new ClientFailure(kindOfCode(code), told);
  const kind = status >= 500 ? 'unavailable' : (BY_STATUS[status] ?? 'other');
  const own = (responseBody ?? {}) as { readonly code?: unknown };
  return new ClientFailure(kind, {
    ...told,
    status,
    ...(typeof own.code === 'string' && { code: own.code }),
  });
}

function kindOfCode(code: string | undefined): FailureKind {
  if (code === undefined) return 'other';
  // Of zlib: the body could not be unpacked.
  return code.startsWith('Z_') ? 'broken-answer' : (BY_CODE[code] ?? 'other');
}
