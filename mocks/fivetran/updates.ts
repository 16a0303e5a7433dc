/** Changing a connection: pausing and unpausing it, its schedule, and the labels it carries. */
import {
  pause,
  resync,
  rhythmOf,
  type Settings,
  setupTestsOf,
  unpause,
} from '../../fixtures/pipelines/index.ts';
import { isProblem, ok } from '../../src/provider/index.ts';
import { connectionAt } from './connections.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { throttleSetupTests } from './limits.ts';
import { seeming } from './seeming.ts';
import { type FivetranWorld, keep, type Life, lifeOf } from './state.ts';
import { reading } from './switches.ts';
import { tellOfDeed } from './webhooks.ts';
import { connectionBody } from './wire/connection.ts';
import { successWith } from './wire/envelope.ts';
import { type Changes, changesIn, emptyUpdate } from './wire/update.ts';

const DAILY = 1440;

export const updates: Serves<'updateConnection'> = {
  updateConnection: (x) => {
    const found = connectionAt(x.world, x.path.connectionId);
    if (isProblem(found)) return found;
    const { wing, connection } = found;
    const complaint = emptyUpdate(x.body);
    if (complaint !== undefined) return refusals.invalidInput(complaint);
    // Connectors that only the dashboard can configure can still be read and started (FT-68).
    if (!connection.configurable) {
      return refusals.invalidInput(`Unsupported connector service '${connection.service}'`);
    }
    const changes = changesIn(x.body);
    const runsTests = changes.runSetupTests ?? reading(x.world, 'setupTestsOnUpdate') === 'run';
    const limited = runsTests ? throttleSetupTests(x) : undefined;
    if (limited !== undefined) return limited;

    const before = lifeOf(x.world, connection, x.now);
    const after = changed(x.world, before, changes);
    const life = runsTests ? { ...after, setupTests: setupTestsOf(connection) } : after;
    tellOfUpdate(x.world, before, changes);
    keep(x.world, life);
    return ok(successWith('Connection has been updated', connectionBody(wing, seeming(x.world, life))));
  },
};

/** Pausing what is paused changes nothing; whatever else an update may hold is an edit (FT-C61). */
function tellOfUpdate(world: FivetranWorld, { connection, course }: Life, changes: Changes): void {
  const { paused, historical, settings, labels } = changes;
  if (paused !== undefined && paused !== course.paused) {
    tellOfDeed(world, connection, paused ? 'pause_connector' : 'resume_connector');
  }
  if (historical === true || Object.keys({ ...settings, ...labels }).length > 0) {
    tellOfDeed(world, connection, 'edit_connector');
  }
}

/** Settings first, so that what starts now runs by the new ones. */
function changed(world: FivetranWorld, life: Life, changes: Changes): Life {
  const settings = settingsAfter(world, life.settings, changes.settings);
  const rhythm = rhythmOf(life.connection, settings);
  let { course } = life;
  if (changes.paused !== undefined) course = changes.paused ? pause(course) : unpause(course, rhythm);
  if (changes.historical === true) course = resync(course, rhythm);
  const config = changes.labels.config && { config: { ...life.labels.config, ...changes.labels.config } };
  return { ...life, settings, rhythm, course, labels: { ...life.labels, ...changes.labels, ...config } };
}

/** A time of day belongs to a daily frequency: without one it is ignored, and it goes when that goes (FT-43, FT-C18). */
function settingsAfter(world: FivetranWorld, before: Settings, given: Partial<Settings>): Settings {
  const after = { ...before, ...given };
  return {
    ...after,
    dailyHour: after.everyMinutes === DAILY ? after.dailyHour : null,
    delayThreshold: reading(world, 'delayThreshold') === 'zero' ? 0 : after.delayThreshold,
  };
}
