/** Requests as the armory sees them, without HTTP. */
import type { Socket } from 'node:net';
import { rootSeed } from '../../fixtures/ledger/seed.ts';
import { armed } from '../../src/faults/arming.ts';
import { Armory, type Occasion } from '../../src/faults/armory.ts';
import type { ArmedFault, FaultOrder } from '../../src/faults/order.ts';

/** When the worlds of these tests begin. */
export const BIRTH = Date.UTC(2026, 2, 15, 22);

export class Range {
  /** What a world's document would hold. */
  readonly record: Record<string, ArmedFault>;
  readonly armory: Armory;
  #order = 0;

  constructor(record: Record<string, ArmedFault> = {}) {
    this.record = record;
    this.armory = new Armory(record, rootSeed(7));
  }

  arm(order: FaultOrder, now = BIRTH): ArmedFault {
    this.#order += 1;
    const fault = armed(order, order.id ?? `f${this.#order}`, this.#order, now);
    this.armory.add(fault);
    return fault;
  }

  /** Ids of the faults that happen to a request. */
  meet(occasion: Partial<Occasion> = {}): string[] {
    return [...this.armory.draw(request(occasion))].map(({ fault }) => fault.id);
  }
}

export function request(own: Partial<Occasion> = {}): Occasion {
  return {
    provider: 'toy',
    operation: 'listNotes',
    now: BIRTH,
    identity: 'GET /v1/notes',
    socket: undefined,
    isFirstOnSocket: false,
    concerns: { connections: [], accounts: [], credentials: [] },
    valuesOf: () => [],
    names: () => [],
    applies: () => true,
    ...own,
  };
}

/** Something to tell connections apart by; the armory does nothing else with them. */
export function socket(): Socket {
  return {} as Socket;
}
