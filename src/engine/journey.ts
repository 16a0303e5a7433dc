/**
 * One request's journey, from the socket to the answer, in the order it happens (design, section 3).
 *
 * Refusals are values all the way; only a bug throws, and it is caught here, at the edge. Most requests need nothing
 * that takes time, and go all the way in one go: a promise is made only for those that have to wait for something.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AtWork } from '../faults/at-work.ts';
import { type Attempt, noteArrival } from '../faults/sockets.ts';
import type { WirePlan } from '../faults/wire/plan.ts';
import type { AnswerCheck } from '../journal/answer-check.ts';
import type { ContractViolation, Outcome } from '../journal/entry.ts';
import type { Provider } from '../provider/define.ts';
import type { IncomingRequest } from '../provider/exchange.ts';
import { isProblem, type Reply } from '../provider/reply.ts';
import type { HostClock } from '../world/clock.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { type Asked, baseUrlOf } from './asked.ts';
import { type Decided, decide, textOf } from './decide.ts';
import { outcomeOf, recordOf } from './note.ts';
import { type Answer, answerOf, hasBody, send } from './send.ts';
import type { Stage } from './stage.ts';
import type { Tap } from './tap.ts';
import { Turn } from './turn.ts';

/** What all journeys of one simulator share. */
export interface JourneySurroundings {
  /** The stages of all providers: a lost request may have meant another. */
  readonly stages: ReadonlyMap<string, Stage>;
  readonly host: HostClock;
  /** Holds answers against the contract; undefined: nobody asked for it. */
  readonly answerCheck: AnswerCheck | undefined;
  /** Sees every exchange whole; undefined: nobody looks. */
  readonly tap: Tap | undefined;
  /** Told of bugs: the stack goes to the operator, never to the client. */
  readonly onBug: (error: unknown, where: string) => void;
}

const NOTHING_WRONG: readonly ContractViolation[] = [];

export class Journey {
  readonly turn: Turn;
  readonly arrival: Attempt;
  decided: Decided | undefined;
  answer: Answer | undefined;
  outcome: Outcome = 'failed';
  /** What in the answer is not as the contract has it. */
  wrong: readonly ContractViolation[] = NOTHING_WRONG;
  readonly #startedAt = performance.now();
  readonly #era: number;
  readonly #opened: number;
  /** The scenario at play has heard of the answer. */
  #told = false;

  constructor(
    readonly req: IncomingMessage & { readonly baseUrl?: string },
    readonly res: ServerResponse,
    readonly asked: Asked,
    readonly stage: Stage,
    readonly request: IncomingRequest,
    readonly world: LiveWorld,
    readonly around: JourneySurroundings,
  ) {
    const { provider } = stage;
    this.arrival = noteArrival(req);
    this.#era = world.journal.era;
    this.#opened = around.tap?.opened(world.id) ?? 0;
    const now = world.settle();
    const baseUrl = baseUrlOf(asked, req.headers.host ?? 'localhost', req.baseUrl ?? '');
    this.turn = new Turn(
      provider.id,
      request,
      world.view(provider),
      now,
      around.host(),
      baseUrl,
      world.flights,
    );
  }

  /** Milliseconds on the machine's clock since the request was there. */
  get tookMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** @returns when all is over; undefined: it is */
  travel(): Promise<void> | undefined {
    let pending: Promise<void> | undefined;
    try {
      const decided = decide(this);
      pending =
        decided instanceof Promise
          ? decided.then((later) => this.#answerWith(later))
          : this.#answerWith(decided);
    } finally {
      if (pending === undefined) this.#close();
    }
    return pending?.finally(() => this.#close());
  }

  /** @param decided undefined: the client has gone */
  #answerWith(decided: Decided | undefined): Promise<void> | undefined {
    this.decided = decided;
    if (decided === undefined || this.res.destroyed) {
      this.outcome = 'aborted by client';
      return undefined;
    }
    const { req, turn, world, around } = this;
    const { provider } = this.stage;
    const refused = isProblem(decided.answer);
    let reply = refused ? provider.render(decided.answer, turn) : (decided.answer as Reply);
    if (turn.atWork !== undefined && !refused) reply = reshaped(reply, turn.atWork);
    if (turn.page === undefined) provider.finish?.(turn, reply.status);
    const text = textOf(provider, reply);
    const plan = turn.atWork?.deliveryOf(hasBody(req, reply, text));
    if (turn.atWork !== undefined) label(turn, turn.atWork, world);
    const answer = answerOf(req, turn.answerHeaders, reply, text, world.now());
    this.answer = answer;
    if (around.answerCheck === undefined || turn.page !== undefined)
      return this.#send(provider, answer, plan);
    // Before it is sent: who has the answer finds it in the journal.
    return around.answerCheck
      .violationsOf(provider, turn.operation, turn.request.method, answer)
      .then((wrong) => {
        this.wrong = wrong;
        return this.#send(provider, answer, plan);
      });
  }

  #send({ id }: Provider, answer: Answer, plan: WirePlan | undefined): Promise<void> | undefined {
    const sent = send(this.req, this.res, answer, plan);
    this.#told = true;
    this.world.playing.answered(id, this.turn.operation.id, answer.status);
    if (plan === undefined) {
      this.outcome = 'answered';
      return sent;
    }
    const over = (): void => {
      this.outcome = outcomeOf(this.res, plan, this.tookMs);
    };
    if (sent !== undefined) return sent.then(over);
    over();
    return undefined;
  }

  #close(): void {
    const { turn, world, around } = this;
    // Whatever went wrong: a place in flight that is not given back would be lost for good. Not at once: of requests
    // that came in one packet each would be over before the next is looked at, and none would ever meet another.
    if (turn.holds) leaveSoon(turn);
    if (!this.#told) world.playing.answered(this.stage.provider.id, turn.operation.id, undefined);
    const record = recordOf(this);
    world.journal.write(record, this.#era);
    around.tap?.closed(world.id, this.#opened, record, world.journal.stats().last, this.answer?.body ?? '');
  }
}

const leaving: Turn[] = [];
const now = Promise.resolve();

function leaveSoon(turn: Turn): void {
  if (leaving.push(turn) === 1) void now.then(leave);
}

function leave(): void {
  for (const turn of leaving) turn.leave();
  leaving.length = 0;
}

/** Another body for an answer that succeeded: by each fault in the order of arming. */
function reshaped(reply: Reply, atWork: AtWork): Reply {
  if (reply.body === undefined || reply.status >= 300 || atWork.reshapings.length === 0) return reply;
  const before = reply.body;
  let body: unknown = before;
  for (const { fault, reshape } of atWork.reshapings) {
    const other = reshape(body, reply.status);
    if (other === undefined) continue;
    body = other;
    atWork.note(fault);
  }
  if (body === before) return reply;
  return { kind: 'reply', status: reply.status, body, ...(reply.headers && { headers: reply.headers }) };
}

function label(turn: Turn, atWork: AtWork, world: LiveWorld): void {
  const { ids } = atWork;
  if (ids.length > 0 && world.labels) turn.setHeader('Understudy-Fault', ids.join(', '));
}
