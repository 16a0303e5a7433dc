/** A rule of the wire: what must, or must not, be seen of a client between two instants. */
import type { WireDialect, WireExchange } from '../../provider/suite.ts';
import type { CaseLimits } from '../protocol.ts';

/** What rules look at. */
export interface Seen {
  /** Every exchange of the case, in the order the requests arrived. */
  readonly exchanges: readonly WireExchange[];
  readonly dialect: WireDialect;
  readonly limits: CaseLimits;
  /** When the case began, on the world's clock. */
  readonly begunAt: number;
  /** Number of the last exchange that had begun when the client answered; undefined: it did not answer. */
  readonly lastBeforeAnswer: number | undefined;
  /** Texts that must not be seen where they do not belong. */
  readonly secrets: readonly string[];
}

export interface Offence {
  readonly message: string;
  /** Numbers of the exchanges that show it. */
  readonly exchanges: readonly number[];
}

/** A parameter's value as the case gives it, checked by its kind. */
export type Parameters = Readonly<Record<string, unknown>>;

export interface ParameterSpec {
  readonly kind: 'number' | 'text' | 'flag' | 'texts' | 'any';
  readonly says: string;
  readonly required?: true;
}

export interface WireRule {
  /** For people: what it asks of a client. */
  readonly says: string;
  readonly parameters?: Readonly<Record<string, ParameterSpec>>;
  check(seen: Seen, parameters: Parameters): Offence[];
}

/** Clocks of two processes and the way between them; nothing shorter is told apart. */
export const TOLERANCE_MS = 30;

/** The same thing asked: method, path, query without what changes with every attempt, and body. */
export function sameness({ method, path, query, body }: WireExchange, { dialect }: Seen): string {
  const fixed = Object.entries(query).filter(([name]) => dialect.volatileParameters?.includes(name) !== true);
  return JSON.stringify([method, path, fixed.sort(([a], [b]) => (a < b ? -1 : 1)), body]);
}

/** Exchanges by what they ask, each in order. */
export function bySameness(seen: Seen): WireExchange[][] {
  const groups = new Map<string, WireExchange[]>();
  for (const exchange of seen.exchanges) {
    const key = sameness(exchange, seen);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [exchange]);
    else group.push(exchange);
  }
  return [...groups.values()];
}

export function of(seen: Seen, operation: unknown): readonly WireExchange[] {
  return operation === undefined
    ? seen.exchanges
    : seen.exchanges.filter((exchange) => exchange.operation === operation);
}

export function succeeded({ answer, outcome, faults }: WireExchange): boolean {
  return (
    answer !== undefined &&
    answer.status >= 200 &&
    answer.status < 300 &&
    outcome === 'answered' &&
    !faults.some(breaks)
  );
}

/** Faults that leave the journal's outcome `answered` and yet give the client nothing it can use. */
function breaks(fault: string): boolean {
  return UNUSABLE.has(fault);
}
const UNUSABLE = new Set([
  'malformed-json',
  'corrupt-gzip',
  'cut-body',
  'unfinished-chunks',
  'wrong-content-type',
  'no-content-type',
]);

/** How long an answer may be on its way on a busy machine, in milliseconds of its clock. */
const CROSSING_MS = 250;

/**
 * Whether a request was sent in knowledge of an answer. A client with several requests under way may send one because
 * another of them was answered, while this answer is still on its way: that one does not count.
 */
export function cameAfter(later: WireExchange, exchange: WireExchange, { exchanges }: Seen): boolean {
  if (later.began <= exchange.ended) return false;
  if (later.hostAt - exchange.hostEndedAt > CROSSING_MS) return true;
  return !exchanges.some(
    (other) =>
      other !== exchange &&
      other.began < exchange.ended &&
      other.ended > exchange.began &&
      other.ended < later.began &&
      exchange.hostEndedAt - other.hostEndedAt < CROSSING_MS,
  );
}

/** `GET listTrades` for messages. */
export function called({ operation, method, path }: WireExchange): string {
  return operation ?? `${method} ${path}`;
}
