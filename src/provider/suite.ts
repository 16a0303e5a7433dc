/**
 * What a provider brings to the contract suite: the whole jobs a client is asked to do, what the ledger knows of their
 * result, how its wire is read, and its cases. `mocks/<provider>/suite/` holds it; only the cases are loaded later, by who judges: a part of the program that
 * is loaded later and shares much with what is loaded at once tears both into many small files.
 */
import type { Instant } from '../../fixtures/ledger/types.ts';
import type { Json, World } from './world.ts';

/** Input of a job, with every reference resolved: ids as the provider shows them, days and instants as text. */
export type JobInput = Readonly<Record<string, Json>>;

/** One exchange as it went over the wire, unmasked. Times: `at` on the world's clock, `hostAt` on the machine's. */
export interface WireExchange {
  /** 1, 2, 3, ... in the order the requests arrived. */
  readonly number: number;
  /** operationId; undefined: the request matched nothing. */
  readonly operation: string | undefined;
  readonly method: string;
  /** Below the provider's address, still percent-encoded. */
  readonly path: string;
  readonly rawQuery: string;
  /** Decoded; of a repeated parameter the last. */
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Undefined: no answer was made. */
  readonly answer: WireAnswer | undefined;
  /** `answered`, or how it went wrong. */
  readonly outcome: 'answered' | 'aborted by client' | 'cut by fault' | 'failed';
  /** Faults of the catalogue that were at work. */
  readonly faults: readonly string[];
  /** What in the request is not as the contract has it. */
  readonly violations: readonly { readonly in: string; readonly name: string; readonly message: string }[];
  /**
   * Places of its arrival and of its end in the sequence of all arrivals and ends of the case: what clocks are too coarse
   * to tell, or stand still for.
   */
  readonly began: number;
  readonly ended: number;
  /** When it arrived, and when its answer was handed over: milliseconds since 1970. */
  readonly at: Instant;
  readonly endedAt: Instant;
  readonly hostAt: number;
  readonly hostEndedAt: number;
  readonly connection: number;
}

export interface WireAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, as made; what a fault did to its bytes afterwards is not in it. */
  readonly text: string;
  /** The body with exact numbers ({@link JsonNumber}); undefined if it is no JSON. */
  readonly json: unknown;
  /** The stage that answered: `operation`, `cache`, `fault`, `rate-limit`, ... */
  readonly by: string;
  readonly code: string | undefined;
}

/** One thing a client can be asked to do, whole: *all* trades of a connection, a sync until it has ended. */
export interface Job<State = unknown> {
  /** In a line, for the docs: what is to be done and what the value is. */
  readonly says: string;
  /** Members of the input by name, each with what it is in words. A name that ends in `?` may be left out. */
  readonly input: Readonly<Record<string, string>>;
  /** operationIds that it is done with. */
  readonly operations: readonly string[];
  /**
   * What a client ought to report if it understood everything, from the ledger and the state of the world, as of now.
   * Never from what was sent. May hold {@link JsonNumber}s.
   */
  truth(world: World<State>, input: JobInput): unknown;
  /**
   * The same read from what was really served, for faults that reshape answers (extreme decimals, nulls, doubled rows).
   * Left out: no case may say `$served`.
   */
  served?(exchanges: readonly WireExchange[], input: JobInput): unknown;
  /** Members, at any depth, that are money, prices or quantities: compared as decimals, `"150.0000"` equals `"150"`. */
  readonly decimals?: readonly string[];
  /** Members, at any depth, that are times: compared as instants when both have a time of day. */
  readonly times?: readonly string[];
  /** Order of the rows of a list. Default `any`: compared as a set in which a row may stand more than once. */
  readonly order?: 'any' | 'kept';
  /** Member that names a row in reports of differences. Default `id`. */
  readonly id?: string;
}

/** How one operation gives its list in pages. */
export type Paging =
  | {
      readonly by: 'offset';
      /** Names of the parameters. */
      readonly offset: string;
      readonly limit: string;
      readonly usualLimit: number;
      /** Whether the answer says that more rows come; undefined: this answer does not say. */
      more(answer: WireAnswer, exchange: WireExchange): boolean | undefined;
    }
  | {
      readonly by: 'cursor';
      /** Name of the parameter. */
      readonly cursor: string;
      /** The cursor of the next page; undefined: this was the last. */
      next(answer: WireAnswer): string | undefined;
    };

/** What the rules of the wire have to know of a provider. */
export interface WireDialect {
  /** By operationId. */
  readonly paging: Readonly<Record<string, Paging>>;
  /**
   * Milliseconds a client has to wait by what an answer tells it; undefined: it tells nothing. `Retry-After` in both its
   * forms is read by the suite itself; this is for a provider's own headers or members.
   */
  waitOf?(answer: WireAnswer, now: Instant): number | undefined;
  /** operationIds that must not be sent again unless the answer says they were not done (429, 503 with Retry-After). */
  readonly once: readonly string[];
  /** Query parameters that may carry secrets by the provider's own design. Every other secret in a URL is a leak. */
  readonly secretParameters?: readonly string[];
  /** Query parameters that differ from one attempt of a request to the next: a timestamp that is signed anew. */
  readonly volatileParameters?: readonly string[];
  /** Requests one credential may have in flight. */
  readonly mostInFlight?: number;
}

export interface Suite<State = unknown> {
  /** By name without the provider: `listTrades`. */
  readonly jobs: Readonly<Record<string, Job<State>>>;
  readonly wire: WireDialect;
  /** Content of `contracts/<provider>/cases/`, as the build gathered it. Big, and needed only by who judges. */
  readonly cases: () => Promise<readonly unknown[]>;
  /** Which of the world's credentials a case uses that names none. */
  readonly usualCredential: string;
  /**
   * What a client is given to get in, by the names of docs/adapter.md.
   *
   * @param shown all credentials of the world, as `serve` prints them
   * @param name the one a case wants; undefined if there is none of that name
   */
  credentials(
    shown: Readonly<Record<string, string>>,
    name: string,
  ): Readonly<Record<string, string>> | undefined;
  /**
   * The id, as the provider shows it, behind a reference of a case: `$brokerage.0`, `$account.owner-shares`, ...
   * Undefined: there is none. References to days and instants are the suite's own.
   */
  resolve(world: World<State>, reference: string): string | undefined;
}
