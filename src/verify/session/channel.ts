/** Lines to and from an adapter, whatever carries them. */

export interface ChannelEvents {
  /** A whole line of the adapter's, without its end. */
  onLine(line: string): void;
  /** A line it wrote elsewhere (a process' stderr). */
  onAside(line: string): void;
  /** It is over; nothing more comes. */
  onEnd(why: string): void;
}

export interface Channel {
  send(line: string): void;
  /** Ends it, and gives the adapter no time. */
  kill(): void;
  /** Resolves once it is over; kills it if that takes too long. */
  close(): Promise<void>;
}

export type OpenChannel = (events: ChannelEvents) => Channel;

/** The longest line an adapter may send. */
export const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * Cuts bytes into lines. A line that is too long is told once and skipped to its end.
 *
 * @param onTooLong told instead of `onLine`
 */
export class LineCutter {
  #parts: Buffer[] = [];
  #bytes = 0;
  #skipping = false;
  readonly #onLine: (line: string) => void;
  readonly #onTooLong: () => void;

  constructor(onLine: (line: string) => void, onTooLong: () => void) {
    this.#onLine = onLine;
    this.#onTooLong = onTooLong;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(10, from);
      if (end === -1) {
        this.#keep(chunk.subarray(from));
        return;
      }
      this.#keep(chunk.subarray(from, end));
      this.#finish();
      from = end + 1;
    }
  }

  /** What stands behind the last line's end counts as a line too. */
  end(): void {
    if (this.#bytes > 0) this.#finish();
  }

  #keep(part: Buffer): void {
    if (this.#skipping || part.length === 0) return;
    this.#bytes += part.length;
    if (this.#bytes > LONGEST_LINE) {
      this.#parts = [];
      this.#skipping = true;
      this.#onTooLong();
    } else this.#parts.push(part);
  }

  #finish(): void {
    const line = this.#skipping ? undefined : Buffer.concat(this.#parts).toString('utf8').replace(/\r$/, '');
    this.#parts = [];
    this.#bytes = 0;
    this.#skipping = false;
    if (line !== undefined && line !== '') this.#onLine(line);
  }
}
