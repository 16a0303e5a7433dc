/** Orders that were checked and may be placed for five minutes, once (ST-205, ST-C117). */
import { type Instant, sub, uuid } from '../../../fixtures/ledger/index.ts';
import { LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { Draft } from './order.ts';

export const CHECK_MS = 300_000;

/** Checks kept at a time; the oldest gives way. */
const MOST_CHECKS = 1_000;

export interface Check {
  readonly userId: string;
  readonly accountId: string;
  readonly draft: Draft;
  readonly expiresAt: Instant;
}

export function keepCheck(world: SnapTradeWorld, check: Omit<Check, 'expiresAt'>): string {
  const { checks } = world.state;
  const now = world.now();
  for (const [id, { expiresAt }] of Object.entries(checks)) if (expiresAt <= now) delete checks[id];
  const [oldest] = Object.keys(checks);
  if (oldest !== undefined && Object.keys(checks).length >= MOST_CHECKS) delete checks[oldest];
  const id = uuid(sub(world.seed, LENS, 'checked-trade', world.serial('checked-trade')));
  checks[id] = { ...check, expiresAt: now + CHECK_MS };
  return id;
}

/** Takes a check out: it places one order. Undefined: there is none of that id, or it ran out, or it was used. */
export function takeCheck(world: SnapTradeWorld, userId: string, id: string): Check | undefined {
  const { checks } = world.state;
  const key = id.toLowerCase();
  const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
  if (check === undefined || check.userId !== userId || check.expiresAt <= world.now()) return undefined;
  delete checks[key];
  return check;
}
