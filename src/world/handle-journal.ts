/** A world's journal as library users hold it. */

import type { EntryFor, JournalFilter } from '../journal/filter.ts';
import { type Har, harOf } from '../journal/har.ts';
import type { JournalStats } from '../journal/journal.ts';
import type { Listener } from '../journal/watchers.ts';
import { version } from '../version.ts';
import { parseDuration } from './duration.ts';
import type { LiveWorld } from './live-world.ts';

export type HandleJournal = ReturnType<typeof journalOfHandle>;

export function journalOfHandle(world: LiveWorld) {
  return {
    /**
     * What arrived and what was answered, and the webhooks that were sent: the last ones, oldest first, without
     * secrets.
     *
     * @example world.journal.entries({ operation: 'listTrades', status: 429 })
     */
    entries: <const Filter extends JournalFilter>(filter?: Filter): EntryFor<Filter>[] =>
      world.journal.entries(filter),
    /**
     * Resolves as soon as `count` entries match, those that are there already included; or with what there is when the
     * time is over, or the world is reset or dropped.
     *
     * @param timeout on the machine's clock, `'5s'` or milliseconds; default 10 s, at most 10 minutes
     * @example await world.journal.wait({ operation: 'syncConnection' }, 1, '5s')
     */
    wait: async <const Filter extends JournalFilter>(
      filter: Filter,
      count?: number,
      timeout: string | number = '10s',
    ): Promise<EntryFor<Filter>[]> => world.journal.wait(filter, count, parseDuration(timeout)),
    /** Tells every entry as it is written, until the function this gives is called. */
    subscribe: (listener: Listener, filter?: JournalFilter): (() => void) =>
      world.journal.subscribe(listener, filter === undefined ? {} : { filter }),
    /** HAR 1.2, as browsers' network panels and proxies read it. */
    har: (filter?: JournalFilter): Har => harOf(world.journal.entries(filter), version),
    stats: (): JournalStats => world.journal.stats(),
    /** Forgets all entries; numbers go on. */
    clear: (): void => world.journal.clear(),
  };
}
