import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import pc from 'picocolors';
import type { RunEvent } from '../verify/events.ts';
import {
  combined,
  eventsOf,
  NotWritable,
  openReports,
  type ReportTargets,
  readEvents,
  runsOf,
  type Surroundings,
} from '../verify/reports/index.ts';
import { fail, print } from './output.ts';

/** Where the reports of a run go: the same words for `verify` and `report`. */
export function reportOptions(command: Command): Command {
  return command
    .option('--junit <file>', 'JUnit XML, for CI servers; - is standard output, here and below')
    .option('--markdown <file>', 'Markdown, for the summary of a CI job')
    .option('--html <file>', 'a page of its own: clients beside each other, every case opens')
    .option('--badge <file>', 'a badge: an image if it ends in .svg, else an endpoint for shields.io')
    .option('--save-failed <folder>', 'a folder for each case that went wrong: archive, case, adapter')
    .option('--trace', 'every exchange and every line of the adapter, of every case')
    .option('--verbose', 'names the cases that were left out');
}

/** What reports are written to, of this process. */
export function surroundings(): Surroundings {
  const { stdout, stderr, env } = process;
  return { stdout, stderr, env, colours: pc.isColorSupported };
}

/** `understudy report EVENTS...`: reports from the events that `verify --events` saved. */
export function reportCommand(): Command {
  const command = new Command('report')
    .description('make reports from saved events; several clients stand beside each other')
    .argument('<events...>', 'files that `verify --events` wrote');
  return reportOptions(command).action(report);
}

async function report(files: string[], targets: ReportTargets): Promise<void> {
  const events: RunEvent[] = [];
  for (const file of files) events.push(...(await eventsIn(file)));
  const runs = combined(runsOf(events));
  if (targets.badge !== undefined && runs.length > 1)
    fail(`a badge is for one run; in these files are ${runs.length}`);

  const { junit, markdown, html, badge, saveFailed, trace = false, verbose = false } = targets;
  const asked = [junit, markdown, html, badge, saveFailed].filter((file) => file !== undefined);
  // Who asks for files wants files; who asks for none, or for more words, wants to read.
  const quiet = asked.length > 0 && !trace && !verbose;
  try {
    const reports = openReports({ ...targets, quiet }, surroundings());
    for (const event of runs.flatMap(eventsOf)) reports.on(event);
    await reports.close();
  } catch (error) {
    if (error instanceof NotWritable) fail(error.message);
    throw error;
  }
  if (quiet) for (const file of asked) if (file !== '-') print(`${pc.green('wrote')} ${file}`);
}

async function eventsIn(file: string): Promise<readonly RunEvent[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    fail(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = readEvents(text, file);
  if (!read.ok) fail(read.error);
  return read.events;
}
