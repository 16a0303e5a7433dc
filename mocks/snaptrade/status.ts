import { ok } from '../../src/provider/index.ts';
import type { Serves } from './handlers.ts';
import { statusBody } from './wire/answers.ts';

export const status: Serves<'checkStatus'> = {
  checkStatus: (x) => ok(statusBody(x.world, x.now)),
};
