/** From a checked form to an order: what the brokerage looks at before it takes one (ST-220, ST-221). */
import { Decimal } from '../../../fixtures/ledger/index.ts';
import type { Problem } from '../../../src/provider/index.ts';
import { refusals } from '../errors.ts';
import type { SnapTradeWorld } from '../state.ts';
import { reading } from '../switches.ts';
import { hasRoomFor } from './book.ts';
import { deskOf } from './desks.ts';
import { isOpenAt } from './hours.ts';
import { submit } from './machine.ts';
import type { Draft, Order } from './order.ts';

/** @param wait whether the caller waits for the brokerage's answer */
export function place(world: SnapTradeWorld, draft: Draft, wait = true): Order | Problem {
  const refused = refusedAtOnce(world, draft, 1);
  if (refused !== undefined) return refused;
  const lack = lackOf(world, draft);
  if (lack === undefined) return submit(world, draft, { wait });
  if (reading(world, 'unfundedOrders') === 'rejected') return submit(world, draft, { rejected: true });
  return refusals.invalid(`The order could not be placed: ${lack}.`);
}

/** What does not depend on the account's money. @param count how many orders come at once */
export function refusedAtOnce(world: SnapTradeWorld, draft: Draft, count: number): Problem | undefined {
  if (!hasRoomFor(world, draft.account, count) || world.roomForRows < count * draft.legs.length) {
    return refusals.invalid('The order could not be placed: the account has too many orders.');
  }
  const session = deskOf(draft).session(world, draft, world.now());
  const isRefused = draft.kind === 'Market' && reading(world, 'closedMarket') === 'refused';
  return isRefused && !isOpenAt(session, world.now()) ? refusals.marketClosed() : undefined;
}

/** What the account lacks for an order, at the price it will have at worst or else has now. */
export function lackOf(world: SnapTradeWorld, draft: Draft | Order): string | undefined {
  const { price, units } = estimateOf(world, draft);
  return deskOf(draft).lacks(world, draft, units, price);
}

export function estimateOf(
  world: SnapTradeWorld,
  draft: Draft,
): { readonly price: Decimal; readonly units: Decimal } {
  const desk = deskOf(draft);
  const price = new Decimal(draft.limit ?? draft.stop ?? desk.market(world, draft, world.now()).price);
  const units =
    draft.units === null
      ? new Decimal(draft.notional ?? 0).div(price).toDecimalPlaces(desk.decimals, Decimal.ROUND_DOWN)
      : new Decimal(draft.units);
  return { price, units };
}
