/** What a fault asks of a request, one condition after the other: those that leave the fewest requests come first. */
import type { Concerns } from '../provider/faults.ts';
import { pretends } from './aim.ts';
import { catalogue } from './generated/catalogue.ts';
import type { ArmedFault, Predicate } from './order.ts';

export type Party = keyof Concerns;

/** Whom a request has to be about, or come from. */
export interface PartyCondition {
  readonly of: Party;
  readonly key: string;
  /** It also holds for requests that name nobody (src/faults/aim.ts). */
  readonly seems: boolean;
}

/** What a parameter has to be. */
export interface MemberCondition {
  readonly of: 'member';
  readonly name: string;
  readonly wanted: Predicate;
}

export type Condition = PartyCondition | MemberCondition;

const PARTIES = [
  ['account', 'accounts'],
  ['connection', 'connections'],
  ['credential', 'credentials'],
] as const;

/** All of them have to hold. The same order for every fault, so that those that ask the same are found together. */
export function conditionsOf({ given }: Pick<ArmedFault, 'given'>): Condition[] {
  const family = catalogue[given.fault]?.family;
  const seeming = family !== undefined && pretends(family);
  const conditions: Condition[] = [];
  for (const [aim, of] of PARTIES) {
    const key = given[aim];
    if (key !== undefined) conditions.push({ of, key, seems: seeming && of !== 'credentials' });
  }
  const members: MemberCondition[] = [];
  for (const [name, wanted] of Object.entries(given.where ?? {})) {
    if (wanted !== undefined) members.push({ of: 'member', name, wanted });
  }
  members.sort((a, b) => KINDS.indexOf(kindOf(a.wanted)) - KINDS.indexOf(kindOf(b.wanted)) || byName(a, b));
  return [...conditions, ...members];
}

function byName(a: MemberCondition, b: MemberCondition): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

/** How predicates are looked up; the narrowest first. */
const KINDS = ['equal', 'contains', 'range', 'other'] as const;
export type Kind = (typeof KINDS)[number];

export function kindOf(wanted: Predicate): Kind {
  if (typeof wanted !== 'object') return 'equal';
  const { not, present, contains, atLeast, atMost } = wanted;
  const isRange = atLeast !== undefined || atMost !== undefined;
  // What a text contains is looked up only where nothing else is asked of it, and so are ranges.
  if (not !== undefined || present !== undefined || (contains !== undefined) === isRange) return 'other';
  return isRange ? 'range' : 'contains';
}

/** Whether it never holds for a parameter that is not there. */
export function needsValue(wanted: Predicate): boolean {
  return kindOf(wanted) !== 'other' || (wanted as { readonly present?: boolean }).present === true;
}
