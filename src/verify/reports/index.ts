/** All reports of a run, as a command line names them. */
import { appendFileSync, closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RunEvent } from '../events.ts';
import { badgeImage, badgeOf } from './badge.ts';
import { combined } from './combine.ts';
import { htmlOf } from './html.ts';
import { junitOf } from './junit.ts';
import { markdownOf } from './markdown.ts';
import { type Run, runsOf } from './model.ts';
import type { Report } from './report.ts';
import { saveFailedReport } from './save-failed.ts';
import { type Screen, terminalReport } from './terminal.ts';

export { combined } from './combine.ts';
export { eventsOf, runsOf } from './model.ts';
export { readEvents } from './read.ts';
export type { Report } from './report.ts';

/** Reports by name, each with the file it is written to; `-` is standard output. */
export interface FileTargets {
  /** The events themselves, a line each, as they happen. */
  readonly events?: string;
  readonly junit?: string;
  /** Appended where the file is the job summary of the CI, else written anew. */
  readonly markdown?: string;
  readonly html?: string;
  /** An image if the name ends in `.svg`, else what shields.io asks for. */
  readonly badge?: string;
}

export interface ReportTargets extends FileTargets {
  /** A folder for the cases that went wrong, a folder each. */
  readonly saveFailed?: string;
  readonly trace?: boolean;
  readonly verbose?: boolean;
  /** Nothing for people to read. */
  readonly quiet?: boolean;
}

export interface Surroundings {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly colours: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A case as it was written, for `saveFailed`. */
  caseOf?(id: string): unknown;
}

/** A report can't be written where it was to be. */
export class NotWritable extends Error {}

/**
 * Every report that was asked for, and the terminal's. Says before the run, not after it, that a file can't be written.
 *
 * @throws NotWritable
 */
export function openReports(targets: ReportTargets, around: Surroundings): Report {
  const { events, trace = false, verbose = false, quiet = false, saveFailed } = targets;
  const onStdout = fileTargets(targets).filter(([, file]) => file === '-');
  if (onStdout.length > 1)
    throw new NotWritable(
      `only one report can go to standard output, not ${onStdout.map(([name]) => name).join(' and ')}`,
    );
  for (const [, file] of fileTargets(targets)) if (file !== '-') prepare(file);

  // Whoever pipes a report into something does not want ours in between.
  const people = onStdout.length > 0 ? around.stderr : around.stdout;
  const watched = around.stderr.isTTY === true && people.isTTY === true;
  const terminal = terminalReport({
    out: screenOf(people, around.colours),
    live: watched ? screenOf(around.stderr, around.colours) : undefined,
    trace,
    verbose,
  });
  const reports: Report[] = [
    ...(quiet ? [] : [terminal]),
    ...(events === undefined ? [] : [eventsReport(events, around)]),
    ...(saveFailed === undefined
      ? []
      : [saveFailedReport({ directory: saveFailed, ...(around.caseOf && { caseOf: around.caseOf }) })]),
    filesReport(targets, around),
  ];
  return {
    on(event: RunEvent): void {
      for (const report of reports) report.on(event);
    },
    async close(): Promise<void> {
      for (const report of reports) await report.close();
    },
  };
}

/** The file reports of runs that are over. */
function writeReports(
  targets: FileTargets,
  runs: readonly Run[],
  { stdout, env }: Pick<Surroundings, 'stdout' | 'env'>,
): void {
  const put = (file: string | undefined, text: () => string): void => {
    if (file === undefined) return;
    if (file === '-') stdout.write(text());
    else if (file === env.GITHUB_STEP_SUMMARY) appendFileSync(file, text());
    else {
      prepare(file);
      writeFileSync(file, text());
    }
  };
  put(targets.junit, () => junitOf(runs));
  put(targets.markdown, () => markdownOf(runs));
  put(targets.html, () => htmlOf(runs));
  const [run] = runs;
  if (run !== undefined) {
    put(targets.badge, () => {
      const badge = badgeOf(run);
      return targets.badge?.endsWith('.svg') ? badgeImage(badge) : `${JSON.stringify(badge)}\n`;
    });
  }
}

function fileTargets({ events, junit, markdown, html, badge }: FileTargets): [name: string, file: string][] {
  return Object.entries({ events, junit, markdown, html, badge }).filter(
    (target): target is [string, string] => target[1] !== undefined,
  );
}

/** Makes the folder, and the file if there is none. */
function prepare(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, 'a'));
  } catch (error) {
    throw new NotWritable(
      `${file} can't be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function screenOf(stream: NodeJS.WriteStream, colour: boolean): Screen {
  return {
    write: (text) => {
      stream.write(text);
    },
    get columns() {
      return stream.columns ?? 100;
    },
    colour,
  };
}

/** Line by line as they happen: whoever reads along sees them, and a run that is killed has left them behind. */
function eventsReport(file: string, { stdout }: Surroundings): Report {
  const handle = file === '-' ? undefined : openSync(file, 'w');
  return {
    on(event: RunEvent): void {
      const line = `${JSON.stringify(event)}\n`;
      if (handle === undefined) stdout.write(line);
      else writeSync(handle, line);
    },
    async close(): Promise<void> {
      if (handle !== undefined) closeSync(handle);
    },
  };
}

function filesReport(targets: FileTargets, around: Surroundings): Report {
  const events: RunEvent[] = [];
  return {
    on(event: RunEvent): void {
      events.push(event);
    },
    async close(): Promise<void> {
      writeReports(targets, combined(runsOf(events)), around);
    },
  };
}
