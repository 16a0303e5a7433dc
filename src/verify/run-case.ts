/** One case played with one client: the client does its job in a world of its own, and both ends are looked at. */
import type { Scenario } from '../scenarios/scenario.ts';
import type { Case } from './case.ts';
import type { CaseLog } from './case-log.ts';
import { CaseStage, type Playground } from './case-stage.ts';
import { inShort } from './compare/scalars.ts';
import { openDoor } from './door.ts';
import type { AdapterLine, Finding, ShownExchange } from './events.ts';
import { expectationText, reportFindings, Sources } from './expectation.ts';
import { comparisonOf, findJob, type LoadedSuite } from './library.ts';
import type { Failure } from './protocol.ts';
import type { Answered, Played, Session } from './session/session.ts';
import { secretsOf, shownExchanges } from './shown.ts';
import { resolvedInput, withVars } from './stage.ts';
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
  /** Resolves, when all of it is taken away, with the number of requests that came too late to be judged. */
  readonly late: Promise<number>;
}

/** What comes right behind an answer is seen before it is judged. */
const AFTERMATH_MS = 5;

/** Numbers cases, over all runs of the process: no two worlds and no two messages are ever taken for each other. */
let played = 0;

/** @throws for a case that cannot be played: its author's mistake, or ours */
export async function runCase(given: Case, ground: Playground): Promise<CaseRun> {
  const { library, session } = ground;
  const clock = session.hello.capabilities.includes('clock');
  const one = withVars(given, given.vars ?? {}, clock);
  const found = findJob(library, one.do.operation);
  if (found === undefined) throw new Error(`${one.id}: there is no job ${one.do.operation}.`);
  const { loaded, job } = found;
  played += 1;
  const seq = played;
  const stage = new CaseStage(one, `case-${seq}`, ground, await openDoor(ground.simulator));
  let late: Promise<number> | undefined;
  try {
    const { world, recording, log } = stage;
    const { provider, suite } = loaded;
    const input = resolvedInput(one.do.input ?? {}, world, provider, suite);
    const sources = new Sources(job, world.view(provider), input, one.reports, () => recording.exchanges);
    if (one.timeline !== undefined) stage.handle.scenario.play(storyOf(one));
    const shown = stage.handle.provider(provider.id).credentials;
    const playing = begin(one, seq, stage, loaded, input, session);
    const answered = await Promise.race([playing.answered, stage.gaveUp]);
    stage.ends();
    const lastBeforeAnswer = answered === undefined ? undefined : recording.arrived;
    if (answered === undefined) playing.abandon();
    await new Promise((resolve) => setTimeout(resolve, AFTERMATH_MS));
    const untold = world.playing.progress?.problems ?? [];
    if (untold.length > 0)
      throw new Error(`${one.id}: its timeline could not be played: ${untold.join(' ')}`);

    const tookMs = performance.now() - stage.setAt;
    const { exchanges } = recording;
    const secrets = secretsOf(shown, provider.openCredentials ?? []);
    const { limits, begunAt } = stage;
    const seen: Seen = { exchanges, dialect: suite.wire, limits, begunAt, lastBeforeAnswer, secrets };
    const how = comparisonOf(job, loaded, session.hello.members?.[one.do.operation]);
    const findings: Finding[] = [
      ...log.findings,
      ...(answered === undefined ? [] : reportFindings(one.reports, answered, sources, how)),
      ...wireFindings(one, seen),
      ...leaks(log, answered, secrets),
    ];
    const run = {
      findings: findings.map((finding) => withoutSecrets(finding, secrets)),
      ...(answered?.kind === 'unsupported' && { unsupported: answered.why }),
      expectation: masked(expectationText(one.reports, sources), secrets),
      ...reportedOf(answered, secrets),
      tookMs,
      worldMs: world.now() - begunAt,
      exchanges: findings.length > 0 || ground.trace ? shownExchanges(exchanges, world, begunAt) : [],
      adapter: log.shown(secrets),
    };
    late = stage.cleared();
    // A client that was given up may not even have heard of it.
    return { ...run, late: answered === undefined ? Promise.resolve(0) : late };
  } finally {
    late ??= stage.cleared();
  }
}

function begin(
  one: Case,
  seq: number,
  stage: CaseStage,
  { provider, suite }: LoadedSuite,
  input: Readonly<Record<string, unknown>>,
  session: Session,
): Played {
  const { log } = stage;
  const { credentials: shown } = stage.handle.provider(provider.id);
  const name = one.do.credential ?? suite.usualCredential;
  const credentials = suite.credentials(shown, name);
  if (credentials === undefined) throw new Error(`${one.id}: there is no credential "${name}".`);
  // A client may wait before `play` has given anything back.
  let playing: Played | undefined;
  stage.begins((id, now) => playing?.wake(id, now));
  playing = session.play(
    {
      type: 'case',
      seq,
      id: one.id,
      provider: provider.id,
      baseUrl: stage.baseUrl(provider.id),
      credentials,
      operation: one.do.operation,
      input,
      limits: stage.limits,
      now: new Date(stage.begunAt).toISOString(),
    },
    {
      onSleep: (id, ms) => {
        if (session.hello.capabilities.includes('clock')) stage.sleeps(id, ms);
        else log.misbehaved('It sent a sleep without the capability `clock`.');
      },
      onLine: (from, text) => log.line(from, text),
      onMisbehaviour: (message) => log.misbehaved(message),
    },
  );
  return playing;
}

/** The timeline of a case is a scenario without a name of its own. */
function storyOf({ id, says, world, timeline = [] }: Case): Scenario {
  // With its world: steps are rehearsed in one like it, and may name what is only there.
  return { name: id.split('/').at(-1) ?? 'case', teaches: says, ...(world && { world }), timeline };
}

function wireFindings({ wire = [] }: Case, seen: Seen): Finding[] {
  const rules = wire.flatMap((use) => {
    const rule = ruleInUse(use);
    if (typeof rule === 'string') throw new Error(rule);
    return rule.rule.check(seen, rule.parameters).map((offence) => findingOf(rule.name, offence));
  });
  const { lastBeforeAnswer: last } = seen;
  const late = seen.exchanges.filter(({ number }) => last !== undefined && number > last);
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
