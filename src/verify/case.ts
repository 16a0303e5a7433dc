/** A case of the contract suite, as people write it; `contracts/cases.schema.json` describes the same shape. */
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Json } from '../provider/world.ts';
import type { Step } from '../scenarios/scenario.ts';
import type { FailureKind } from './protocol.ts';

/** `must`: a client that fails it loses or invents data, or hammers. `should`: good manners. `info`: told, never counted. */
export type Level = 'must' | 'should' | 'info';

export interface Case {
  /** `<provider>/<theme>/<name>`. Never reused, never renamed. */
  readonly id: string;
  /** What happens, and what a client that gets it wrong does. */
  readonly says: string;
  readonly level: Level;
  /** Ids of rules of the ledger that it rests on. */
  readonly rules: readonly string[];
  /** Default: the template `household`. Its clock stands still for clients with the capability `clock`. */
  readonly world?: WorldFile;
  /** Numbers that are other ones for clients without a virtual clock: `$var.wait`. */
  readonly vars?: Readonly<Record<string, { readonly clock: number; readonly real: number }>>;
  readonly needs?: readonly 'clock'[];
  readonly timeline?: readonly Step[];
  readonly do: {
    /** `<provider>.<job>`. */
    readonly operation: string;
    readonly input?: Readonly<Record<string, Json>>;
    readonly credential?: string;
  };
  readonly limits?: { readonly requestTimeoutMs?: Amount; readonly deadlineMs?: Amount };
  readonly reports: Reports;
  readonly wire?: readonly WireRuleUse[];
}

/** A number, or `$var.<name>`. */
export type Amount = number | `$var.${string}`;

export type Reports =
  | { readonly value: Source | { readonly atLeast: Source; readonly atMost: Source } }
  | { readonly failure: ExpectedFailure }
  | { readonly anyOf: readonly Reports[] };

/** Where the expected value comes from: never from the case's author. */
export type Source = '$ledger' | '$ledger.at-start' | '$served';

/** Members that are left out are not looked at. */
export interface ExpectedFailure {
  readonly kind: FailureKind | readonly FailureKind[];
  readonly status?: number;
  readonly code?: string;
  readonly retryAfterMs?: Amount;
}

/** `every-page-once`, or `{ 'pauses-at-least': { ms: 1000 } }`. */
export type WireRuleUse = string | Readonly<Record<string, Readonly<Record<string, Json>>>>;
