import type { RunEvent } from '../events.ts';

/** Something that is told all that happens in a run, and makes of it what it will. */
export interface Report {
  on(event: RunEvent): void;
  /** Nothing more comes. What has to be written is written when it resolves. */
  close(): Promise<void>;
}
