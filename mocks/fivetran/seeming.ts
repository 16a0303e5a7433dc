/**
 * Connections as faults make them seem to one request (faults/). Nothing of it is kept: what is kept is made from the
 * real ones.
 */
import {
  type Connection,
  type Course,
  type RunEnd,
  unfinishedTests,
} from '../../fixtures/pipelines/index.ts';
import { type FivetranWorld, type Life, lifeOf } from './state.ts';

/** Names of the notes; those about a connection carry its key, so that faults on several of them add up. */
export const notes = {
  broken: (key: string) => `broken:${key}`,
  incomplete: (key: string) => `incomplete:${key}`,
  rescheduled: (key: string) => `rescheduled:${key}`,
  delayed: (key: string) => `delayed:${key}`,
  syncing: (key: string) => `syncing:${key}`,
  /** How the sync ends that the request starts. */
  syncEnds: (key: string) => `sync-ends:${key}`,
  /** Most rows a page gives. */
  pageRows: 'page-rows',
} as const;

type Pretending = Pick<FivetranWorld, 'pretends'>;

export function seemingLifeOf(world: FivetranWorld, connection: Connection, now: number): Life {
  return seeming(world, lifeOf(world, connection, now));
}

export function seeming(world: Pretending, life: Life): Life {
  const { key } = life.connection;
  const pretends = (name: (key: string) => string): boolean => world.pretends(name(key)) !== undefined;
  let { course, setupTests } = life;
  if (pretends(notes.syncing)) course = firstSync(course);
  if (pretends(notes.incomplete)) {
    course = neverSetUp(course);
    setupTests = unfinished(life);
  }
  if (pretends(notes.broken)) course = justBroken(course);
  if (pretends(notes.rescheduled)) course = waiting(course, life.rhythm.quotaMs);
  return { ...life, course, setupTests, late: pretends(notes.delayed) };
}

export function decidedEnd(world: Pretending, key: string): RunEnd | undefined {
  return world.pretends(notes.syncEnds(key)) as RunEnd | undefined;
}

export function pageRows(world: Pretending): number | undefined {
  const rows = world.pretends(notes.pageRows);
  return typeof rows === 'number' ? rows : undefined;
}

/** The first sync has just begun, so nothing has succeeded or failed yet. */
function firstSync(course: Course): Course {
  const run = { startedAt: course.at, endsAt: course.at + 1, end: 'succeed', resumesAt: null } as const;
  return { ...course, run, historical: true, succeededAt: null, failedAt: null, waitsUntil: null };
}

function neverSetUp(course: Course): Course {
  const nothing = { run: null, waitsUntil: null, succeededAt: null, failedAt: null };
  return { ...course, ...nothing, setup: 'incomplete', historical: true };
}

/** Where results of setup tests are shown at all, they are those of a connection that never passed them. */
function unfinished({ connection, setupTests }: Life): Life['setupTests'] {
  const shown = setupTests ?? connection.setupTests;
  return shown === undefined ? null : unfinishedTests(0);
}

/** The last sync has failed this moment: a success after it would have mended the connection. */
function justBroken(course: Course): Course {
  return { ...course, run: null, waitsUntil: null, setup: 'broken', failedAt: course.at };
}

function waiting(course: Course, quotaMs: number): Course {
  return { ...course, run: null, waitsUntil: course.at + quotaMs };
}
