/** What a journal shows: plain JSON data, secrets taken out, bodies cut. */

/** How a request ended, as far as the server can tell. */
export type Outcome =
  /** The answer was handed over, whole. */
  | 'answered'
  /** The client closed its connection before there was an answer, or while a fault held it back. */
  | 'aborted by client'
  /** A fault ended the connection, or never ended the answer. */
  | 'cut by fault'
  /** A bug in the simulator; the operator has the stack. */
  | 'failed';

/** Headers and body of one message. */
export interface Message {
  /** Lower-case names; several of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** '' for none. At most 16,384 bytes; {@link Message.truncated} tells if there was more. */
  readonly body: string;
  /** Bytes of the whole body. */
  readonly bytes: number;
  readonly truncated: boolean;
}

export interface AnswerMessage extends Message {
  readonly status: number;
}

/** A fault that was at work: the id it was armed with, and its id in the catalogue. */
export interface FaultAtWork {
  readonly id: string;
  readonly fault: string;
}

/** Something that is not as the contract has it. */
export interface ContractViolation {
  /** `answer`: what the simulator itself sent (with the option `checkAnswers: 'journal'`). */
  readonly in: 'path' | 'query' | 'header' | 'body' | 'answer';
  /** Name of the parameter, or a JSON Pointer below the body. */
  readonly name: string;
  /** JSON Schema keyword; `json` for a body that cannot be read, `status` for an undocumented one. */
  readonly keyword: string;
  readonly message: string;
  /** What was there, in short. */
  readonly given?: string;
}

/** An operation that a request almost asked for. */
export interface NearMiss {
  readonly provider: string;
  /** operationId. */
  readonly operation: string;
  readonly method: string;
  /** Template of the contract: `/v1/connections/{connectionId}`. */
  readonly path: string;
  /** Each difference, in words: `method is POST here`. */
  readonly why: readonly string[];
}

interface EntryFrame {
  /** 1, 2, 3, ... since the world was made or reset. */
  readonly number: number;
  /** World's time, milliseconds since 1970 UTC. */
  readonly at: number;
  /** The machine's time then. */
  readonly hostAt: number;
  /** Milliseconds on the machine's clock. */
  readonly tookMs: number;
  readonly provider: string;
  /** Those that changed something, in the order of arming. */
  readonly faults: readonly FaultAtWork[];
  readonly request: Message;
}

/** A request to a provider and what became of it. */
export interface RequestEntry extends EntryFrame {
  readonly kind: 'request';
  /** Number of the TCP connection in this process, and the how-manieth request on it this was; both from 1. */
  readonly connection: number;
  readonly attempt: number;
  readonly method: string;
  /** Path and masked query below the provider's address. */
  readonly target: string;
  /** The whole address, as the client reached it. */
  readonly url: string;
  readonly httpVersion: string;
  /** operationId of the contract; left out if nothing matched. */
  readonly operation?: string;
  /** Left out: no answer was made. */
  readonly status?: number;
  /** What answered: `operation`, `cache`, `fault`, `route`, `body`, `bug`, `check`, or the check's own word (`rate-limit`, ...). */
  readonly by: string;
  readonly outcome: Outcome;
  /** The provider's machine-readable code of a refusal. */
  readonly code?: string;
  readonly violations: readonly ContractViolation[];
  /** For a request that matched nothing: the closest operations, at most three. */
  readonly near: readonly NearMiss[];
  /** The answer as it was made; what a fault did to its bytes on their way is not in it. */
  readonly response?: AnswerMessage;
}

/** An attempt to deliver a webhook. */
export interface DeliveryEntry extends EntryFrame {
  readonly kind: 'delivery';
  /** Type of the event. */
  readonly event: string;
  /** Id of the webhook and of the delivery; attempts of one delivery share it. */
  readonly webhook: string;
  readonly delivery: string;
  /** From 1. */
  readonly attempt: number;
  readonly url: string;
  /** What the receiver answered; left out if it did not. */
  readonly status?: number;
  readonly response?: AnswerMessage;
  /** Why there is no answer. */
  readonly error?: string;
}

export type JournalEntry = RequestEntry | DeliveryEntry;
