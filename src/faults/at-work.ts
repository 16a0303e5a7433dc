/** The faults that are at work on one request. */
import type { FaultAtWork } from '../journal/entry.ts';
import type { Pretence } from '../provider/faults.ts';
import type { Problem, Reply } from '../provider/reply.ts';
import type { ArmedFault } from './order.ts';
import { hasRoomFor, joined, type WirePlan, withoutBody } from './wire/plan.ts';

/** Another body for the answer, by one fault. */
export interface Reshaping {
  readonly fault: ArmedFault;
  reshape(body: unknown, status: number): unknown;
}

export class AtWork {
  answer: Problem | Reply | undefined;
  pretence: Pretence | undefined;
  readonly reshapings: Reshaping[] = [];
  /** What happens to the bytes, if the answer has a body. */
  wire: WirePlan = {};
  readonly #worked: ArmedFault[] = [];
  readonly #wires: { readonly fault: ArmedFault; readonly plan: WirePlan }[] = [];

  /** Ids of the faults that changed something, in the order of arming. Complete once the answer is sent. */
  get ids(): string[] {
    return [...this.#worked].sort((a, b) => a.order - b.order).map(({ id }) => id);
  }

  /** The same with their ids in the catalogue. */
  get faults(): FaultAtWork[] {
    return [...this.#worked]
      .sort((a, b) => a.order - b.order)
      .map(({ id, given }) => ({ id, fault: given.fault }));
  }

  /** The fault changed something. */
  note(fault: ArmedFault): void {
    this.#worked.push(fault);
  }

  pretend(more: Pretence): void {
    const { connections, now, notes } = this.pretence ?? {};
    // What an earlier fault pretends stays: of two that disagree the first one armed wins.
    this.pretence = {
      connections: { ...more.connections, ...connections },
      notes: { ...more.notes, ...notes },
      ...((now ?? more.now) !== undefined && { now: now ?? more.now }),
    } as Pretence;
  }

  hasRoomOnTheWire(part: keyof WirePlan): boolean {
    return hasRoomFor(part, this.wire);
  }

  send(fault: ArmedFault, plan: WirePlan): void {
    this.#wires.push({ fault, plan });
    this.wire = joined(this.wire, plan);
  }

  /** How the answer goes out, now that it is known; notes the faults that have a part in it. */
  deliveryOf(hasBody: boolean): WirePlan | undefined {
    let delivery: WirePlan | undefined;
    for (const { fault, plan } of this.#wires) {
      const possible = hasBody ? plan : withoutBody(plan);
      if (Object.keys(possible).length === 0) continue;
      this.note(fault);
      delivery = joined(delivery ?? {}, possible);
    }
    return delivery;
  }
}
