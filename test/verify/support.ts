/** A run of the suite with an adapter that is a program, as the command makes one. */
import { providers } from '../../src/understudy.ts';
import type { CaseEnded, RunEnded, RunEvent } from '../../src/verify/events.ts';
import { type Connected, lineSession } from '../../src/verify/session/line-session.ts';
import { processChannel } from '../../src/verify/session/process-channel.ts';
import { runSuite, type SuiteOptions } from '../../src/verify/suite-run.ts';

export interface Ran {
  readonly cases: readonly CaseEnded[];
  readonly ended: RunEnded;
  readonly events: readonly RunEvent[];
}

/** @param command as a shell reads it */
export function connect(command: string, helloMs = 20_000): Promise<Connected> {
  return lineSession({
    suite: 'understudy test',
    open: (events) => processChannel(command, events),
    restarts: true,
    helloMs,
  });
}

export async function runAdapterProgram(command: string, options: Partial<SuiteOptions> = {}): Promise<Ran> {
  const connected = await connect(command);
  if (!connected.ok) throw new Error(`${connected.message}\n${connected.lines.join('\n')}`);
  const events: RunEvent[] = [];
  const ended = await runSuite({
    providers,
    by: 'adapter',
    ...options,
    session: connected.session,
    onEvent: (event) => events.push(event),
  });
  await connected.session.close();
  return {
    cases: events.filter((event): event is CaseEnded => event.event === 'case'),
    ended,
    events,
  };
}
