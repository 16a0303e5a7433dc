/**
 * How a login at a brokerage ends. The user name decides, since nobody's real login is asked for here: these names bring
 * about what is told beside them, any other name simply connects (ST-C161).
 */

/** What CONNECTION_ATTEMPTED says of an attempt. */
export type AttemptResult =
  | 'SUCCESS'
  | 'AUTH_EXPIRED'
  | 'INVALID_AUTH_CODE'
  | 'AUTH_NOT_IN_PROGRESS'
  | 'DIFFERENT_ACCOUNT'
  | 'UNCAUGHT_ERROR'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_MFA_CODE'
  | 'NO_DATA';

export interface Failure {
  /** HTTP status and code as the documentation's table of the portal has them (ST-327), or a choice (ST-C162). */
  readonly status: number;
  readonly code: string;
  readonly result: AttemptResult;
  /** For the application: `detail` of the message. What the user reads is in texts.ts. */
  readonly detail: string;
}

const failure = (status: number, code: string, result: AttemptResult, detail: string): Failure => ({
  status,
  code,
  result,
  detail,
});

export const failures = {
  'wrong-password': failure(403, '1066', 'INVALID_CREDENTIALS', 'Authentication with the brokerage failed.'),
  'account-locked': failure(403, '1066', 'INVALID_CREDENTIALS', 'The brokerage has locked this login.'),
  'no-permission': failure(
    403,
    '1140',
    'INVALID_CREDENTIALS',
    'The API key lacks a permission at the brokerage.',
  ),
  'wrong-code': failure(400, '1086', 'INVALID_MFA_CODE', 'The second factor code is not valid.'),
  'different-account': failure(
    400,
    '1023',
    'DIFFERENT_ACCOUNT',
    'The linked brokerage account cannot be changed under an existing connection.',
  ),
  'login-expired': failure(400, '1006', 'AUTH_EXPIRED', 'The login at the brokerage took too long.'),
  'bad-auth-code': failure(400, '1012', 'INVALID_AUTH_CODE', 'The brokerage did not accept its own code.'),
  'not-in-progress': failure(
    400,
    '1006',
    'AUTH_NOT_IN_PROGRESS',
    'The brokerage authorization is not in progress and cannot be completed.',
  ),
  'broker-down': failure(500, '3000', 'UNCAUGHT_ERROR', 'Could not connect to the brokerage.'),
  'rate-limited': failure(429, '0000', 'UNCAUGHT_ERROR', 'The brokerage takes no more logins for now.'),
  'no-data': failure(503, '3002', 'NO_DATA', 'The brokerage gave no data.'),
  unexpected: failure(500, '1000', 'UNCAUGHT_ERROR', 'Encountered an unexpected exception.'),
  'user-gone': failure(401, '0000', 'UNCAUGHT_ERROR', 'User not found.'),
} as const satisfies Readonly<Record<string, Failure>>;

export type FailureName = keyof typeof failures;

/** Failures that a user name brings about; the others follow from what is done. */
const BY_NAME: readonly FailureName[] = [
  'wrong-password',
  'account-locked',
  'no-permission',
  'login-expired',
  'bad-auth-code',
  'not-in-progress',
  'broker-down',
  'rate-limited',
  'no-data',
  'unexpected',
];

/** Names that connect, and what is behind such a login. */
const SPECIAL = ['second-factor', 'slow', 'cash-only', 'no-transactions', 'no-accounts'] as const;

export type SpecialName = FailureName | (typeof SPECIAL)[number];

/** The user names that the login page tells of, in its order. */
export const SPECIAL_NAMES: readonly SpecialName[] = [...SPECIAL, ...BY_NAME];

/** The code that the second factor wants. */
export const RIGHT_CODE = '123456';

/** How long the `slow` brokerage takes, on the world's clock. */
export const SLOW_MS = 10_000;

/** The scenarios of the sandbox brokerage, its default first, as the names above (ST-330). */
export const SANDBOX_SCENARIOS = [
  'self-directed',
  'cash-only',
  'no-transactions',
  'no-accounts',
  'wrong-password',
  'account-locked',
  'rate-limited',
] as const;

export type LoginOutcome =
  | { readonly next: 'accounts' | 'code' | 'waiting' }
  | { readonly next: 'failed'; readonly failure: FailureName };

export function outcomeOfLogin(login: string): LoginOutcome {
  const failed = BY_NAME.find((name) => name === login);
  if (failed !== undefined) return { next: 'failed', failure: failed };
  if (login === 'second-factor') return { next: 'code' };
  return { next: login === 'slow' ? 'waiting' : 'accounts' };
}
