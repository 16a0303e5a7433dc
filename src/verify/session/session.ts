/** A client under judgement, however it takes part. */
import type { Capability, CaseMessage, Failure, Hello } from '../protocol.ts';
import type { WaitId } from '../waits.ts';

/** What came of a case, read exactly: numbers in a value are `JsonNumber`s. */
export type Answered =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'unsupported'; readonly why: string }
  | { readonly kind: 'crashed'; readonly message: string };

/** What a case hears while it is being played. */
export interface CaseListener {
  /** The client waits on the world's clock. */
  onSleep(id: WaitId, ms: number): void;
  /** A line between the suite and the adapter, as it was. */
  onLine(from: 'suite' | 'adapter' | 'stderr', text: string): void;
  /** The adapter does what no adapter may; the case goes on. */
  onMisbehaviour(message: string): void;
}

/** A case under way at the client. */
export interface Played {
  /**
   * Resolves with the client's answer, or with undefined if there will never be one: the listener has been told why.
   * Never rejects.
   */
  readonly answered: Promise<Answered | undefined>;
  /** A wait is over. */
  wake(id: WaitId, now: number): void;
  /** The suite gives up; what still comes of this case is nobody's business. */
  abandon(): void;
}

export interface Session {
  readonly hello: Omit<Hello, 'type'> & { readonly capabilities: readonly Capability[] };
  /** Cases it takes at a time. */
  readonly room: number;
  play(message: CaseMessage, listener: CaseListener): Played;
  /** What went wrong apart from any case, in sentences. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** Why there is no session: told to the person at the terminal. */
export interface NoSession {
  readonly ok: false;
  /** `usage`: what was typed cannot be started. `client`: it started and does not speak the protocol. */
  readonly whose: 'usage' | 'client';
  readonly message: string;
  /** What the adapter printed. */
  readonly lines: readonly string[];
}
