/** The journal's record of a request's journey. */
import type { ServerResponse } from 'node:http';
import type { WirePlan } from '../faults/wire/plan.ts';
import type { FaultAtWork, Outcome } from '../journal/entry.ts';
import { keptText, keptViolations, type RequestRecord } from '../journal/record.ts';
import { isProblem } from '../provider/reply.ts';
import type { Journey } from './journey.ts';
import type { Answer } from './send.ts';

const NO_FAULTS: readonly FaultAtWork[] = [];

export function recordOf({
  req,
  turn,
  asked,
  request,
  decided,
  answer,
  arrival,
  outcome,
  wrong,
  tookMs,
}: Journey): RequestRecord {
  const { target } = asked;
  const violations = keptViolations(turn.violations);
  return {
    kind: 'request',
    at: turn.arrivedAt,
    hostAt: turn.hostNow,
    tookMs,
    provider: turn.provider,
    faults: turn.atWork?.faults ?? NO_FAULTS,
    arrival,
    method: request.method,
    baseUrl: turn.baseUrl,
    path: target.path,
    rawQuery: target.rawQuery,
    httpVersion: req.httpVersion,
    operation: turn.operation.id || undefined,
    by: decided?.by ?? 'body',
    outcome,
    code: decided !== undefined && isProblem(decided.answer) ? decided.answer.code : undefined,
    violations: wrong.length === 0 ? violations : [...violations, ...wrong],
    near: decided?.near,
    request: { headers: req.rawHeaders, body: turn.bodyKept },
    response: answer && {
      status: answer.status,
      headers: answer.headers,
      // What a page shows is for one person, and has in it what lets them go on.
      body: isHtml(answer) ? { kept: '', bytes: answer.bytes } : keptText(answer.text, answer.bytes),
    },
  };
}

function isHtml({ headers }: Answer): boolean {
  return String(headers['Content-Type'] ?? '').startsWith('text/html');
}

/** How an answer that faults had a hand in came to its end. */
export function outcomeOf(res: ServerResponse, { ending, delayMs = 0 }: WirePlan, tookMs: number): Outcome {
  if (ending === undefined || ending.how === 'drop')
    return res.writableEnded ? 'answered' : 'aborted by client';
  const patience = delayMs + (ending.how === 'hang' ? ending.forMs : 0);
  // A timer may ring a millisecond early.
  return tookMs < patience - 1 ? 'aborted by client' : 'cut by fault';
}
