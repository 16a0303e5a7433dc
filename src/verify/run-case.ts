/** One case played with one client: a world is made, the client does its job in it, and both ends are looked at. */
import { liveWorld, type Simulator } from '../engine/simulator.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Case } from './case.ts';
import { CaseLog } from './case-log.ts';
import { inShort } from './compare/scalars.ts';
import type { AdapterLine, Finding, ShownExchange } from './events.ts';
import { expectationText, reportFindings, Sources } from './expectation.ts';
import { comparisonOf, findJob, type Library } from './library.ts';
import type { CaseLimits, Failure } from './protocol.ts';
import { type Recorder, Recording } from './recorder.ts';
import type { Answered, Session } from './session/session.ts';
import { secretsOf, shownExchanges } from './shown.ts';
import { amountOf, resolvedInput, withVars } from './stage.ts';
import { Waits } from './waits.ts';
import { ruleInUse } from './wire/index.ts';
import type { Offence, Seen } from './wire/rule.ts';
import { holdsSecret, masked, secretsInUrls } from './wire/secrets.ts';

/** What came of a case. */
export interface CaseRun {
  readonly findings: readonly Finding[];
  /** In words: why the client cannot do this. Then nothing was judged. */
  readonly unsupported?: string;
  readonly expectation: string;
  readonly reported?: { readonly value: string } | { readonly failure: Failure };
  readonly tookMs: number;
  readonly worldMs: number;
  readonly exchanges: readonly ShownExchange[];
  readonly adapter: readonly AdapterLine[];
}

export interface Playground {
  readonly simulator: Simulator;
  readonly recorder: Recorder;
  readonly library: Library;
  readonly session: Session;
  /** Milliseconds on the machine's clock that a case may take. */
  readonly patienceMs: number;
  /** The machine's clock, for worlds of clients that read it. */
  readonly hostNow: () => number;
}

/** Requests after which a client is taken to have run away. */
const MOST_REQUESTS = 500;
/** On the world's clock: who still waits then waits for ever. */
const LONGEST_WORLD_MS = 7 * 86_400_000;
/** How long is looked whether a client that has answered goes on asking. */
const AFTERMATH_MS = 5;
const USUAL: CaseLimits = { requestTimeoutMs: 10_000, deadlineMs: 600_000 };
/** Without a virtual clock nobody waits ten minutes. */
const USUAL_REAL: CaseLimits = { requestTimeoutMs: 10_000, deadlineMs: 15_000 };

let played = 0;

/** @throws for a case that cannot be played: its author's mistake, or ours */
export async function runCase(given: Case, ground: Playground): Promise<CaseRun> {
  const { library, session, simulator, recorder } = ground;
  const clock = session.hello.capabilities.includes('clock');
  const one = withVars(given, given.vars ?? {}, clock);
  const found = findJob(library, one.do.operation);
  if (found === undefined) throw new Error(`${one.id}: there is no job ${one.do.operation}.`);
  const { loaded, job } = found;
  const { provider, suite } = loaded;
  played += 1;
  const seq = played;

  const handle = simulator.createWorld({
    journal: { entries: 1000, bytes: 32 * 1024 * 1024 },
    ...one.world,
    // Who reads the machine's clock has to find it in every date that is sent.
    ...(!clock && one.needs === undefined && { now: new Date(ground.hostNow()).toISOString() }),
    clock: clock ? 'frozen' : 'running',
    id: `case-${seq}`,
  });
  const world = liveWorld(simulator, handle.id);
  let begunAt = world.now();
  const begun = performance.now();
  const usual = clock ? USUAL : USUAL_REAL;
  const limits: CaseLimits = {
    requestTimeoutMs: amountOf(one.limits?.requestTimeoutMs, usual.requestTimeoutMs),
    deadlineMs: amountOf(one.limits?.deadlineMs, usual.deadlineMs),
  };
  const log = new CaseLog(begun);

  let over: (why: string | undefined) => void = () => {};
  const gaveUp = new Promise<undefined>((resolve) => {
    over = (why) => {
      if (why !== undefined) log.misbehaved(why);
      resolve(undefined);
    };
  });
  const recording: Recording = new Recording(
    () => world.now(),
    () => {
      waits.stirred();
      if (recording.arrived > MOST_REQUESTS) over(`It ran away: ${MOST_REQUESTS} requests and no answer.`);
    },
  );
  const waits = new Waits({
    now: () => world.now(),
    advance: (ms) => {
      if (world.now() + ms - begunAt > LONGEST_WORLD_MS + limits.deadlineMs) {
        waits.end();
        over(
          `It would wait for ever: ${Math.round((world.now() + ms - begunAt) / 3_600_000)} hours of its time have passed.`,
        );
      } else world.clock.advance(ms);
    },
    open: () => recording.open,
    over: (id, now) => playing?.wake(id, now),
  });
  recorder.begin(world.id, recording);
  let playing: ReturnType<Session['play']> | undefined;
  const timer = setTimeout(
    () => over(`It gave no answer within ${ground.patienceMs / 1000} s.`),
    ground.patienceMs,
  );
  try {
    const view = world.view(provider);
    const input = resolvedInput(one.do.input ?? {}, world, provider, suite);
    const sources = new Sources(job, view, input, one.reports, () => recording.exchanges);
    if (one.timeline !== undefined) handle.scenario.play(storyOf(one));
    // What a story begins with may take days; the client begins after it.
    begunAt = world.now();
    const { baseUrl, credentials: shown } = handle.provider(provider.id);
    const credentials = suite.credentials(shown, one.do.credential ?? suite.usualCredential);
    if (credentials === undefined)
      throw new Error(`${one.id}: there is no credential "${one.do.credential}".`);
    playing = session.play(
      {
        type: 'case',
        seq,
        id: one.id,
        provider: provider.id,
        baseUrl,
        credentials,
        operation: one.do.operation,
        input,
        limits,
        now: new Date(begunAt).toISOString(),
      },
      {
        onSleep: (id, ms) => {
          if (clock) waits.add(id, Math.max(0, ms));
          else log.misbehaved('It sent a sleep without the capability `clock`.');
        },
        onLine: (from, text) => log.line(from, text),
        onMisbehaviour: (message) => log.misbehaved(message),
      },
    );
    const answered = await Promise.race([playing.answered, gaveUp]);
    waits.end();
    const lastBeforeAnswer = answered === undefined ? undefined : recording.arrived;
    if (answered === undefined) playing.abandon();
    await new Promise((resolve) => setTimeout(resolve, AFTERMATH_MS));
    const told = world.playing.progress?.problems ?? [];
    if (told.length > 0) throw new Error(`${one.id}: its timeline could not be played: ${told.join(' ')}`);

    const tookMs = performance.now() - begun;
    const { exchanges } = recording;
    const secrets = secretsOf(shown, provider.openCredentials ?? []);
    const seen: Seen = { exchanges, dialect: suite.wire, limits, begunAt, lastBeforeAnswer, secrets };
    const how = comparisonOf(job, loaded, session.hello.members?.[one.do.operation]);
    const findings: Finding[] = [
      ...log.findings,
      ...(answered === undefined ? [] : reportFindings(one.reports, answered, sources, how)),
      ...wireFindings(one, seen),
      ...leaks(log, answered, secrets),
    ];
    return {
      findings: findings.map((finding) => withoutSecrets(finding, secrets)),
      ...(answered?.kind === 'unsupported' && { unsupported: answered.why }),
      expectation: masked(expectationText(one.reports, sources), secrets),
      ...reportedOf(answered, secrets),
      tookMs,
      worldMs: world.now() - begunAt,
      exchanges: shownExchanges(exchanges, world, begunAt),
      adapter: log.shown(secrets),
    };
  } finally {
    clearTimeout(timer);
    waits.end();
    recorder.end(world.id);
    handle.drop();
  }
}

/** The timeline of a case is a scenario without a name of its own. */
/** With its world: steps are rehearsed in one like it, and may name what is only there. */
function storyOf({ id, says, world, timeline = [] }: Case): Scenario {
  return { name: id.split('/').slice(-1)[0] ?? 'case', teaches: says, ...(world && { world }), timeline };
}

function wireFindings({ wire = [] }: Case, seen: Seen): Finding[] {
  const rules = wire.flatMap((use) => {
    const rule = ruleInUse(use);
    if (typeof rule === 'string') throw new Error(rule);
    return rule.rule.check(seen, rule.parameters).map((offence) => findingOf(rule.name, offence));
  });
  const late = seen.exchanges.filter(
    ({ number }) => seen.lastBeforeAnswer !== undefined && number > seen.lastBeforeAnswer,
  );
  return [
    ...rules,
    ...secretsInUrls(seen).map((offence) => findingOf('no-secret-in-url', offence)),
    ...(late.length === 0
      ? []
      : [
          findingOf('nothing-after-the-answer', {
            message: `The client had answered, and sent ${late.length} more.`,
            exchanges: late.map(({ number }) => number),
          }),
        ]),
  ];
}

function findingOf(rule: string, { message, exchanges }: Offence): Finding {
  return { about: 'wire', rule, message, ...(exchanges.length > 0 && { exchanges }) };
}

/** Everything the client says may end up in a log. */
function leaks(log: CaseLog, answered: Answered | undefined, secrets: readonly string[]): Finding[] {
  const places = log.placesOf(secrets);
  if (answered?.kind === 'failure' && holdsSecret(JSON.stringify(answered.failure), secrets))
    places.add('its failure');
  if (answered?.kind === 'crashed' && holdsSecret(answered.message, secrets)) places.add('what it threw');
  return [...places].map((place) => ({
    about: 'wire',
    rule: 'nothing-leaked',
    message: `A secret stands in ${place}.`,
  }));
}

function withoutSecrets(finding: Finding, secrets: readonly string[]): Finding {
  const { message, expected, reported } = finding;
  return {
    ...finding,
    message: masked(message, secrets),
    ...(expected !== undefined && { expected: masked(expected, secrets) }),
    ...(reported !== undefined && { reported: masked(reported, secrets) }),
  };
}

function reportedOf(answered: Answered | undefined, secrets: readonly string[]): Pick<CaseRun, 'reported'> {
  if (answered?.kind === 'value')
    return { reported: { value: masked(inShort(answered.value, 2000), secrets) } };
  if (answered?.kind !== 'failure') return {};
  return { reported: { failure: JSON.parse(masked(JSON.stringify(answered.failure), secrets)) as Failure } };
}
