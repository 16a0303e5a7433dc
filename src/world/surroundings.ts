import type { JournalRecord } from '../journal/record.ts';
import type { Provider } from '../provider/define.ts';
import type { Courier } from '../webhooks/courier.ts';
import type { HostClock } from './clock.ts';
import type { LiveWorld } from './live-world.ts';

/** What a world shares with the others of its process. */
export interface Surroundings {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly host: HostClock;
  /** Told of bugs that no request is there to answer for. */
  readonly onBug: (error: unknown, where: string) => void;
  /** Carries webhooks out. */
  readonly courier: Courier;
  /** Told of every request and delivery of every world, to count them. */
  readonly onEntry?: (record: JournalRecord) => void;
  /** Told of a world that begins to hold what it could also work out again. */
  readonly onWarm?: (world: LiveWorld) => void;
}
