/** Redbark's part of a world's state document, and who asks. */
import type { AnyExchange, Gaps, Vanished, World } from '../../src/provider/index.ts';
import type { KeyRecord } from './keys.ts';
import type { Books } from './limits.ts';

export interface RedbarkState {
  /** API keys by the SHA-256 of their text: a look-up compares digests only, and a snapshot gives no key away. */
  readonly keys: Record<string, KeyRecord>;
  /** Rows that pages held back, by listing. */
  readonly gaps: Gaps;
  /** Rows that are no longer there. */
  readonly vanished: Vanished[];
}

/** Whom a key speaks for. */
export interface Caller {
  readonly key: KeyRecord;
  /** Digest of the key; its buckets are counted under it. */
  readonly keyId: string;
  /** The names of its buckets. */
  readonly books: Books;
  /** The user behind the key. Keys of one customer share cached answers (RB-13). */
  readonly customer: string;
}

/** Undefined before `authenticate`, and on the one operation that asks for no key. */
export type Principal = Caller | undefined;

export type RedbarkWorld = World<RedbarkState>;
export type RedbarkExchange = AnyExchange<RedbarkState, Principal>;
