import { writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import { madeToken } from '../../control/token.ts';
import { providers } from '../../understudy.ts';
import type { Case } from '../../verify/case.ts';
import { checkAdapter } from '../../verify/check-adapter.ts';
import { type ExpectedFailure, parseExpectations } from '../../verify/expected-failures.ts';
import { loadLibrary } from '../../verify/library.ts';
import { loadCases } from '../../verify/load-cases.ts';
import { observe } from '../../verify/observe.ts';
import { NotWritable, openReports, type Report } from '../../verify/reports/index.ts';
import { selected, unmatched } from '../../verify/selection.ts';
import { type LineSessionOptions, lineSession } from '../../verify/session/line-session.ts';
import { processChannel } from '../../verify/session/process-channel.ts';
import { reverseDoor } from '../../verify/session/reverse-channel.ts';
import type { Session } from '../../verify/session/session.ts';
import { runSuite } from '../../verify/suite-run.ts';
import { version } from '../../version.ts';
import { readNamedFile } from '../../world/read-file.ts';
import { variablesOf } from '../environment.ts';
import { EXIT, fail, print } from '../output.ts';
import { surroundings } from '../report/report.ts';
import { readStaging } from '../staging.ts';
import { table } from '../table.ts';
import type { VerifyOptions } from './options.ts';

/** How long a client may take to come by itself. */
const COMING_MS = 600_000;

export async function verify(words: readonly string[], options: VerifyOptions): Promise<void> {
  const ways = [options.adapter !== undefined, options.observe === true, options.reverse === true].filter(
    Boolean,
  );
  if (ways.length > 1) fail('give one of --adapter, --observe and --reverse.');
  if (options.observe !== true && words.length > 0)
    fail(
      `"${words.join(' ')}" is a word too many. A command to observe: understudy verify --observe -- ${words.join(' ')}`,
    );
  if (options.list === true) return list(options);
  if (ways.length === 0)
    fail(
      "who is to be judged? Give --adapter 'COMMAND', --observe -- COMMAND, or --reverse. docs/verify.md shows each.",
    );
  if (options.observe === true) return judgeCommand(words, options);
  const more = await ownCases(options);
  await checkGlobs(options, more);
  const expectations = await expectationsOf(options);
  if (options.checkAdapter === true) return check(await sessionOf(options));
  await judge({ ...options, more, expectations });
}

async function judge(
  options: VerifyOptions & {
    readonly more: readonly Case[];
    readonly expectations: readonly ExpectedFailure[];
  },
): Promise<void> {
  const { run, skip, shard, strict, repeat, jobs, timeout, more, expectations, expectedFailures, adapter } =
    options;
  const library = await loadLibrary(providers);
  const written = new Map(
    [...library.values()]
      .flatMap(({ cases }) => cases)
      .concat(more)
      .map((one) => [one.id, one]),
  );
  // Before a client is started: who mistypes a file's name learns it at once.
  const reports = opened(options, (id) => written.get(id));
  const session = await sessionOf(options);
  // What is known by then is told all the same.
  process.once('SIGINT', () => void reports.close().finally(() => process.exit(130)));
  const ended = await runSuite({
    providers,
    session,
    by: adapter === undefined ? 'reverse' : 'adapter',
    more,
    ...(run !== undefined && { run }),
    ...(skip !== undefined && { skip }),
    ...(shard !== undefined && { shard }),
    strict,
    repeat,
    jobs,
    patienceMs: timeout,
    trace: options.trace,
    expectations: { name: expectedFailures ?? '', lines: expectations },
    reproduce: (id) => reproduceLine(id, options),
    onEvent: (event) => reports.on(event),
  });
  await reports.close();
  await session.close();
  process.exitCode = ended.exitCode;
}

function reproduceLine(id: string, { adapter, cases = [] }: VerifyOptions): string {
  const way = adapter === undefined ? '--reverse' : `--adapter ${quoted(adapter)}`;
  const own = cases.length === 0 ? '' : ` --cases ${cases.map(quoted).join(' ')}`;
  return `understudy verify ${way}${own} --run ${quoted(id)} --trace`;
}

/** As a shell reads it. */
function quoted(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

async function judgeCommand(command: readonly string[], options: VerifyOptions): Promise<void> {
  if (command.length === 0) fail('--observe needs a command: understudy verify --observe -- npm test');
  const staging = await readStaging(options);
  if (!staging.ok) return fail(staging.errors.join('\n'));
  const reports = opened(options);
  const { envFile } = options;
  const observed = await observe({
    providers,
    command,
    world: staging.value,
    environment: (url, world) => variablesOf(url, world.id, world.providers),
    onEnvironment: (variables) => {
      if (envFile === undefined) return;
      const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
      void writeFile(envFile, lines.join(''));
    },
    strict: options.strict === true,
    reproduce: `understudy verify --observe --trace -- ${command.map(quoted).join(' ')}`,
    onEvent: (event) => reports.on(event),
  });
  if (!observed.ok) return fail(observed.message);
  await reports.close();
  process.exitCode = observed.ended.exitCode;
}

function opened(options: VerifyOptions, caseOf?: (id: string) => unknown): Report {
  try {
    return openReports(options, { ...surroundings(), ...(caseOf && { caseOf }) });
  } catch (error) {
    if (error instanceof NotWritable) return fail(error.message);
    throw error;
  }
}

async function sessionOf(options: VerifyOptions): Promise<Session> {
  const connected = await lineSession({
    suite: `understudy ${version}`,
    ...(options.adapter === undefined ? await comingClient(options.port) : startedAdapter(options.adapter)),
  });
  if (connected.ok) return connected.session;
  const lines = connected.lines.map((line) => `  ${line}\n`).join('');
  process.stderr.write(
    `${pc.red('understudy:')} there is no client to judge: ${connected.message}.\n${lines === '' ? '' : `It said:\n${lines}`}docs/adapter.md says what an adapter has to answer.\n`,
  );
  process.exit(connected.whose === 'usage' ? EXIT.usage : EXIT.verdict);
}

function startedAdapter(command: string): Pick<LineSessionOptions, 'open' | 'restarts'> {
  return { open: (events) => processChannel(command, events), restarts: true };
}

async function comingClient(
  port: number,
): Promise<Pick<LineSessionOptions, 'open' | 'restarts' | 'helloMs'>> {
  try {
    const door = await reverseDoor(port, madeToken());
    process.stderr.write(`Waiting for a client at ${door.url}\n`);
    return { open: door.open, restarts: false, helloMs: COMING_MS };
  } catch (error) {
    return fail(
      `port ${port} can't be listened on: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function check(session: Session): Promise<void> {
  let wrong = 0;
  await checkAdapter(session, providers, ({ ok, about, message }) => {
    if (!ok) wrong += 1;
    print(`${ok ? pc.green('ok   ') : pc.red('mend ')} ${pc.bold(about)}: ${message}`);
  });
  await session.close();
  if (wrong > 0) print(`\n${wrong} to mend.`);
  process.exitCode = wrong === 0 ? EXIT.ok : EXIT.verdict;
}

async function list(options: VerifyOptions): Promise<void> {
  const more = await ownCases(options);
  await checkGlobs(options, more);
  const cases = selected(await everyCase(more), options);
  print(
    table(
      ['CASE', 'LEVEL', 'JOB', 'RULES', 'WHAT HAPPENS'],
      cases.map(({ id, level, do: { operation }, rules, says }) => [
        id,
        level,
        operation,
        rules.join(' '),
        says.trim(),
      ]),
    ),
  );
}

async function everyCase(more: readonly Case[]): Promise<Case[]> {
  const library = await loadLibrary(providers);
  return [...library.values()].flatMap(({ cases }) => cases).concat(more);
}

async function checkGlobs({ run = [], skip = [] }: VerifyOptions, more: readonly Case[]): Promise<void> {
  const [useless] = unmatched([...run, ...skip], await everyCase(more));
  if (useless !== undefined)
    fail(
      `no case fits "${useless}". \`understudy verify --list\` prints them; * stands for a part of an id, ** for several.`,
    );
}

async function ownCases({ cases: files = [] }: VerifyOptions): Promise<Case[]> {
  const loaded: Case[] = [];
  for (const name of files) {
    const read = await loadCases(name, providers);
    if (!read.ok) fail(read.errors.join('\n'));
    else loaded.push(...read.cases);
  }
  return loaded;
}

async function expectationsOf({ expectedFailures }: VerifyOptions): Promise<readonly ExpectedFailure[]> {
  if (expectedFailures === undefined) return [];
  const file = await readNamedFile(expectedFailures, 'a file of expected failures');
  if (!file.ok) return fail(file.errors.join('\n'));
  const parsed = parseExpectations(file.text, expectedFailures);
  return parsed.ok ? parsed.expectations : fail(parsed.errors.join('\n'));
}
