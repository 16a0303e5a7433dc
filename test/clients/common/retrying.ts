/** Sends requests, and sends again what may work the next time. */
import { type ClientContext, ClientFailure } from '../../../src/verify/define-client.ts';
import {
  type Answer,
  type AttemptPolicies,
  attempt,
  attemptPolicies,
  type HttpRequest,
  type Outcome,
} from './attempt.ts';
import { doubling, retryAfterMs } from './waits.ts';

export interface RetryPolicies extends AttemptPolicies {
  /** How often one request is sent at most, in all. */
  readonly tries: number;
  /** Whether a request may be sent again after this. */
  readonly mayRepeat: (outcome: Outcome, request: HttpRequest) => boolean;
  /** Milliseconds an answer asks to wait; undefined: it asks for nothing. */
  readonly waitOf: (answer: Answer, now: number) => number | undefined;
  /** The wait before the n-th repetition when nothing was asked for. */
  readonly backoff: (repetition: number) => number;
  /** Milliseconds on the client's clock after which a job ends. */
  readonly deadlineMs: (context: ClientContext) => number;
}

export const retryPolicies: RetryPolicies = {
  ...attemptPolicies,
  tries: 6,
  mayRepeat: (outcome, { method }) => (method === 'GET' ? mayWorkLater(outcome) : wasNotDone(outcome)),
  waitOf: ({ headers }, now) => retryAfterMs(headers.get('retry-after'), now),
  backoff: doubling(200, 30_000),
  deadlineMs: ({ limits }) => limits.deadlineMs,
};

/** Nothing came, or an answer that speaks of a bad moment, not of a bad request. */
export function mayWorkLater(outcome: Outcome): boolean {
  if (!('answer' in outcome)) return true;
  const { status } = outcome.answer;
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** The one kind of refusal after which a write may be sent again: it says that nothing was done. */
export function wasNotDone(outcome: Outcome): boolean {
  if (!('answer' in outcome)) return false;
  const { status, headers } = outcome.answer;
  return status === 429 || (status === 503 && headers.get('retry-after') !== null);
}

export interface Sender {
  /**
   * @param make makes the request anew for each try: signatures hold the time
   * @returns the last answer, a refusal too
   * @throws ClientFailure if there was none
   */
  send(make: () => HttpRequest): Promise<Answer>;
  /** Whether a wait of so long ends before the job has to. */
  hasTimeFor(ms: number): boolean;
}

/** For one job: its deadline counts from here, and a wait that one request was told of holds for all others too. */
export function sender(context: ClientContext, policies: RetryPolicies): Sender {
  const deadline = context.now() + policies.deadlineMs(context);
  let quietUntil = 0;
  const hasTimeFor = (ms: number): boolean => context.now() + ms < deadline;
  return {
    hasTimeFor,
    async send(make) {
      let refusal: Answer | undefined;
      for (let sent = 1; ; sent += 1) {
        for (let quiet = quietUntil - context.now(); quiet > 0; quiet = quietUntil - context.now()) {
          await context.sleep(quiet);
        }
        if (!hasTimeFor(0)) throw new ClientFailure('timeout', { message: 'The time for this job is over' });
        const request = make();
        const outcome = await attempt(request, context, policies);
        if ('answer' in outcome) refusal = outcome.answer;
        if (sent >= policies.tries || !policies.mayRepeat(outcome, request)) return settled(outcome, refusal);
        const now = context.now();
        const told = 'answer' in outcome ? policies.waitOf(outcome.answer, now) : undefined;
        // "At once" was told to whoever asked once too often; a moment is due all the same.
        const wait = told === undefined ? policies.backoff(sent) : Math.max(told, policies.backoff(1));
        // Better said now than after a wait that is in vain.
        if (!hasTimeFor(wait)) return settled(outcome, refusal);
        if (told !== undefined) quietUntil = Math.max(quietUntil, now + wait);
        await context.sleep(wait);
      }
    },
  };
}

/** @param refusal the last answer that did come; it says more than a connection that was closed before the next */
function settled(outcome: Outcome, refusal: Answer | undefined): Answer {
  if ('answer' in outcome) return outcome.answer;
  const { broken, message, status } = outcome;
  if (broken === 'network' && status === undefined && refusal !== undefined) return refusal;
  throw new ClientFailure(broken, { message, ...(status !== undefined && { status }) });
}
