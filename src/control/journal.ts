import type { JournalEntry } from '../journal/entry.ts';
import { harOf } from '../journal/har.ts';
import type { AnswerBody } from '../provider/contract.ts';
import { empty, ok } from '../provider/reply.ts';
import { parseDuration } from '../world/duration.ts';
import type { ControlHandlers } from './exchange.ts';
import type { components, operations } from './generated/types.ts';
import { instant, worldOf } from './lookup.ts';
import { conflict, isRefusal, unfit } from './refusal.ts';
import { streamOf } from './stream.ts';

type ShownEntry = components['schemas']['JournalEntry'];

/** The longest a request waits for entries. */
const LONGEST_WAIT_MS = 600_000;
const PAGE = 1000;

export const journal: Pick<
  ControlHandlers,
  'readJournal' | 'clearJournal' | 'awaitJournal' | 'streamJournal' | 'exportJournal'
> = {
  readJournal: ({ path, query: { limit = PAGE, ...filter } }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    // One more than wanted tells whether there is another page.
    const found = world.journal.entries({ ...filter, limit: limit + 1 });
    const page = found.slice(0, limit);
    return ok({
      entries: page.map(shownEntry),
      next: found.length > limit ? (page.at(-1)?.number ?? null) : null,
    });
  },

  clearJournal: ({ path }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    world.journal.clear();
    return empty(204);
  },

  awaitJournal: async ({ path, query: { count = 1, timeout = '30s', ...filter }, req }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const ms = parseDuration(timeout);
    if (ms > LONGEST_WAIT_MS) {
      return unfit([{ field: 'timeout', given: timeout, message: 'is too long; at most 10m are waited' }]);
    }
    const gone = new AbortController();
    req.socket.once('close', () => gone.abort());
    try {
      const entries = await world.journal.wait(filter, count, ms, gone.signal);
      return ok({ complete: entries.length >= count, entries: entries.map(shownEntry) });
    } catch (error) {
      if (error instanceof RangeError) return conflict(error.message);
      throw error;
    }
  },

  streamJournal: ({ path, query: { since, ...filter }, req }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    // What a reader that lost its connection sends when it comes back (HTML standard, server-sent events).
    const seen = Number(req.headers['last-event-id'] ?? Number.NaN);
    const from = Number.isSafeInteger(seen) && seen >= 0 ? seen : (since ?? world.journal.stats().last);
    return streamOf(world.journal, filter, from, req);
  },

  exportJournal: ({ path, query }, face) => {
    const world = worldOf(path.world, face);
    if (isRefusal(world)) return world;
    const archive = harOf(world.journal.entries(query), face.version);
    return ok(archive as unknown as AnswerBody<operations['exportJournal']>);
  },
};

/** An entry with its instants as the control API writes them. */
export function shownEntry({ kind, number, at, hostAt, ...entry }: JournalEntry): ShownEntry {
  // What is undefined in the library is left out of JSON.
  return { kind, number, at: instant(at), hostAt: instant(hostAt), ...entry } as ShownEntry;
}
