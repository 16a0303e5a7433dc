/**
 * The messages between the suite and an adapter: one JSON object on one line. docs/adapter.md is the specification in
 * prose, contracts/adapter/*.schema.json in JSON Schema.
 */

/** Raised when an older adapter could misread a message. */
export const PROTOCOL = 1;

/** What a client may be able to do beyond its operations. */
export const CAPABILITIES = ['clock', 'parallel'] as const;
/**
 * `clock`: its waits are messages and it reads the time from them, so that an hour takes no time.
 * `parallel`: it takes the next case before the last has ended.
 */
export type Capability = (typeof CAPABILITIES)[number];

/** Why a job could not be done, in words every provider's refusals translate to. */
export const FAILURE_KINDS = {
  'rate-limited': 'still refused for asking too often after the client gave up waiting',
  unavailable: 'the service or the institution behind it is down (5xx)',
  unauthorized: 'the credential is missing, wrong or revoked',
  'plan-required': 'the subscription does not include this',
  forbidden: 'the credential lacks a permission or scope',
  'not-found': 'what was asked for is not there',
  'invalid-request': 'the request can never work as it is',
  conflict: 'refused because something else is under way or already done',
  gone: 'the endpoint was removed',
  'not-ready': 'the first synchronisation is still under way',
  'login-required': 'a person has to sign in again before this can work',
  'sync-failed': 'the synchronisation ended without success: it failed or was broken off',
  incomplete: 'only a part could be had, and it must not pass for the whole',
  timeout: 'the client lost patience: with a request, or with waiting for something to happen',
  network: 'no connection, or one that broke before the answer was whole',
  'broken-answer': 'an answer that is not what it says it is: cut, no JSON, another type',
  other: 'none of these',
} as const;
export type FailureKind = keyof typeof FAILURE_KINDS;

export interface Failure {
  readonly kind: FailureKind;
  /** HTTP status of the refusal. */
  readonly status?: number;
  /** The provider's own code. */
  readonly code?: string;
  /** How long the provider said to wait. */
  readonly retryAfterMs?: number;
  readonly message?: string;
}

/** What a client has to keep to in one case. */
export interface CaseLimits {
  /** A single request may take so long, on the machine's clock. */
  readonly requestTimeoutMs: number;
  /** The whole job may take so long, on the client's clock: then it has to give up with a failure. */
  readonly deadlineMs: number;
}

/** Suite -> adapter. */
export type ToAdapter =
  | { readonly type: 'hello'; readonly protocol: number; readonly suite: string }
  | CaseMessage
  | {
      readonly type: 'sleepAck';
      readonly seq: number;
      /** As the `sleep` had it. */
      readonly id?: string | number;
      /** The time now: RFC 3339. */
      readonly now: string;
    }
  | { readonly type: 'cancel'; readonly seq: number }
  | { readonly type: 'bye' };

export interface CaseMessage {
  readonly type: 'case';
  readonly seq: number;
  /** Id of the case, for logs. A client that behaves differently for it cheats itself. */
  readonly id: string;
  readonly provider: string;
  readonly baseUrl: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** `<provider>.<job>`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly limits: CaseLimits;
  /** The time now: RFC 3339. */
  readonly now: string;
}

export interface Hello {
  readonly type: 'hello';
  /** Name of the client that is judged. */
  readonly client: string;
  readonly version: string;
  readonly language: string;
  /** Jobs it can do: `redbark.listTrades`. */
  readonly operations: readonly string[];
  readonly capabilities: readonly Capability[];
  /** Members a client carries, where it does not carry all: by job. Others are not compared. */
  readonly members?: Readonly<Record<string, readonly string[]>>;
}

export type Result = { readonly type: 'result'; readonly seq: number } & ResultBody;

export type ResultBody =
  | { readonly value: unknown }
  | { readonly failure: Failure }
  /** In words: why this client cannot do this. */
  | { readonly unsupported: string | true }
  /** The client's own bug: what it threw. */
  | { readonly crashed: string };

/** Adapter -> suite. */
export type FromAdapter =
  | Hello
  | Result
  | { readonly type: 'sleep'; readonly seq: number; readonly ms: number; readonly id?: string | number };
