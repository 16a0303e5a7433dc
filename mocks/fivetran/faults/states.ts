/** Connections that seem to stand otherwise, in the states of this API. */
import type { Given, Play } from '../../../src/provider/index.ts';
import { notes } from '../seeming.ts';
import { type FivetranExchange, type FivetranState, type Life, lifeOf, type Principal } from '../state.ts';
import { meant, READS, SYNCS, UPDATES } from './concerns.ts';

/** Operations that show connections. */
const SHOWS = ['listConnections', ...READS, ...UPDATES];

const isSetUp = ({ course }: Life): boolean => course.setup !== 'incomplete';
/** One that is paused, or was never set up, neither syncs nor waits. */
const canRun = (life: Life): boolean => isSetUp(life) && !life.course.paused;

export const states: Readonly<Record<string, Play<FivetranState, Principal>>> = {
  'pipeline-broken': seeming(notes.broken, SHOWS, isSetUp),
  'pipeline-incomplete': seeming(notes.incomplete, [...SHOWS, ...SYNCS], () => true),
  'pipeline-rescheduled': seeming(notes.rescheduled, SHOWS, canRun),
  // Without a schedule nothing is ever late (FT-C15).
  'pipeline-delayed': seeming(
    notes.delayed,
    SHOWS,
    (life) => canRun(life) && life.settings.schedule === 'auto',
  ),
  'still-syncing': seeming(notes.syncing, [...SHOWS, ...SYNCS], canRun),
};

/** @param canBe whether a connection as it really stands could come into that state */
function seeming(
  name: (key: string) => string,
  on: readonly string[],
  canBe: (life: Life) => boolean,
): Play<FivetranState, Principal> {
  const keys = (x: FivetranExchange, given: Given): string[] =>
    meant(x, given)
      .filter((connection) => canBe(lifeOf(x.world, connection, x.now)))
      .map(({ key }) => key);
  return {
    on,
    when: (x, given) => keys(x, given).length > 0,
    play: (x, given) => ({ notes: Object.fromEntries(keys(x, given).map((key) => [name(key), true])) }),
  };
}
