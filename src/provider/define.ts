/**
 * The author's API. A provider is data and plain functions; the engine does the rest.
 *
 * @example
 * export const redbark = defineProvider<operations, RedbarkState, RedbarkPrincipal>()({
 *   id: 'redbark', title: 'Redbark', hosts: ['api.redbark.co'], contract, switches,
 *   createState, credentials, identify,
 *   checks: [throttleFailedAuth, authenticate, entitle, validate, throttle],
 *   handlers: { ...connections, ...trades }, problems, render,
 * });
 */
import type { Instant } from '../../fixtures/ledger/types.ts';
import type { Change } from './changes.ts';
import type { AnswerOf, BodyOf, Contract, PathOf, QueryOf } from './contract.ts';
import type { AnyExchange, Exchange, IncomingRequest } from './exchange.ts';
import type { ProviderFaults } from './faults.ts';
import type { Page } from './pages.ts';
import type { Problem, Reply } from './reply.ts';
import type { Suite } from './suite.ts';
import type { Violation } from './violation.ts';
import type { Webhooks } from './webhooks.ts';
import type { ConnectionState, Json, World } from './world.ts';

/** One choice between readings that the sources leave open, or between a provider's versions. */
export interface Switch {
  /** What turns on it, in a line: shown by `understudy switches` and in the docs. */
  readonly says: string;
  /** Allowed values with what each means. */
  readonly values: Readonly<Record<string, string>>;
  readonly default: string;
}

/** A step between "matched" and "operation": refuses with a Problem, answers at once with a Reply, or lets pass. */
export type Check<State = unknown, Principal = unknown> = (
  x: AnyExchange<State, Principal>,
) => Problem | Reply | undefined;

/**
 * Stands in `checks` where armed faults take their turn (design, section 3: who asks is known, limits are passed,
 * parameters are not looked at yet). The engine sees to them.
 */
export const armedFaults: Check = () => undefined;

/** What may stand in the place of a handler for each operationId. */
export type Handlers<Ops, State, Principal> = {
  readonly [Id in keyof Ops]: (
    x: Exchange<QueryOf<Ops[Id]>, PathOf<Ops[Id]>, BodyOf<Ops[Id]>, State, Principal>,
  ) => AnswerOf<Ops[Id]> | Promise<AnswerOf<Ops[Id]>>;
};

/** Refusals the engine itself runs into; each provider words them in its own dialect. */
export interface EngineProblems<State, Principal> {
  /** No such path. `near`: up to three templates of the contract that come close. */
  unknownPath(x: AnyExchange<State, Principal>, near: readonly string[]): Problem;
  methodNotAllowed(x: AnyExchange<State, Principal>, allowed: readonly string[]): Problem;
  /** The path or query cannot be decoded (bad percent-encoding, NUL, invalid UTF-8). */
  malformedTarget(x: AnyExchange<State, Principal>, reason: string): Problem;
  malformedBody(x: AnyExchange<State, Principal>, reason: string): Problem;
  bodyTooLarge(x: AnyExchange<State, Principal>, maxBytes: number): Problem;
  /** Parameters or body break the contract. Never empty. */
  invalid(x: AnyExchange<State, Principal>, violations: readonly Violation[]): Problem;
  /** A bug in a handler. */
  unexpected(x: AnyExchange<State, Principal>): Problem;
}

export type CacheOutcome = 'hit' | 'miss' | 'bypass';

/** Answers kept for a while on the world's clock. */
export interface CachePolicy<State, Principal> {
  /** Undefined: this answer has nothing to do with the cache. */
  rule(x: AnyExchange<State, Principal>): { readonly key: string; readonly ttlMs: number } | undefined;
  /** Asked after a miss: may this reply be kept? Default: every 200. `false` makes the outcome a bypass. */
  storable?(x: AnyExchange<State, Principal>, reply: Reply): boolean;
  /** Told the outcome, to set the provider's header. */
  announce(x: AnyExchange<State, Principal>, outcome: CacheOutcome): void;
}

/** Paths of members by operationId: `{ listHoldings: ['data[].averagePrice'] }`. */
export type MayBeNull<Ops> = { readonly [Id in keyof Ops]?: readonly string[] };

export interface ProviderDefinition<Ops, State, Principal> {
  readonly id: string;
  readonly title: string;
  /** Host names the real API answers on: requests with such a `Host`, or absolute-form, are for this provider. */
  readonly hosts: readonly string[];
  /** Prefixes that the contract's paths may stand under. Default `['']`. */
  readonly basePaths?: readonly string[];
  readonly contract: Contract;
  readonly switches: Readonly<Record<string, Switch>>;
  /** Which of several values of a parameter that takes one counts. */
  readonly repeatedParameter: 'first' | 'last';
  /** Largest request body, bytes. Default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** The provider's part of a new world's state document. Plain JSON data. */
  createState(world: Omit<World, 'state'>): State;
  /**
   * What a client needs to get in, by documented name (design, section 4), and the tokens that lead a request on the default
   * address to this world.
   */
  credentials(world: World<State>): {
    readonly show: Readonly<Record<string, string>>;
    readonly tokens: readonly string[];
  };
  /** The token of a request, as indexed by `credentials().tokens`; undefined if it carries none. */
  identify(request: IncomingRequest): string | undefined;
  /** Names in `credentials().show` that are no secrets. All others are masked in the journal, wherever they stand. */
  readonly openCredentials?: readonly string[];
  /** Query parameters that carry secrets: masked in the journal. */
  readonly secretParameters?: readonly string[];
  /**
   * Query parameters that carry secrets in addresses that answers lead to (`Location`), and nowhere else: the `code` of
   * OAuth, where `code` in a body is the code of a refusal. Masked in the journal.
   */
  readonly secretInAddresses?: readonly string[];
  /**
   * Members of bodies that carry secrets, whatever they stand in: whole names, or patterns that are held against the
   * name in lower case (without the flag `g`). Masked in the journal.
   */
  readonly secretMembers?: readonly (string | RegExp)[];
  /**
   * In order, the first answer wins. Put `validate` (src/provider) where the provider checks its parameters, and
   * {@link armedFaults} where injected faults take their turn.
   */
  readonly checks: readonly Check<State, Principal>[];
  readonly handlers: Handlers<Ops, State, Principal>;
  /**
   * Members of successful answers that may be null for no reason a client could see, by operationId:
   * `data[].averagePrice`. A messy world makes some of them so.
   */
  readonly mayBeNull?: MayBeNull<Ops>;
  readonly cache?: CachePolicy<State, Principal>;
  /** Pages for people, with their forms, beside the operations. Left out: none. */
  readonly pages?: readonly Page<State>[];
  /** What of its own state a test may set, by name: `plan`, `next-sync`. */
  readonly changes?: Readonly<Record<string, Change<State>>>;
  /** How it plays the faults of the catalogue. Left out: none can be armed here. */
  readonly faults?: ProviderFaults<Ops, State, Principal>;
  /** The webhooks it sends. Left out: none. */
  readonly webhooks?: Webhooks<State>;
  readonly problems: EngineProblems<State, Principal>;
  /** A Problem in the provider's envelope. */
  render(problem: Problem, x: AnyExchange<State, Principal>): Reply;
  /** Last word on every answer, refusals included: headers every response carries. */
  finish?(x: AnyExchange<State, Principal>, status: number): void;
  /**
   * Environment variables that existing clients read (design, section 6): name to `baseUrl`, `baseUrl/v1` or the
   * name of a credential. `serve --env` prints them.
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Told after a connection that this provider may see came into another state. For what follows from the change
   * itself; what only shows the state asks `world.connection()`. `before`: how it stood, as this provider saw it.
   */
  connectionMoved?(world: World<State>, connectionKey: string, before: ConnectionState): void;
  /** Told after a row arrived in an account: by `world.arrive` of any provider, or by a change that a test asked for. */
  rowArrived?(world: World<State>, accountKey: string): void;
  /** Handlers of `world.schedule`. */
  readonly events?: Readonly<Record<string, (world: World<State>, at: Instant, data: Json) => void>>;
  /** One request a person can paste after start-up, as a curl command line. */
  sample(world: World<State>, baseUrl: string): string;
  /** What it brings to the contract suite. Left out: no client can be judged by it. */
  readonly suite?: Suite<State>;
  /** True if the bodies hold {@link JsonNumber}s and so need the exact writer. */
  readonly exactNumbers?: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of providers has many states; each keeps its own types inside.
export type Provider = ProviderDefinition<any, any, any>;

/** Ties operation types, state and principal together; the empty call lets TypeScript infer the rest. */
export function defineProvider<Ops, State, Principal>() {
  return (
    definition: ProviderDefinition<Ops, State, Principal>,
  ): ProviderDefinition<Ops, State, Principal> => {
    for (const operation of definition.contract.operations) {
      if (!(operation.id in definition.handlers)) {
        throw new Error(
          `${definition.id}: the contract has an operation "${operation.id}" that no handler serves.`,
        );
      }
    }
    return definition;
  };
}
