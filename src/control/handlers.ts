/** The table of the control API: every operation of its contract, and who answers. */
import { catalogue } from './catalogue.ts';
import { clock } from './clock.ts';
import type { ControlHandlers } from './exchange.ts';
import { faults } from './faults.ts';
import { health } from './health.ts';
import { journal } from './journal.ts';
import { metrics } from './metrics.ts';
import { scenario } from './scenario.ts';
import { state } from './state.ts';
import { webhooks } from './webhooks.ts';
import { worlds } from './worlds.ts';

export const handlers: ControlHandlers = {
  ...health,
  ...metrics,
  ...catalogue,
  ...worlds,
  ...faults,
  ...clock,
  ...state,
  ...scenario,
  ...journal,
  ...webhooks,
};
