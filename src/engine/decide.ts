/** From a request to what is said to it: its operation, the provider's checks, the cache, the operation itself. */
import { faultsFor } from '../faults/apply.ts';
import type { AtWork } from '../faults/at-work.ts';
import type { NearMiss } from '../journal/entry.ts';
import { armedFaults, type CachePolicy, type Provider } from '../provider/define.ts';
import { writeJson } from '../provider/json.ts';
import { isProblem, type Problem, type Reply } from '../provider/reply.ts';
import type { Text } from '../provider/text.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { wayOf } from './asked.ts';
import { announcesBody, type Body, NO_BODY, readBody } from './body.ts';
import { readCache, writeCache } from './cache.ts';
import type { Journey } from './journey.ts';
import { withNulls } from './nulls.ts';
import { servePage } from './pages.ts';
import { nearMisses } from './stage.ts';
import { type Turn, UNMATCHED } from './turn.ts';

/** An answer and the stage it came from, for the journal. */
export interface Decided {
  readonly answer: Reply | Problem;
  readonly by: string;
  /** Of a request that matched nothing. */
  readonly near: (() => readonly NearMiss[]) | undefined;
}

/** A value, or a promise of one where something had to be waited for. */
type Soon<Value> = Value | Promise<Value>;

const DEFAULT_MAX_BODY = 1024 * 1024;

/** The edge: what an operation throws is a bug, and becomes the provider's own 500. Undefined: the client has gone. */
export function decide(journey: Journey): Soon<Decided | undefined> {
  const { turn, asked, stage } = journey;
  const { queryError } = asked;
  if (queryError !== undefined)
    return refuse(stage.provider.problems.malformedTarget(turn, queryError), 'route');
  try {
    const decided = answerTo(journey);
    return decided instanceof Promise ? decided.catch((error) => failed(journey, error)) : decided;
  } catch (error) {
    return failed(journey, error);
  }
}

function failed({ turn, stage, around }: Journey, error: unknown): Decided {
  const { problems, id } = stage.provider;
  around.onBug(error, `${id} ${turn.operation.id || turn.request.path}`);
  return refuse(problems.unexpected(turn), 'bug');
}

function answerTo(journey: Journey): Soon<Decided | undefined> {
  const { req, turn, stage, around } = journey;
  const { provider } = stage;

  const lost = route(journey);
  if (lost !== undefined) {
    const refused = refuse(lost, 'route');
    if (turn.operation !== UNMATCHED) return refused;
    const { method, path } = turn.request;
    return { ...refused, near: () => nearMisses(around.stages.values(), stage, method, path) };
  }

  if (turn.page !== undefined) return servePage(journey, turn.page);
  if (reads(turn)) return checked(journey);
  const maxBytes = provider.maxBodyBytes ?? DEFAULT_MAX_BODY;
  if (!announcesBody(req)) return withBody(journey, NO_BODY, maxBytes);
  return readBody(req, maxBytes).then((body) => withBody(journey, body, maxBytes));
}

function reads({ request }: Turn): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

function withBody(journey: Journey, body: Body, maxBytes: number): Soon<Decided | undefined> {
  const { turn, stage } = journey;
  turn.bodyKept = body.kept;
  if (body.read === 'aborted') return undefined;
  if (body.read === 'too-large') return refuse(stage.provider.problems.bodyTooLarge(turn, maxBytes), 'body');
  turn.body = body.value;
  turn.bodyText = body.text;
  turn.bodyError = body.error;
  return checked(journey);
}

function checked({ req, turn, stage, world }: Journey): Soon<Decided> {
  const { provider } = stage;
  for (const check of provider.checks) {
    if (check === armedFaults) {
      world.playing.called(provider.id, turn.operation.id);
      turn.atWork = faultsFor(turn, req, provider, world);
      if (turn.atWork?.answer !== undefined) return decision(turn.atWork.answer, 'fault');
      continue;
    }
    const said = check(turn);
    if (said !== undefined) return decision(said, (isProblem(said) && said.by) || 'check');
  }

  const { cache } = provider;
  const rule = reads(turn) ? cache?.rule(turn) : undefined;
  if (rule === undefined || cache === undefined) return operated(turn, provider, world);
  // What a fault changed must neither come from the cache nor get into it.
  if (turn.atWork !== undefined && changesTheBody(turn.atWork)) {
    cache.announce(turn, 'bypass');
    return operated(turn, provider, world);
  }
  const kept = readCache(world.cache, rule.key, turn.now);
  if (kept !== undefined) {
    cache.announce(turn, 'hit');
    const answer: Reply = { kind: 'reply', status: kept.status, text: kept.text, headers: kept.headers };
    return decision(answer, 'cache');
  }
  const fresh = operate(turn, provider, world);
  return fresh instanceof Promise
    ? fresh.then((said) => stored(said, rule, cache, turn, provider, world))
    : stored(fresh, rule, cache, turn, provider, world);
}

function operated(turn: Turn, provider: Provider, world: LiveWorld): Soon<Decided> {
  const said = operate(turn, provider, world);
  return said instanceof Promise
    ? said.then((later) => decision(later, 'operation'))
    : decision(said, 'operation');
}

function stored(
  fresh: Reply | Problem,
  { key, ttlMs }: { readonly key: string; readonly ttlMs: number },
  // biome-ignore lint/suspicious/noExplicitAny: as in `Provider`.
  cache: CachePolicy<any, any>,
  turn: Turn,
  provider: Provider,
  world: LiveWorld,
): Decided {
  if (isProblem(fresh)) {
    cache.announce(turn, 'bypass');
    return decision(fresh, 'operation');
  }
  const storable = fresh.status === 200 && (cache.storable?.(turn, fresh) ?? true);
  cache.announce(turn, storable ? 'miss' : 'bypass');
  const text = textOf(provider, fresh) ?? '';
  if (storable) {
    const { status, headers = {} } = fresh;
    writeCache(world.cache, key, { status, text, headers, expires: turn.now + ttlMs });
  }
  return decision(fresh.text === undefined ? { ...fresh, text } : fresh, 'operation');
}

/** Finds the operation and reads its parameters; a Problem if the path leads nowhere. */
function route({ asked, stage, turn }: Journey): Problem | undefined {
  const { provider, router } = stage;
  const { method } = turn.request;
  const { match, basePath, path, query, page } = wayOf(asked, stage, method);
  turn.basePath = basePath;
  if (match.found === 'nothing') {
    const below = turn.request.path.slice(basePath.length) || '/';
    const near = [...new Set(router.near(method, below).map(({ operation }) => operation.path))].slice(0, 3);
    // The body is the provider's own and often has no room for help; a header has.
    if (near.length > 0) turn.setHeader('Understudy-Near', near.join(', '));
    return provider.problems.unknownPath(turn, near);
  }
  if (match.found === 'path') return provider.problems.methodNotAllowed(turn, match.allowed);
  turn.operation = match.operation;
  turn.page = page;
  if (path === undefined)
    return provider.problems.malformedTarget(turn, 'the path is not valid percent-encoded UTF-8 text');
  turn.path = path;
  turn.query = query;
  return undefined;
}

function operate(turn: Turn, provider: Provider, world: LiveWorld): Soon<Reply | Problem> {
  const { id } = turn.operation;
  const handler = provider.handlers[id];
  if (handler === undefined) throw new Error(`${provider.id} has no handler for "${id}".`);
  const said = handler(turn) as Soon<Reply | Problem>;
  const mayBeNull = world.messy ? provider.mayBeNull?.[id] : undefined;
  if (mayBeNull === undefined) return said;
  return said instanceof Promise
    ? said.then((later) => nulled(later, mayBeNull, turn, world))
    : nulled(said, mayBeNull, turn, world);
}

function nulled(
  said: Reply | Problem,
  mayBeNull: readonly string[],
  turn: Turn,
  world: LiveWorld,
): Reply | Problem {
  if (isProblem(said) || said.body === undefined) return said;
  const body = withNulls(said.body, mayBeNull, world.seed, Object.values(turn.path).join('/'));
  return { kind: 'reply', status: said.status, body, ...(said.headers && { headers: said.headers }) };
}

export function textOf(provider: Provider, reply: Reply): Text | undefined {
  if (reply.text !== undefined) return reply.text;
  if (reply.body === undefined) return undefined;
  return provider.exactNumbers === true ? writeJson(reply.body) : JSON.stringify(reply.body);
}

function changesTheBody({ pretence, reshapings }: AtWork): boolean {
  return pretence !== undefined || reshapings.length > 0;
}

function decision(answer: Reply | Problem, by: string): Decided {
  return { answer, by, near: undefined };
}

function refuse(problem: Problem, by: string): Decided {
  return decision(problem, problem.by ?? by);
}
