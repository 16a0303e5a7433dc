/** Faults by an instant of theirs, the soonest at hand: the clock asks for those it has passed, and looks at no other. */
import type { ArmedFault } from './order.ts';

interface Dated {
  readonly at: number;
  readonly fault: ArmedFault;
}

export class Instants {
  /** The soonest last; of one instant, the first armed. */
  #dated: Dated[] = [];

  put(at: number, fault: ArmedFault): void {
    this.#dated.splice(this.#placeOf(at, fault), 0, { at, fault });
  }

  /** False: it was not there. */
  take(at: number, fault: ArmedFault): boolean {
    let place = this.#placeOf(at, fault);
    // In a snapshot that was tampered with two may have one place in the order.
    if (this.#dated[place]?.fault !== fault) place = this.#dated.findIndex((one) => one.fault === fault);
    if (place === -1) return false;
    this.#dated.splice(place, 1);
    return true;
  }

  /** The next whose instant has come, taken out. */
  due(now: number): ArmedFault | undefined {
    const next = this.#dated.at(-1);
    if (next === undefined || next.at > now) return undefined;
    this.#dated.pop();
    return next.fault;
  }

  clear(): void {
    this.#dated = [];
  }

  #placeOf(at: number, { order }: ArmedFault): number {
    let from = 0;
    let to = this.#dated.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const there = this.#dated[middle] as Dated;
      if (there.at > at || (there.at === at && there.fault.order > order)) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
