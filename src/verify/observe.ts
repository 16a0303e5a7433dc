/**
 * A command judged by its traffic alone: it gets a world of its own in environment variables, and what it does there is
 * held against the rules of the wire that need no case.
 */
import { spawn } from 'node:child_process';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import { liveWorld, Simulator } from '../engine/simulator.ts';
import type { Provider } from '../provider/define.ts';
import type { Staged } from '../scenarios/cast.ts';
import { version } from '../version.ts';
import type { WorldHandle } from '../world/handle.ts';
import type { Level } from './case.ts';
import { type CaseEnded, type RunEnded, type RunEvent, VERDICTS, type Verdict } from './events.ts';
import { loadLibrary } from './library.ts';
import { Recorder, Recording } from './recorder.ts';
import { secretsOf, shownExchanges } from './shown.ts';
import { wireRules } from './wire/index.ts';
import type { Offence, Parameters, Seen } from './wire/rule.ts';
import { secretsInUrls } from './wire/secrets.ts';

interface Observed {
  readonly rule: string;
  readonly level: Level;
  readonly parameters?: Parameters;
}

/**
 * What holds for any client at any time. Rules that count what one job did (each page once, no more than so many
 * requests) are left to cases: a test suite lists the same thing many times, and may.
 */
const OBSERVED: readonly Observed[] = [
  { rule: 'waited-as-told', level: 'must' },
  { rule: 'nothing-after-401', level: 'must' },
  { rule: 'sent-once', level: 'must' },
  { rule: 'next-offset-adds-limit', level: 'must' },
  { rule: 'cursor-as-given', level: 'must' },
  { rule: 'same-filters-on-every-page', level: 'must' },
  { rule: 'in-flight-at-most', level: 'must' },
  { rule: 'not-repeated', level: 'must' },
  { rule: 'reads-to-the-end', level: 'should' },
  { rule: 'repeats-at-most', level: 'should', parameters: { times: 10 } },
  { rule: 'waits-grow', level: 'should' },
  { rule: 'keeps-to-contract', level: 'should' },
];

export interface ObserveOptions {
  readonly providers: readonly Provider[];
  readonly command: readonly string[];
  readonly world: WorldFile & Staged;
  /** Variables of the command's environment, by world. */
  readonly environment: (url: string, world: WorldHandle) => Readonly<Record<string, string>>;
  /** Told before the command starts: to write them to a file, say. */
  readonly onEnvironment?: (variables: Readonly<Record<string, string>>) => void;
  readonly strict?: boolean;
  readonly reproduce: string;
  readonly onEvent: (event: RunEvent) => void;
}

export type Observation =
  | { readonly ok: true; readonly ended: RunEnded }
  /** The command could not be started. */
  | { readonly ok: false; readonly message: string };

export async function observe(options: ObserveOptions): Promise<Observation> {
  const begun = performance.now();
  const library = await loadLibrary(options.providers);
  const recorder = new Recorder();
  const simulator = new Simulator({ providers: options.providers, world: options.world, tap: recorder });
  await simulator.listen(0, '127.0.0.1');
  try {
    const handle = simulator.world();
    const world = liveWorld(simulator, handle.id);
    const recording = new Recording(
      () => world.now(),
      () => {},
    );
    recorder.begin(world.id, recording);
    const variables = options.environment(simulator.url, handle);
    options.onEnvironment?.(variables);
    options.onEvent({
      event: 'run',
      suite: version,
      cases: library.size * (OBSERVED.length + 1),
      client: { name: options.command.join(' '), version: '', language: '', capabilities: [], by: 'observe' },
      repeat: 1,
      strict: options.strict === true,
      at: new Date(world.now()).toISOString(),
    });
    const begunAt = world.now();
    const left = await played(options.command, variables);
    if (typeof left === 'string') return { ok: false, message: left };

    const cases = [...library.values()].flatMap(({ provider, suite }) => {
      const exchanges = recording.exchanges.filter((one) => one.provider === provider.id);
      const secrets = secretsOf(handle.provider(provider.id).credentials, provider.openCredentials ?? []);
      const seen: Seen = {
        exchanges,
        dialect: suite.wire,
        limits: { requestTimeoutMs: 60_000, deadlineMs: Number.MAX_SAFE_INTEGER },
        begunAt,
        lastBeforeAnswer: undefined,
        secrets,
      };
      const judged = OBSERVED.map(({ rule, level, parameters = {} }) => ({
        rule,
        level,
        offences: wireRules[rule]?.check(seen, parameters) ?? [],
      }));
      const leaks = { rule: 'no-secret-in-url', level: 'must' as const, offences: secretsInUrls(seen) };
      return [...judged, leaks].map(({ rule, level, offences }) =>
        observedCase({ provider, rule, level, offences, options, seen }, () =>
          shownExchanges(exchanges, world, begunAt),
        ),
      );
    });
    const ended = endOf(cases, left, options, performance.now() - begun);
    for (const one of cases) options.onEvent(one);
    options.onEvent(ended);
    return { ok: true, ended };
  } finally {
    await simulator.close();
  }
}

interface Judged {
  readonly provider: Provider;
  readonly rule: string;
  readonly level: Level;
  readonly offences: readonly Offence[];
  readonly options: ObserveOptions;
  readonly seen: Seen;
}

function observedCase(
  { provider, rule, level, offences, options, seen }: Judged,
  exchanges: () => CaseEnded['exchanges'],
): CaseEnded {
  const silent = seen.exchanges.length === 0;
  const verdict: Verdict = silent ? 'not-run' : offences.length > 0 ? 'fail' : 'pass';
  const named = new Set(offences.flatMap((offence) => offence.exchanges));
  return {
    event: 'case',
    id: `${provider.id}/observed/${rule}`,
    provider: provider.id,
    says: wireRules[rule]?.says ?? 'No secret stands in a URL, where logs of proxies and servers keep it.',
    level,
    rules: [],
    verdict,
    ...(silent && { reason: `nothing was asked of ${provider.title}` }),
    findings: offences.map(({ message, exchanges: numbers }) => ({
      about: 'wire',
      rule,
      message,
      exchanges: numbers,
    })),
    expectation: '',
    tookMs: 0,
    worldMs: 0,
    runs: 1,
    passed: verdict === 'pass' ? 1 : 0,
    exchanges: verdict === 'fail' ? exchanges().filter(({ number }) => named.has(number)) : [],
    exchangesLeftOut: 0,
    adapter: [],
    reproduce: options.reproduce,
  };
}

function endOf(
  cases: readonly CaseEnded[],
  left: Left,
  { strict, command }: ObserveOptions,
  tookMs: number,
): RunEnded {
  const counts = Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, cases.filter((one) => one.verdict === verdict).length]),
  ) as Record<Verdict, number>;
  const failed = cases.filter(
    ({ verdict, level }) =>
      verdict === 'fail' && (level === 'must' || (strict === true && level === 'should')),
  ).length;
  const problems = [
    ...(left.code === 0 ? [] : [`${command.join(' ')} ended with ${left.how}.`]),
    ...(cases.every(({ verdict }) => verdict === 'not-run')
      ? ['Nothing was asked of any provider: the command does not read the addresses in its environment.']
      : []),
  ];
  return {
    event: 'end',
    counts,
    failed,
    problems,
    exitCode: failed > 0 || problems.length > 0 ? 1 : 0,
    tookMs,
  };
}

interface Left {
  readonly code: number;
  readonly how: string;
}

/** @returns how the command ended, or why it could not be started */
function played(
  command: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<Left | string> {
  const [program = '', ...words] = command;
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      stdio: ['inherit', 'inherit', 'inherit'],
      env: { ...process.env, ...variables },
      // npm is a script there, and only a shell can start it.
      shell: process.platform === 'win32',
    });
    const pass = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    process.on('SIGINT', pass).on('SIGTERM', pass);
    const settle = (result: Left | string): void => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve(result);
    };
    child.once('error', (error: NodeJS.ErrnoException) =>
      settle(error.code === 'ENOENT' ? `there is no command "${program}"` : error.message),
    );
    child.once('close', (code, signal) =>
      settle(
        signal === null
          ? { code: code ?? 1, how: `exit code ${code}` }
          : { code: 1, how: `signal ${signal}` },
      ),
    );
  });
}
