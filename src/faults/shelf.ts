/**
 * The faults that requests of one operation may meet, found by whom they are aimed at: a thousand faults aimed at a
 * thousand accounts cost a request about one of them no more than one.
 */
import type { Concerns } from '../provider/faults.ts';
import { pretends } from './aim.ts';
import { catalogue } from './generated/catalogue.ts';
import type { ArmedFault } from './order.ts';

/** What a fault is looked up by: the narrowest of its aims. */
const AIMS = [
  ['account', 'accounts'],
  ['connection', 'connections'],
  ['credential', 'credentials'],
] as const;
type Aim = (typeof AIMS)[number][0];

export class Shelf {
  /** Aimed at no one in particular. */
  #anyone: ArmedFault[] = [];
  readonly #byKey: Readonly<Record<Aim, Map<string, ArmedFault[]>>> = {
    account: new Map(),
    connection: new Map(),
    credential: new Map(),
  };
  /** Of those looked up by a key: such as also reach requests that name no one. */
  readonly #seeming: Record<Aim, ArmedFault[]> = { account: [], connection: [], credential: [] };
  #keyed = 0;

  get isEmpty(): boolean {
    return this.#keyed === 0 && this.#anyone.length === 0;
  }

  /** Faults are put here in the order of arming. */
  put(fault: ArmedFault): void {
    const aim = aimOf(fault);
    if (aim === undefined) {
      this.#anyone.push(fault);
      return;
    }
    const key = String(fault.given[aim]);
    const list = this.#byKey[aim].get(key);
    if (list === undefined) this.#byKey[aim].set(key, [fault]);
    else list.push(fault);
    if (seems(fault)) this.#seeming[aim].push(fault);
    this.#keyed += 1;
  }

  /** Lists are replaced, not changed: a request may be reading one. */
  take(fault: ArmedFault): void {
    const aim = aimOf(fault);
    if (aim === undefined) {
      this.#anyone = without(this.#anyone, fault);
      return;
    }
    const key = String(fault.given[aim]);
    const before = this.#byKey[aim].get(key) ?? [];
    const after = without(before, fault);
    if (after.length === 0) this.#byKey[aim].delete(key);
    else this.#byKey[aim].set(key, after);
    if (seems(fault)) this.#seeming[aim] = without(this.#seeming[aim], fault);
    this.#keyed -= before.length - after.length;
  }

  /**
   * In the order of arming. Whether each is aimed at the request is still to be seen: only one of its aims was
   * looked at.
   *
   * @param concerns asked for only if some fault is aimed at someone
   */
  candidates(concerns: () => Concerns): readonly ArmedFault[] {
    if (this.#keyed === 0) return this.#anyone;
    const touched = concerns();
    const lists = [this.#anyone];
    for (const [aim, plural] of AIMS) {
      const keys = touched[plural];
      if (keys.length === 0) lists.push(this.#seeming[aim]);
      for (const key of new Set(keys)) lists.push(this.#byKey[aim].get(key) ?? []);
    }
    const some = lists.filter((list) => list.length > 0);
    return some.length === 1 ? (some[0] ?? []) : some.flat().sort((a, b) => a.order - b.order);
  }
}

function aimOf({ given }: ArmedFault): Aim | undefined {
  return AIMS.find(([name]) => given[name] !== undefined)?.[0];
}

function seems({ given }: ArmedFault): boolean {
  const family = catalogue[given.fault]?.family;
  return family !== undefined && pretends(family);
}

function without(list: readonly ArmedFault[], fault: ArmedFault): ArmedFault[] {
  return list.filter((other) => other !== fault);
}
