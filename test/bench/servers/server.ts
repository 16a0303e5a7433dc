import type { Running } from '../machine.ts';

/** A server that gives the answers, in a process of its own. */
export interface Server {
  /** As tables name it, with its version: `Prism 5.14.2`. */
  readonly name: string;
  readonly port: number;
  readonly running: Running;
  /** How many times as long as ours it is warmed up. */
  readonly slowToWarm?: number;
}

/** What a server is to answer, whatever is asked for beside the path. */
export interface Answer {
  /** Without query. */
  readonly path: string;
  /** JSON. */
  readonly text: string;
}
