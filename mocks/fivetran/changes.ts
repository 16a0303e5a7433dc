/** What a test may set of this provider's own state. */
import { type Course, decide, pause, type RunEnd, setUp, unpause } from '../../fixtures/pipelines/index.ts';
import type { Change, Given } from '../../src/provider/index.ts';
import { type FivetranState, type FivetranWorld, keep, lifeOf, wingOf } from './state.ts';
import { tellOfDeed } from './webhooks.ts';

const SETUPS: readonly Course['setup'][] = ['connected', 'broken', 'incomplete'];

const ENDS: Readonly<Record<string, RunEnd>> = {
  succeeds: 'succeed',
  fails: 'fail',
  quota: 'quota',
  'never-ends': 'never',
  interrupted: 'interrupted',
};

export const changes: Readonly<Record<string, Change<FivetranState>>> = {
  pipeline: {
    says: 'How a pipeline stands, and how its next sync ends. What is left out stays. A sync that never ends is given up for `nextSync`.',
    parameters: {
      pipeline: 'key of a pipeline',
      setup: `${SETUPS.join(', ')}; broken has just failed, incomplete runs no syncs`,
      paused: 'true or false',
      nextSync: `${Object.keys(ENDS).join(', ')}; quota: the source allows no more calls for a while`,
    },
    apply(world, given) {
      const wrong = mistakeIn(given);
      if (wrong !== undefined) return wrong;
      const connection = wingOf(world).connections.find(({ key }) => key === given.pipeline);
      if (connection === undefined)
        return `pipeline must be the key of one; got ${shown(given.pipeline)}. There are: ${keysIn(world)}.`;
      const life = lifeOf(world, connection, world.now());
      const { setup, paused, nextSync } = given;
      let { course } = life;
      if (setup !== undefined) course = setUp(course, setup as Course['setup']);
      const next = ENDS[String(nextSync)];
      if (next !== undefined) course = decide(course, next);
      if (paused !== undefined && paused !== course.paused) {
        course = paused === true ? pause(course) : unpause(course, life.rhythm);
        tellOfDeed(world, connection, paused === true ? 'pause_connector' : 'resume_connector');
      }
      keep(world, { ...life, course });
      return undefined;
    },
  },
};

function mistakeIn({ setup, paused, nextSync }: Given): string | undefined {
  if (setup === undefined && paused === undefined && nextSync === undefined)
    return 'nothing is to change: give setup, paused or nextSync.';
  if (setup !== undefined && !SETUPS.some((each) => each === setup))
    return `setup must be one of ${SETUPS.join(', ')}; got ${shown(setup)}.`;
  if (paused !== undefined && typeof paused !== 'boolean')
    return `paused must be true or false; got ${shown(paused)}.`;
  if (nextSync !== undefined && !(typeof nextSync === 'string' && Object.hasOwn(ENDS, nextSync)))
    return `nextSync must be one of ${Object.keys(ENDS).join(', ')}; got ${shown(nextSync)}.`;
  return undefined;
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}

const MOST_SHOWN = 10;

function keysIn(world: FivetranWorld): string {
  const keys = wingOf(world).connections.map(({ key }) => key);
  const more = keys.length > MOST_SHOWN ? `, ... (${keys.length})` : '';
  return keys.length === 0 ? 'none' : keys.slice(0, MOST_SHOWN).join(', ') + more;
}
