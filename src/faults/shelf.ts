/**
 * Faults found by what they ask of a request. Their conditions are steps of a tree: only branches whose condition holds
 * are gone into, so a thousand faults that ask something else cost a request no more than one.
 */
import type { Aimed } from './aim.ts';
import { type Condition, conditionsOf, type MemberCondition, needsValue, type Party } from './conditions.ts';
import { Members } from './members.ts';
import type { ArmedFault } from './order.ts';
import type { Queue } from './queue.ts';

/** A fault, or several that are counted together. */
export type Laid = ArmedFault | Queue;

/** Names of parameters that are looked up one by one; with more, it is asked which ones were sent. */
const FEW_NAMES = 8;

export class Shelf {
  /** Those that ask nothing more, in the order of arming. */
  readonly #here: Laid[] = [];
  /** The others, by what they ask next. Most shelves have one of the three. */
  #parties: Map<string, Branches> | undefined;
  /** By name of a parameter: predicates that hold for no parameter that is not there. */
  #sent: Map<string, Members<Shelf>> | undefined;
  /** By name of a parameter: predicates that may also hold where it is not there. */
  #absent: Map<string, Members<Shelf>> | undefined;

  get isEmpty(): boolean {
    return (
      this.#here.length + (this.#parties?.size ?? 0) + (this.#sent?.size ?? 0) + (this.#absent?.size ?? 0) ===
      0
    );
  }

  put(fault: Laid): void {
    this.#put(fault, conditionsOf(fault), 0);
  }

  take(fault: Laid): void {
    this.#take(fault, conditionsOf(fault), 0);
  }

  #put(fault: Laid, conditions: readonly Condition[], step: number): void {
    const condition = conditions[step];
    if (condition === undefined) {
      this.#here.splice(placeOf(this.#here, fault), 0, fault);
      return;
    }
    let below = this.#below(condition);
    if (below === undefined) {
      below = new Shelf();
      this.#add(condition, below);
    }
    below.#put(fault, conditions, step + 1);
  }

  /** What is left empty goes too. */
  #take(fault: Laid, conditions: readonly Condition[], step: number): void {
    const condition = conditions[step];
    if (condition === undefined) {
      const place = placeOf(this.#here, fault);
      // In a snapshot that was tampered with two may have one place in the order.
      const at = this.#here[place] === fault ? place : this.#here.indexOf(fault);
      if (at >= 0) this.#here.splice(at, 1);
      return;
    }
    const below = this.#below(condition);
    if (below === undefined) return;
    below.#take(fault, conditions, step + 1);
    if (below.isEmpty) this.#remove(condition);
  }

  #below(condition: Condition): Shelf | undefined {
    if (condition.of === 'member')
      return this.#members(condition)?.get(condition.name)?.get(condition.wanted);
    return this.#parties?.get(nameOf(condition.of, condition.seems))?.shelves.get(condition.key);
  }

  #add(condition: Condition, below: Shelf): void {
    if (condition.of !== 'member') {
      const { of, key, seems } = condition;
      this.#parties ??= new Map();
      const branches = this.#parties.get(nameOf(of, seems));
      if (branches === undefined)
        this.#parties.set(nameOf(of, seems), { of, seems, shelves: new Map([[key, below]]) });
      else branches.shelves.set(key, below);
      return;
    }
    const { name, wanted } = condition;
    if (needsValue(wanted)) this.#sent ??= new Map();
    else this.#absent ??= new Map();
    const byName = this.#members(condition);
    let members = byName?.get(name);
    if (members === undefined) {
      members = new Members();
      byName?.set(name, members);
    }
    members.put(wanted, below);
  }

  #remove(condition: Condition): void {
    if (condition.of !== 'member') {
      const name = nameOf(condition.of, condition.seems);
      const branches = this.#parties?.get(name);
      branches?.shelves.delete(condition.key);
      if (branches?.shelves.size === 0) this.#parties?.delete(name);
      return;
    }
    const byName = this.#members(condition);
    const members = byName?.get(condition.name);
    members?.take(condition.wanted);
    if (members?.isEmpty === true) byName?.delete(condition.name);
  }

  #members({ wanted }: MemberCondition): Map<string, Members<Shelf>> | undefined {
    return needsValue(wanted) ? this.#sent : this.#absent;
  }

  /** Adds those that are aimed at a request to `found`: lists, each in the order of arming. */
  collect(request: Aimed, found: (readonly Laid[])[]): void {
    if (this.#here.length > 0) found.push(this.#here);
    if (this.#parties !== undefined) {
      for (const { of, seems, shelves } of this.#parties.values()) {
        const keys = request.concerns[of];
        if (keys.length === 0 && seems) for (const shelf of shelves.values()) shelf.collect(request, found);
        for (const key of distinct(keys)) shelves.get(key)?.collect(request, found);
      }
    }
    if (this.#sent !== undefined) {
      for (const name of this.#namesToTry(this.#sent, request))
        this.#collectBy(this.#sent, name, request, found);
    }
    if (this.#absent !== undefined) {
      for (const name of this.#absent.keys()) this.#collectBy(this.#absent, name, request, found);
    }
  }

  #namesToTry(sent: ReadonlyMap<string, unknown>, request: Aimed): Iterable<string> {
    if (sent.size <= FEW_NAMES) return sent.keys();
    const names = request.names();
    return names.length < sent.size ? distinct(names) : sent.keys();
  }

  #collectBy(
    byName: ReadonlyMap<string, Members<Shelf>>,
    name: string,
    request: Aimed,
    found: (readonly Laid[])[],
  ): void {
    const members = byName.get(name);
    if (members === undefined) return;
    for (const shelf of members.matching(request.valuesOf(name))) shelf.collect(request, found);
  }
}

/** Shelves by the key of an account, a connection or a credential. */
interface Branches {
  readonly of: Party;
  readonly seems: boolean;
  readonly shelves: Map<string, Shelf>;
}

function nameOf(of: Party, seems: boolean): string {
  return seems ? `${of}, or none` : of;
}

function distinct(keys: readonly string[]): Iterable<string> {
  return keys.length < 2 ? keys : new Set(keys);
}

/** Of a fault, or where it belongs. */
function placeOf(list: readonly Laid[], { order }: Laid): number {
  const last = list.at(-1);
  if (last === undefined || last.order < order) return list.length;
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((list[middle] as Laid).order < order) from = middle + 1;
    else to = middle;
  }
  return from;
}
