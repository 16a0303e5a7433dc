import { ok } from '../../src/provider/index.ts';
import type { Serves } from './handlers.ts';

export const health: Serves<'getHealth'> = {
  getHealth: () => ok({ status: 'ok' }),
};
