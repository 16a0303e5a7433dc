/**
 * A client in TypeScript, as the suite plays it: jobs by name, each a function of its input.
 *
 * @example
 * export const client = defineClient({
 *   client: 'my-client', version: '1.4.0',
 *   operations: {
 *     'redbark.listTrades': async ({ connectionId }, { baseUrl, credentials }) =>
 *       new MyClient(baseUrl, credentials.apiKey).trades(String(connectionId)),
 *   },
 * });
 */
import type { CaseLimits, Failure, FailureKind } from './protocol.ts';

/** What a job is given beside its input. */
export interface ClientContext {
  /** In place of the provider's address. */
  readonly baseUrl: string;
  /** By the names of docs/adapter.md: redbark and breadbox `apiKey`, fivetran `key` and `secret`, ... */
  readonly credentials: Readonly<Record<string, string>>;
  readonly limits: CaseLimits;
  /** Milliseconds since 1970: what a client with the capability `clock` takes for the present. */
  now(): number;
  /** A wait; with the capability `clock` it passes in no time. Rejects when `signal` is aborted. */
  sleep(ms: number): Promise<void>;
  /** Aborted when the suite gives the case up. */
  readonly signal: AbortSignal;
}

export type ClientOperation = (
  // biome-ignore lint/suspicious/noExplicitAny: input comes as JSON; the operation knows what its case sends.
  input: Readonly<Record<string, any>>,
  context: ClientContext,
) => Promise<unknown>;

export interface ClientDefinition {
  /** What the report calls it. */
  readonly client: string;
  readonly version: string;
  /** Default `TypeScript`. */
  readonly language?: string;
  /** `<provider>.<job>`; jobs that are left out are reported as unsupported. */
  readonly operations: Readonly<Record<string, ClientOperation>>;
  /**
   * The client waits with `context.sleep` and reads the time from `context.now`, everywhere. Default false: it waits on
   * the machine's clock, and waits of hours are played as seconds.
   */
  readonly clock?: boolean;
  /** False: one case after the other. Default true. */
  readonly parallel?: boolean;
  /** Members the client carries, where it does not carry all, by job. Others are not compared. */
  readonly members?: Readonly<Record<string, readonly string[]>>;
}

export function defineClient(definition: ClientDefinition): ClientDefinition {
  return definition;
}

/**
 * Thrown by a job that could not be done: the failure is its answer, and may be the right one. Any other exception is
 * reported as a crash of the client.
 *
 * @example throw new ClientFailure('rate-limited', { status: 429, retryAfterMs: 7000 })
 */
export class ClientFailure extends Error {
  readonly failure: Failure;

  constructor(kind: FailureKind, more: Omit<Failure, 'kind'> = {}) {
    super(more.message ?? kind);
    this.name = 'ClientFailure';
    this.failure = { kind, ...more };
  }
}

/** Thrown by a job that this client has no way to do. */
export class Unsupported extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'Unsupported';
  }
}
