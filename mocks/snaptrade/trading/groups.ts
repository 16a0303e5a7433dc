/** Orders that depend on each other: one cancels the other, one triggers others (ST-230, ST-C106). */
import { isFinal, type Order, type Step, statusOf } from './order.ts';

export interface Consequences {
  /** Orders that waited, and begin to work. */
  readonly work: readonly Order[];
  readonly cancel: readonly Order[];
}

const NONE: Consequences = { work: [], cancel: [] };

/**
 * What one step of an order means for the others of its group.
 *
 * @param others those that are still open
 */
export function consequencesOf(order: Order, taken: Step, others: readonly Order[]): Consequences {
  switch (order.group?.role) {
    case 'TRIGGER': {
      const waiting = others.filter((other) => statusOf(other) === 'CONTINGENT_ORDER');
      if (taken.status === 'EXECUTED') return { work: waiting, cancel: [] };
      return isFinal(taken.status) ? { work: [], cancel: waiting } : NONE;
    }
    case 'PEER':
      return endsPeers(taken)
        ? { work: [], cancel: others.filter((other) => other.group?.role === 'PEER') }
        : NONE;
    default:
      return NONE;
  }
}

/** The other peer goes as soon as anything of this one is filled, and when the user or the brokerage ends this one. */
function endsPeers({ status, units }: Step): boolean {
  return units !== undefined || status === 'CANCELED' || status === 'REJECTED';
}
