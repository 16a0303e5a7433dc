/**
 * One request's journey, from the socket to the answer, in the order it happens (design, section 3).
 *
 * Refusals are values all the way; only a bug throws, and it is caught here, at the edge.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { faultsFor } from '../faults/apply.ts';
import type { AtWork } from '../faults/at-work.ts';
import { noteArrival } from '../faults/sockets.ts';
import type { AnswerCheck } from '../journal/answer-check.ts';
import type { ContractViolation, NearMiss, Outcome } from '../journal/entry.ts';
import { stopwatch } from '../journal/stopwatch.ts';
import { armedFaults, type Provider } from '../provider/define.ts';
import type { IncomingRequest } from '../provider/exchange.ts';
import { writeJson } from '../provider/json.ts';
import { isProblem, type Problem, type Reply } from '../provider/reply.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { readBody } from './body.ts';
import { type CachedAnswer, readCache, writeCache } from './cache.ts';
import { coerceQuery } from './coerce.ts';
import { outcomeOf, recordOf } from './note.ts';
import { withNulls } from './nulls.ts';
import { type Answer, answerOf, hasBody, send } from './send.ts';
import { nearMisses, type Stage, splitPath } from './stage.ts';
import type { Tap } from './tap.ts';
import { decode, type Target } from './target.ts';
import { Turn, UNMATCHED } from './turn.ts';

const DEFAULT_MAX_BODY = 1024 * 1024;

/** An answer and the stage it came from, for the journal. */
interface Decided {
  readonly answer: Reply | Problem;
  readonly by: string;
  /** Of a request that matched nothing. */
  readonly near?: () => readonly NearMiss[];
  /** Where it came from, if it was kept from before. */
  readonly cached?: CachedAnswer;
}

export interface Journey {
  readonly stage: Stage;
  readonly world: LiveWorld;
  readonly target: Target;
  readonly request: IncomingRequest;
  /** Why the query could not be read, if it could not. */
  readonly queryError: string | undefined;
  /** `http://host:port` as the client reached it. */
  readonly origin: string;
  readonly hostNow: number;
  /** Those of all providers: a lost request may have meant another. */
  readonly stages: ReadonlyMap<string, Stage>;
  /** Holds answers against the contract; undefined: nobody asked for it. */
  readonly answerCheck: AnswerCheck | undefined;
  /** Sees every exchange whole; undefined: nobody looks. */
  readonly tap: Tap | undefined;
  /** Told of bugs: the stack goes to the operator, never to the client. */
  readonly onBug: (error: unknown, where: string) => void;
}

export async function travel(req: IncomingMessage, res: ServerResponse, journey: Journey): Promise<void> {
  const { stage, world, target, request } = journey;
  const { provider } = stage;
  const elapsed = stopwatch();
  const arrival = noteArrival(req);
  const { era } = world.journal;
  const opened = journey.tap?.opened(world.id) ?? 0;
  const now = world.settle();

  const baseUrl = journey.origin + target.mount;
  const turn = new Turn(
    provider.id,
    request,
    world.view(provider),
    now,
    journey.hostNow,
    baseUrl,
    world.flights,
  );

  let told = false;
  let decided: Decided | undefined;
  let answer: Answer | undefined;
  let outcome: Outcome = 'failed';
  let wrong: readonly ContractViolation[] = [];
  try {
    decided = await decide(req, turn, journey);
    if (decided === undefined || res.destroyed) {
      outcome = 'aborted by client';
      return;
    }
    let reply = isProblem(decided.answer) ? provider.render(decided.answer, turn) : decided.answer;
    if (turn.atWork !== undefined && !isProblem(decided.answer)) reply = reshaped(reply, turn.atWork);
    provider.finish?.(turn, reply.status);
    const text = textOf(provider, reply);
    const plan = turn.atWork?.deliveryOf(hasBody(req, reply, text));
    if (turn.atWork !== undefined) label(turn, turn.atWork, world);
    answer = answerOf(req, turn.answerHeaders, reply, text, world.now());
    // Before it is sent: who has the answer finds it in the journal.
    if (journey.answerCheck !== undefined)
      wrong = await journey.answerCheck.violationsOf(provider, turn.operation, answer);
    const sent = send(req, res, answer, plan);
    told = true;
    world.playing.answered(provider.id, turn.operation.id, reply.status);
    if (sent !== undefined) await sent;
    outcome = plan === undefined ? 'answered' : outcomeOf(res, plan, elapsed());
  } finally {
    // Whatever went wrong: a place in flight that is not given back would be lost for good.
    turn.leave();
    if (!told) world.playing.answered(provider.id, turn.operation.id, undefined);
    const { by = 'body', near, cached } = decided ?? {};
    const code = decided !== undefined && isProblem(decided.answer) ? decided.answer.code : undefined;
    const end = { arrival, tookMs: elapsed(), by, code, answer, cached, outcome, near, wrong };
    const record = recordOf(req, turn, journey, end);
    world.journal.write(record, era);
    journey.tap?.closed(world.id, opened, record, world.journal.stats().last, answer?.body ?? '');
  }
}

/** Another body for an answer that succeeded: by each fault in the order of arming. */
function reshaped(reply: Reply, atWork: AtWork): Reply {
  if (reply.body === undefined || reply.status >= 300) return reply;
  let { body } = reply;
  for (const { fault, reshape } of atWork.reshapings) {
    const other = reshape(body, reply.status);
    if (other === undefined) continue;
    body = other;
    atWork.note(fault);
  }
  if (body === reply.body) return reply;
  const { text: _, ...rest } = reply;
  return { ...rest, body };
}

function label(turn: Turn, atWork: AtWork, world: LiveWorld): void {
  const { ids } = atWork;
  if (ids.length > 0 && world.labels) turn.setHeader('Understudy-Fault', ids.join(', '));
}

/** The edge: what an operation throws is a bug, and becomes the provider's own 500. Undefined: the client has gone. */
async function decide(req: IncomingMessage, turn: Turn, journey: Journey): Promise<Decided | undefined> {
  const { stage, queryError } = journey;
  const { problems, id } = stage.provider;
  if (queryError !== undefined) return refuse(problems.malformedTarget(turn, queryError), 'route');
  try {
    return await answerTo(req, turn, journey);
  } catch (error) {
    journey.onBug(error, `${id} ${turn.operation.id || turn.request.path}`);
    return refuse(problems.unexpected(turn), 'bug');
  }
}

async function answerTo(req: IncomingMessage, turn: Turn, journey: Journey): Promise<Decided | undefined> {
  const { stage, stages, world } = journey;
  const { provider } = stage;

  const lost = route(turn, stage);
  if (lost !== undefined) {
    const refused = refuse(lost, 'route');
    if (turn.operation !== UNMATCHED) return refused;
    const { method, path } = turn.request;
    return { ...refused, near: () => nearMisses(stages.values(), stage, method, path) };
  }

  const reads = turn.request.method === 'GET' || turn.request.method === 'HEAD';
  if (!reads) {
    const maxBytes = provider.maxBodyBytes ?? DEFAULT_MAX_BODY;
    const body = await readBody(req, maxBytes);
    turn.bodyKept = body.kept;
    if (body.read === 'aborted') return undefined;
    if (body.read === 'too-large') return refuse(provider.problems.bodyTooLarge(turn, maxBytes), 'body');
    turn.body = body.value;
    turn.bodyText = body.text;
    turn.bodyError = body.error;
  }

  for (const check of provider.checks) {
    if (check === armedFaults) {
      world.playing.called(provider.id, turn.operation.id);
      turn.atWork = faultsFor(turn, req, provider, world);
      if (turn.atWork?.answer !== undefined) return { answer: turn.atWork.answer, by: 'fault' };
      continue;
    }
    const said = check(turn);
    if (said !== undefined) return { answer: said, by: (isProblem(said) && said.by) || 'check' };
  }

  const rule = reads ? provider.cache?.rule(turn) : undefined;
  if (rule === undefined || provider.cache === undefined)
    return { answer: await operate(turn, provider, world), by: 'operation' };
  // What a fault changed must neither come from the cache nor get into it.
  if (turn.atWork !== undefined && changesTheBody(turn.atWork)) {
    provider.cache.announce(turn, 'bypass');
    return { answer: await operate(turn, provider, world), by: 'operation' };
  }

  const kept = readCache(world.cache, rule.key, turn.now);
  if (kept !== undefined) {
    provider.cache.announce(turn, 'hit');
    return {
      answer: { kind: 'reply', status: kept.status, text: kept.text, headers: kept.headers },
      by: 'cache',
      cached: kept,
    };
  }
  const fresh = await operate(turn, provider, world);
  if (isProblem(fresh)) {
    provider.cache.announce(turn, 'bypass');
    return { answer: fresh, by: 'operation' };
  }
  const text = textOf(provider, fresh) ?? '';
  const storable = fresh.status === 200 && (provider.cache.storable?.(turn, fresh) ?? true);
  if (storable) {
    writeCache(world.cache, rule.key, {
      status: fresh.status,
      text,
      headers: fresh.headers ?? {},
      expires: turn.now + rule.ttlMs,
    });
  }
  provider.cache.announce(turn, storable ? 'miss' : 'bypass');
  return { answer: { ...fresh, text }, by: 'operation' };
}

/** Finds the operation and reads its parameters; a Problem if the path leads nowhere. */
function route(turn: Turn, stage: Stage): Problem | undefined {
  const { provider, router } = stage;
  const { method, path } = turn.request;
  const { basePath, below } = splitPath(stage, path);
  turn.basePath = basePath;

  const match = router.match(method, below);
  if (match.found === 'nothing') {
    const near = [...new Set(router.near(method, below).map(({ operation }) => operation.path))].slice(0, 3);
    // The body is the provider's own and often has no room for help; a header has.
    if (near.length > 0) turn.setHeader('Understudy-Near', near.join(', '));
    return provider.problems.unknownPath(turn, near);
  }
  if (match.found === 'path') return provider.problems.methodNotAllowed(turn, match.allowed);

  turn.operation = match.operation;
  if (match.values.length > 0) {
    const values: Record<string, string> = Object.create(null);
    let next = 0;
    for (const segment of match.operation.segments) {
      if (!segment.startsWith('{')) continue;
      const value = decode(match.values[next++] ?? '');
      if (value === undefined || value.includes('\0')) {
        return provider.problems.malformedTarget(turn, 'the path is not valid percent-encoded UTF-8 text');
      }
      values[segment.slice(1, -1)] = value;
    }
    turn.path = values;
  }
  turn.query = coerceQuery(match.operation, turn.request.queryValues, provider.repeatedParameter);
  return undefined;
}

async function operate(turn: Turn, provider: Provider, world: LiveWorld): Promise<Reply | Problem> {
  const { id } = turn.operation;
  const handler = provider.handlers[id];
  if (handler === undefined) throw new Error(`${provider.id} has no handler for "${id}".`);
  const said = (await handler(turn)) as Reply | Problem;
  const mayBeNull = world.messy ? provider.mayBeNull?.[id] : undefined;
  if (mayBeNull === undefined || isProblem(said) || said.body === undefined) return said;
  return { ...said, body: withNulls(said.body, mayBeNull, world.seed, Object.values(turn.path).join('/')) };
}

function textOf(provider: Provider, reply: Reply): string | undefined {
  if (reply.text !== undefined) return reply.text;
  if (reply.body === undefined) return undefined;
  return provider.exactNumbers === true ? writeJson(reply.body) : JSON.stringify(reply.body);
}

function changesTheBody({ pretence, reshapings }: AtWork): boolean {
  return pretence !== undefined || reshapings.length > 0;
}

function refuse(problem: Problem, by: string): Decided {
  return { answer: problem, by: problem.by ?? by };
}
