import type { Answer } from './server.ts';

/** Another stand-in that can give prepared answers. Each is started with the least it can be told to do. */
export interface Peer {
  /** With its version. */
  readonly name: string;
  /** As a server's. */
  readonly slowToWarm?: number;
  /** Writes what it is to answer. */
  prepare(folder: string, answers: readonly Answer[]): void;
  /** What starts it, on what `prepare` wrote. */
  command(folder: string, port: number): readonly string[];
}
