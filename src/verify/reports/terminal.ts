/**
 * A run in a terminal: quiet until the end. Where a person watches, one line tells how far it is; where none does,
 * nothing is said before there is something to say.
 */
import pc from 'picocolors';
import type { CaseEnded, RunEvent } from '../events.ts';
import { exchangeText, failureText, type Look } from './failure-text.ts';
import { Gathering, isWrong } from './model.ts';
import type { Report } from './report.ts';
import { progressLine, summaryText } from './summary-text.ts';
import { duration, printable, VERDICT_WORDS, wrongOnes } from './words.ts';

/** Where text goes to. */
export interface Screen {
  write(text: string): void;
  readonly columns: number;
  readonly colour: boolean;
}

export interface TerminalOptions {
  /** What is to be kept: failures and the summary. */
  readonly out: Screen;
  /** Takes the line of progress; undefined: nobody watches. */
  readonly live: Screen | undefined;
  /** Every exchange and every line of the adapter, of every case, as it ends. */
  readonly trace?: boolean;
  /** Names the cases that were left out. */
  readonly verbose?: boolean;
}

const CLEAR_LINE = '\r\u001b[2K';

export function terminalReport({ out, live, trace = false, verbose = false }: TerminalOptions): Report {
  const look = lookOf(out);
  let gathering = new Gathering();
  const running = new Set<string>();
  let wrong = 0;
  let shown = false;
  let told = true;

  const progress = (): void => {
    if (live === undefined) return;
    const { started, cases } = gathering.run();
    const current = [...running].at(-1);
    const state = { done: cases.length, all: Math.max(started?.cases ?? 0, cases.length), wrong, current };
    live.write(CLEAR_LINE + progressLine(state, lookOf(live)));
    shown = true;
  };
  const clear = (): void => {
    if (shown) live?.write(CLEAR_LINE);
    shown = false;
  };
  const begin = (): void => {
    gathering = new Gathering();
    running.clear();
    wrong = 0;
    told = false;
  };
  const tell = (): void => {
    clear();
    told = true;
    const run = gathering.run();
    const failures = wrongOnes(run).map((one) => `${failureText(one, run, look)}\n\n\n`);
    out.write(`${failures.join('')}${summaryText(run, look, verbose)}\n`);
  };

  return {
    on(event: RunEvent): void {
      // Saved events may be of several runs, one after the other.
      if (told) begin();
      gathering.on(event);
      if (event.event === 'end') {
        tell();
        return;
      }
      if (event.event === 'case-started') running.add(event.id);
      if (event.event === 'case') {
        running.delete(event.id);
        if (isWrong(event)) wrong += 1;
        if (trace) {
          clear();
          out.write(`${traceText(event, look)}\n\n`);
        }
      }
      progress();
    },
    // A run that was broken off is told of as far as it came.
    async close(): Promise<void> {
      if (!told) tell();
    },
  };
}

function lookOf({ columns, colour }: Omit<Screen, 'write'>): Look {
  return { columns: Math.max(40, columns), colours: pc.createColors(colour) };
}

/** Without colours. */
export function plainLook(columns: number): Look {
  return lookOf({ columns, colour: false });
}

/** A case with all that went over the wire and between suite and adapter. */
function traceText(ended: CaseEnded, look: Look): string {
  const { colours, columns } = look;
  const colour = isWrong(ended) ? colours.red : ended.verdict === 'pass' ? colours.green : colours.yellow;
  const named = new Set(ended.findings.flatMap((finding) => finding.exchanges ?? []));
  const times = [
    duration(ended.tookMs),
    ...(ended.worldMs > 0 ? [`${duration(ended.worldMs)} of the world`] : []),
  ];
  return [
    `${colour(VERDICT_WORDS[ended.verdict])}  ${printable(ended.id)}  ${colours.dim(times.join(', '))}`,
    ...ended.exchanges.flatMap((exchange) => [
      ...exchangeText(exchange, named.has(exchange.number), columns - 1, look),
      ...body('>', exchange.request.body),
      ...body('<', exchange.response?.body ?? ''),
    ]),
    ...(ended.exchangesLeftOut > 0
      ? [colours.dim(`     … ${ended.exchangesLeftOut} left out in the middle`)]
      : []),
    ...ended.adapter.map(({ from, atMs, text }) =>
      colours.dim(`    ${from.padStart(7)}  ${`+${duration(atMs)}`.padStart(9)}  ${printable(text)}`),
    ),
  ].join('\n');

  function body(arrow: string, text: string): string[] {
    return text === ''
      ? []
      : text.split('\n').map((line) => colours.dim(`         ${arrow} ${printable(line)}`));
  }
}
