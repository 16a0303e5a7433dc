/** What the events of a run add up to: what every report is written from. */
import type { CaseEnded, RunEnded, RunEvent, RunStarted, Verdict } from '../events.ts';
import { VERDICTS } from '../events.ts';

export interface Run {
  /** Undefined: the stream began in the middle. */
  readonly started: RunStarted | undefined;
  /** In the order they ended. */
  readonly cases: readonly CaseEnded[];
  /** Begun and not ended, in the order they began. */
  readonly open: readonly string[];
  /** Undefined: it was broken off, or is still under way. */
  readonly ended: RunEnded | undefined;
}

/** The runs of a stream of events; a stream may hold several, one after the other. */
export function runsOf(events: Iterable<RunEvent>): Run[] {
  const runs: Gathering[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (event.event === 'run' || last === undefined || last.run().ended !== undefined) {
      runs.push(new Gathering());
    }
    runs.at(-1)?.on(event);
  }
  return runs.map((gathering) => gathering.run());
}

/** The other way round: events that make this run. */
export function eventsOf({ started, cases, open, ended }: Run): RunEvent[] {
  return [
    ...(started === undefined ? [] : [started]),
    ...open.map((id) => ({ event: 'case-started', id }) as const),
    ...cases,
    ...(ended === undefined ? [] : [ended]),
  ];
}

/** One run, as its events come. */
export class Gathering {
  #started: RunStarted | undefined;
  #ended: RunEnded | undefined;
  readonly #cases = new Map<string, CaseEnded>();
  readonly #open = new Set<string>();

  on(event: RunEvent): void {
    switch (event.event) {
      case 'run':
        this.#started = event;
        return;
      case 'case-started':
        this.#open.add(event.id);
        return;
      case 'case':
        this.#open.delete(event.id);
        this.#cases.set(event.id, event);
        return;
      case 'end':
        this.#ended = event;
    }
  }

  run(): Run {
    return {
      started: this.#started,
      cases: [...this.#cases.values()],
      open: [...this.#open],
      ended: this.#ended,
    };
  }
}

/** Verdicts that something has to be done about. */
const WRONG: ReadonlySet<Verdict> = new Set(['fail', 'unexpected-pass', 'flaky', 'error']);

export function isWrong({ verdict }: Pick<CaseEnded, 'verdict'>): boolean {
  return WRONG.has(verdict);
}

/**
 * Whether it counts against the client. Good manners count in a strict run only, and `info` never does; an
 * expectation that was wrong and a failure of the harness have no level.
 */
export function countsAgainst(
  ended: Pick<CaseEnded, 'verdict' | 'level'>,
  run: Pick<Run, 'started'>,
): boolean {
  if (!isWrong(ended)) return false;
  if (ended.verdict === 'unexpected-pass' || ended.verdict === 'error') return true;
  return ended.level === 'must' || (ended.level === 'should' && run.started?.strict === true);
}

export type Counts = Readonly<Record<Verdict, number>>;

export function countsOf(cases: readonly Pick<CaseEnded, 'verdict'>[]): Counts {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of cases) counts[verdict] += 1;
  return counts;
}

/** By a key, in the order the keys are first met. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** `trades` of `<provider>/trades/<name>`. */
export function themeOf({ id }: Pick<CaseEnded, 'id'>): string {
  return id.split('/')[1] ?? '';
}

/** How many may be expected to have been judged, and were not. */
export function missing({ started, cases }: Run): number {
  return Math.max(0, (started?.cases ?? 0) - cases.length);
}
