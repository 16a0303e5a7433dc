/** How Fivetran plays the faults of the catalogue. */
import type { ProviderFaults } from '../../../src/provider/index.ts';
import type { operations } from '../generated/types.ts';
import { type FivetranState, type Principal, wingOf } from '../state.ts';
import { answers } from './answers.ts';
import { concerns } from './concerns.ts';
import { lists, pages } from './lists.ts';
import { movement } from './movement.ts';
import { states } from './states.ts';
import { syncs } from './syncs.ts';

export const faults: ProviderFaults<operations, FivetranState, Principal> = {
  concerns,
  connections: (world) => wingOf(world).connections.map(({ key }) => key),
  lists,
  plays: { ...answers, ...states, ...syncs, ...pages, ...movement },
};
