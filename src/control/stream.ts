/**
 * The journal as server-sent events. The journal is the queue: a stream remembers only how far it got, so a reader that
 * is slow, or stands still, costs no memory. When it takes more, it is told what it missed and goes on.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JournalFilter } from '../journal/filter.ts';
import type { Journal } from '../journal/journal.ts';
import type { Stream } from './exchange.ts';
import { shownEntry } from './journal.ts';
import { unlessOutOfRange } from './lookup.ts';
import { conflict, isRefusal } from './refusal.ts';

/** Proxies and browsers give up a connection on which nothing comes. */
const KEEP_ALIVE_MS = 15_000;
/** How long a reader is to wait before it comes back. */
const RETRY_MS = 1_000;
/** Entries written in one go, between two looks at whether the reader still takes them. */
const PORTION = 50;

/** @param from number of the last entry that is known already */
export function streamOf(
  journal: Journal,
  filter: JournalFilter,
  from: number,
  req: IncomingMessage,
): Stream {
  return {
    kind: 'stream',
    open: (res) => {
      const pump = new Pump(journal, filter, from, res);
      const listening =
        req.method === 'HEAD'
          ? () => {}
          : unlessOutOfRange(
              () => pump.listen(),
              (message) => conflict(message),
            );
      if (isRefusal(listening)) return listening;
      res.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
      if (req.method === 'HEAD') res.end();
      else pump.start(listening);
      return undefined;
    },
  };
}

class Pump {
  readonly #journal: Journal;
  readonly #filter: JournalFilter;
  readonly #res: ServerResponse;
  #reached: number;
  #era: number;
  #writing = false;

  constructor(journal: Journal, filter: JournalFilter, from: number, res: ServerResponse) {
    this.#journal = journal;
    this.#filter = filter;
    this.#reached = from;
    this.#era = journal.era;
    this.#res = res;
  }

  /**
   * @returns stops listening
   * @throws RangeError if too many listen already
   */
  listen(): () => void {
    return this.#journal.subscribe(() => this.#pump(), {
      filter: this.#filter,
      ended: () => this.#res.end('event: end\ndata: {}\n\n'),
    });
  }

  start(stop: () => void): void {
    const res = this.#res;
    const alive = setInterval(() => {
      if (!res.writableNeedDrain) res.write(': alive\n\n');
    }, KEEP_ALIVE_MS);
    alive.unref();
    res.on('drain', () => this.#pump());
    res.once('close', () => {
      clearInterval(alive);
      stop();
    });
    res.write(`retry: ${RETRY_MS}\n\n`);
    this.#pump();
  }

  /** Writes what there is for as long as the reader takes it. */
  #pump(): void {
    const res = this.#res;
    if (this.#writing) return;
    this.#writing = true;
    try {
      while (!res.writableNeedDrain && !res.writableEnded && !res.destroyed) {
        if (this.#portion() < PORTION) return;
      }
    } finally {
      this.#writing = false;
    }
  }

  #portion(): number {
    const journal = this.#journal;
    if (journal.era !== this.#era) {
      // The world began anew, and so did its numbers.
      this.#era = journal.era;
      this.#reached = 0;
    }
    const { last, entries } = journal.stats();
    const oldest = last - entries + 1;
    if (this.#reached < oldest - 1) {
      this.#res.write(
        `event: missed\ndata: ${JSON.stringify({ from: this.#reached + 1, to: oldest - 1 })}\n\n`,
      );
      this.#reached = oldest - 1;
    }
    const found = journal.entries({ ...this.#filter, since: this.#reached, limit: PORTION });
    for (const entry of found) {
      this.#res.write(`id: ${entry.number}\nevent: entry\ndata: ${JSON.stringify(shownEntry(entry))}\n\n`);
      this.#reached = entry.number;
    }
    return found.length;
  }
}
