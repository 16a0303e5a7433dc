/**
 * What a journal keeps of an exchange: references to what is there anyway. Nothing is parsed, masked or written out
 * before somebody reads the entry.
 */
import type { Attempt } from '../faults/sockets.ts';
import { headOf, type Text, whole } from '../provider/text.ts';
import type { Violation } from '../provider/violation.ts';
import type { ContractViolation, FaultAtWork, NearMiss, Outcome } from './entry.ts';

/** Bytes of a body that are shown, at most. */
export const SHOWN_BODY = 16_384;
/**
 * What is kept behind them, and never shown: a secret that the cut would go through is whole in what is kept, so it is
 * found and masked.
 */
export const MARGIN = 1024;
/** A record without any text costs about this much. */
const BASE_SIZE = 512;
/** Violations kept of one message; a body can be made to have a hundred thousand. */
const MOST_VIOLATIONS = 20;
/** Longer names and values are told by their length. */
const LONGEST_GIVEN = 200;

export interface KeptText {
  /** The text itself, the first of its parts, or a copy of its head in UTF-8. */
  readonly kept: Text | Buffer;
  /** Bytes of the whole. */
  readonly bytes: number;
}

export const NO_TEXT: KeptText = { kept: '', bytes: 0 };

/**
 * The text itself if it is short. Of a long one that came in parts, the first of them: whoever made it keeps them
 * anyway. Else a copy of its head: a slice would hold on to the whole. As bytes, since to make a string of them takes
 * longer than all the rest of a record.
 *
 * @param bytes length of the whole in UTF-8
 */
export function keptText(text: Text, bytes: number): KeptText {
  if (bytes === 0) return NO_TEXT;
  if (bytes <= SHOWN_BODY) return { kept: text, bytes };
  if (typeof text !== 'string') return { kept: headOf(text, SHOWN_BODY + MARGIN), bytes };
  const head = Buffer.allocUnsafeSlow(SHOWN_BODY + MARGIN);
  // As many bytes as letters: all of them ASCII, and there is nothing to convert.
  const written = head.write(text, 0, head.length, bytes === text.length ? 'latin1' : 'utf8');
  return { kept: written === head.length ? head : head.subarray(0, written), bytes };
}

/** The head of a body that was never text: too large to be read, not UTF-8, or left off half way. */
export function keptBytes(head: Buffer, bytes: number): KeptText {
  return { kept: head.toString('utf8', 0, SHOWN_BODY + MARGIN), bytes };
}

/** By name, or as Node has them raw: name, value, name, value, ... */
export type KeptHeaders =
  | readonly string[]
  | Readonly<Record<string, string | number | readonly string[] | undefined>>;

export interface KeptMessage {
  readonly headers: KeptHeaders;
  readonly body: KeptText;
}

export interface KeptAnswer extends KeptMessage {
  readonly status: number;
}

interface RecordFrame {
  readonly at: number;
  readonly hostAt: number;
  readonly tookMs: number;
  readonly provider: string;
  readonly faults: readonly FaultAtWork[];
  readonly request: KeptMessage;
  readonly response: KeptAnswer | undefined;
}

export interface RequestRecord extends RecordFrame {
  readonly kind: 'request';
  readonly arrival: Attempt;
  readonly method: string;
  /** What stands before `path`: `http://127.0.0.1:4010/w/a/<provider>`. */
  readonly baseUrl: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly httpVersion: string;
  readonly operation: string | undefined;
  readonly by: string;
  readonly outcome: Outcome;
  readonly code: string | undefined;
  readonly violations: readonly ContractViolation[];
  /** Found when the entry is read. */
  readonly near: (() => readonly NearMiss[]) | undefined;
}

export interface DeliveryRecord extends RecordFrame {
  readonly kind: 'delivery';
  readonly event: string;
  readonly webhook: string;
  readonly delivery: string;
  readonly attempt: number;
  readonly url: string;
  readonly error: string | undefined;
}

export type JournalRecord = RequestRecord | DeliveryRecord;

/** Bytes a record keeps from being freed, nearly. */
export function sizeOf(record: JournalRecord): number {
  const { request, response } = record;
  let size = BASE_SIZE + keptSize(request.body) + headerSize(request.headers);
  if (response !== undefined) size += keptSize(response.body);
  if (record.kind === 'request') size += record.path.length + record.rawQuery.length;
  return size;
}

/** What is kept, as one piece. */
export function textKept({ kept }: KeptText): string {
  return Buffer.isBuffer(kept) ? kept.toString() : whole(kept);
}

function keptSize({ bytes }: KeptText): number {
  return Math.min(bytes, SHOWN_BODY + MARGIN);
}

/** A client's headers count; those of answers are few and short, and in the base. */
function headerSize(headers: KeptHeaders): number {
  if (!Array.isArray(headers)) return 0;
  let size = 0;
  for (const text of headers as readonly string[]) size += text.length;
  return size;
}

const NO_VIOLATIONS: readonly ContractViolation[] = [];

/** Violations of a request in short: no value that was sent is held on to. */
export function keptViolations(found: readonly Violation[]): readonly ContractViolation[] {
  if (found.length === 0) return NO_VIOLATIONS;
  return found.slice(0, MOST_VIOLATIONS).map(({ in: where, name, keyword, message, given }) => ({
    in: where,
    name: name.length > LONGEST_GIVEN ? `(${name.length} characters)` : name,
    keyword,
    message,
    ...(given !== undefined && { given: inShort(given) }),
  }));
}

/** Long text is told by its length and not cut: half a secret would not be known for one. */
function inShort(given: unknown): string {
  if (typeof given === 'string') {
    return given.length > LONGEST_GIVEN ? `text of ${given.length} characters` : JSON.stringify(given);
  }
  if (Array.isArray(given)) return `a list of ${given.length}`;
  return typeof given === 'object' && given !== null ? 'an object' : String(given);
}
