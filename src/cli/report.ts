import { Command } from 'commander';
import type { ReportTargets } from '../verify/reports/index.ts';

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

/** `understudy report EVENTS...`: reports from the events that `verify --events` saved. */
export function reportCommand(): Command {
  const command = new Command('report')
    .description('make reports from saved events; several clients stand beside each other')
    .argument('<events...>', 'files that `verify --events` wrote');
  return reportOptions(command).action(async (files: string[], targets: ReportTargets) => {
    // Reports are a good part of the program; who only serves does without.
    const { report } = await import('./report/report.ts');
    await report(files, targets);
  });
}
