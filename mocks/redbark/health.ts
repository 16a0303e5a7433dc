import { type Handlers, ok } from '../../src/provider/index.ts';
import type { operations } from './generated/types.ts';
import type { Principal, RedbarkState } from './state.ts';

export const health: Pick<Handlers<operations, RedbarkState, Principal>, 'getHealth'> = {
  getHealth: () => ok({ status: 'ok' }),
};
