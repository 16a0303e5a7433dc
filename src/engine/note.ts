/** The journal's record of a request's journey. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Attempt } from '../faults/sockets.ts';
import type { WirePlan } from '../faults/wire/plan.ts';
import type { ContractViolation, FaultAtWork, NearMiss, Outcome } from '../journal/entry.ts';
import {
  type KeptText,
  keptText,
  keptViolations,
  type RequestRecord,
  SHOWN_BODY,
} from '../journal/record.ts';
import type { CachedAnswer } from './cache.ts';
import type { Journey } from './journey.ts';
import type { Answer } from './send.ts';
import type { Turn } from './turn.ts';

/** What is known of a journey once it is over, beside its turn. */
export interface JourneysEnd {
  readonly arrival: Attempt;
  readonly tookMs: number;
  /** The stage that answered. */
  readonly by: string;
  readonly code: string | undefined;
  /** Undefined: none was made. */
  readonly answer: Answer | undefined;
  /** The cached one that it is a copy of. */
  readonly cached: CachedAnswer | undefined;
  readonly outcome: Outcome;
  readonly near: (() => readonly NearMiss[]) | undefined;
  /** What in the answer is not as the contract has it. */
  readonly wrong: readonly ContractViolation[];
}

const NO_FAULTS: readonly FaultAtWork[] = [];

export function recordOf(
  req: IncomingMessage,
  turn: Turn,
  journey: Journey,
  end: JourneysEnd,
): RequestRecord {
  const { target, request } = journey;
  const { answer, wrong } = end;
  const violations = keptViolations(turn.violations);
  return {
    kind: 'request',
    at: turn.arrivedAt,
    hostAt: turn.hostNow,
    tookMs: end.tookMs,
    provider: turn.provider,
    faults: turn.atWork?.faults ?? NO_FAULTS,
    arrival: end.arrival,
    method: request.method,
    baseUrl: turn.baseUrl,
    path: target.path,
    rawQuery: target.rawQuery,
    httpVersion: req.httpVersion,
    operation: turn.operation.id || undefined,
    by: end.by,
    outcome: end.outcome,
    code: end.code,
    violations: wrong.length === 0 ? violations : [...violations, ...wrong],
    near: end.near,
    request: { headers: req.rawHeaders, body: turn.bodyKept },
    response: answer && {
      status: answer.status,
      headers: answer.headers,
      body: bodyOf(answer, end.cached),
    },
  };
}

/** Heads of long answers in caches: one copy will do for all who get them. */
const heads = new WeakMap<CachedAnswer, KeptText>();

function bodyOf({ body, bytes }: Answer, cached: CachedAnswer | undefined): KeptText {
  if (cached === undefined || bytes <= SHOWN_BODY) return keptText(body, bytes);
  let head = heads.get(cached);
  if (head === undefined) {
    head = keptText(body, bytes);
    heads.set(cached, head);
  }
  return head;
}

/** How an answer that faults had a hand in came to its end. */
export function outcomeOf(res: ServerResponse, { ending, delayMs = 0 }: WirePlan, tookMs: number): Outcome {
  if (ending === undefined || ending.how === 'drop')
    return res.writableEnded ? 'answered' : 'aborted by client';
  const patience = delayMs + (ending.how === 'hang' ? ending.forMs : 0);
  // A timer may ring a millisecond early.
  return tookMs < patience - 1 ? 'aborted by client' : 'cut by fault';
}
