/** What may be shown of a case: exchanges as the journal masks them, and which texts are secrets at all. */
import type { RequestEntry } from '../journal/entry.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { ShownExchange } from './events.ts';
import type { Recorded } from './recorder.ts';

/** Shorter ones would be found everywhere. */
const SHORTEST_SECRET = 8;

export function secretsOf(shown: Readonly<Record<string, string>>, open: readonly string[]): string[] {
  return Object.entries(shown)
    .filter(([name, value]) => !open.includes(name) && value.length >= SHORTEST_SECRET)
    .map(([, value]) => value);
}

/** Masked by the journal, which has them too. */
export function shownExchanges(
  exchanges: readonly Recorded[],
  world: LiveWorld,
  begunAt: number,
): ShownExchange[] {
  const entries = new Map(world.journal.entries({ kind: 'request' }).map((entry) => [entry.number, entry]));
  return exchanges.flatMap(({ number, entry }) => {
    const shown = entries.get(entry);
    return shown === undefined ? [] : [shownExchange(number, shown, begunAt)];
  });
}

function shownExchange(number: number, entry: RequestEntry, begunAt: number): ShownExchange {
  const { method, target, operation, status, outcome, faults, request, response } = entry;
  return {
    number,
    atMs: entry.at - begunAt,
    tookMs: entry.tookMs,
    method,
    target,
    ...(operation !== undefined && { operation }),
    ...(status !== undefined && { status }),
    outcome,
    faults: faults.map(({ fault }) => fault),
    request: { headers: request.headers, body: request.body },
    ...(response !== undefined && { response: { headers: response.headers, body: response.body } }),
  };
}
