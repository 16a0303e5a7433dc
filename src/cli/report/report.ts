import { readFile } from 'node:fs/promises';
import pc from 'picocolors';
import type { RunEvent } from '../../verify/events.ts';
import {
  combined,
  eventsOf,
  NotWritable,
  openReports,
  type ReportTargets,
  readEvents,
  runsOf,
  type Surroundings,
} from '../../verify/reports/index.ts';
import { fail, print } from '../output.ts';

/** What reports are written to, of this process. */
export function surroundings(): Surroundings {
  const { stdout, stderr, env } = process;
  return { stdout, stderr, env, colours: pc.isColorSupported };
}

export async function report(files: string[], targets: ReportTargets): Promise<void> {
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
