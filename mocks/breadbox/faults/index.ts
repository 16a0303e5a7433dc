/** How Breadbox plays the faults of the catalogue. */
import type { ProviderFaults } from '../../../src/provider/index.ts';
import type { operations } from '../generated/types.ts';
import type { BreadboxState, Principal } from '../state.ts';
import { answers } from './answers.ts';
import { concerns } from './concerns.ts';
import { lists } from './lists.ts';
import { movement } from './movement.ts';
import { pages } from './pages.ts';
import { states } from './states.ts';
import { syncs } from './syncs.ts';

export const faults: ProviderFaults<operations, BreadboxState, Principal> = {
  concerns,
  lists,
  plays: { ...answers, ...states, ...syncs, ...pages, ...movement },
};
