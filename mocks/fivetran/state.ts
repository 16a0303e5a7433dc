/** What this provider keeps of a world: the connections that someone changed. All others follow from the plan. */
import {
  type ArrivedPipeline,
  advance,
  type Connection,
  type Course,
  movedWing,
  type PipelineSetupTest,
  type PipelinesWing,
  pipelinesOf,
  type Rhythm,
  rhythmOf,
  type Settings,
} from '../../fixtures/pipelines/index.ts';
import type { AnyExchange, Json, World } from '../../src/provider/index.ts';

/** Fields that are stored and shown, and nothing else. */
export interface Labels {
  readonly networkingMethod?: string;
  readonly privateLinkId?: string;
  readonly proxyAgentId?: string;
  readonly hybridDeploymentAgentId?: string;
  readonly schemaStatus?: 'ready' | 'blocked_on_capture';
  readonly virtualWarehouse?: string;
  readonly config?: Readonly<Record<string, Json>>;
}

/** A changed connection, as it stood at `course.at`. */
export interface Changed {
  readonly settings: Settings;
  readonly course: Course;
  readonly labels: Labels;
  readonly setupTests: readonly PipelineSetupTest[] | null;
}

export interface FivetranState {
  /** By the connection's key. */
  readonly changed: Record<string, Changed>;
  /** Connections that were set up since the world began, and keys of those that were deleted. */
  readonly arrived: ArrivedPipeline[];
  readonly vanished: string[];
}

export function createState(): FivetranState {
  return { changed: {}, arrived: [], vanished: [] };
}

/** The API key's owner. */
export interface Principal {
  readonly key: string;
}

export type FivetranWorld = World<FivetranState>;
export type FivetranExchange = AnyExchange<FivetranState, Principal>;

/** A connection as it stands at one instant. */
export interface Life extends Changed {
  readonly connection: Connection;
  readonly rhythm: Rhythm;
  /** Its data are late, whatever its times say. */
  readonly late?: boolean;
}

export function wingOf(world: Pick<FivetranWorld, 'seed' | 'bornAt' | 'wing' | 'state'>): PipelinesWing {
  const { arrived, vanished } = world.state;
  return movedWing(pipelinesOf(world.seed, world.bornAt, world.wing('pipelines')), arrived, vanished);
}

/** Brings a connection up to `now`: nothing happens between requests, it all follows from the last change. */
export function lifeOf(world: FivetranWorld, connection: Connection, now: number): Life {
  const { changed } = world.state;
  const { settings, course, labels, setupTests } = (Object.hasOwn(changed, connection.key)
    ? changed[connection.key]
    : undefined) ?? { settings: connection.settings, course: connection.start, labels: {}, setupTests: null };
  const rhythm = rhythmOf(connection, settings);
  return { connection, rhythm, settings, course: advance(course, rhythm, now), labels, setupTests };
}

export function keep(world: FivetranWorld, life: Life): void {
  const { connection, settings, course, labels, setupTests } = life;
  world.state.changed[connection.key] = { settings, course, labels, setupTests };
  world.recur('sync', connection.id);
}
