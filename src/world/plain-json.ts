/** Values from outside that are to become part of a world: plain JSON, bounded, and nothing that plays tricks. */

/** Nothing of ours is nested nearly as deep. */
const DEEPEST = 64;

/** Names that mean something to JavaScript itself wherever a record is read or copied carelessly. */
const TRICKS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export interface JsonMistake {
  /** `clock.at`, `agenda[3].data`; empty for the value itself. */
  readonly field: string;
  readonly message: string;
}

/**
 * What keeps a value from being plain JSON, or undefined. Pure; walks no further than `mostValues`.
 *
 * @example jsonMistake({ a: [1, Number.NaN] }, 1000) // { field: 'a[1]', message: 'is NaN; ...' }
 */
export function jsonMistake(value: unknown, mostValues: number): JsonMistake | undefined {
  let left = mostValues;
  const look = (at: unknown, field: () => string, depth: number): JsonMistake | undefined => {
    left -= 1;
    if (left < 0) return { field: '', message: `has more than ${mostValues} values, the most there may be` };
    if (depth > DEEPEST) return { field: field(), message: `is nested deeper than ${DEEPEST} levels` };
    if (at === null || typeof at === 'string' || typeof at === 'boolean') return undefined;
    if (typeof at === 'number') {
      return Number.isFinite(at)
        ? undefined
        : { field: field(), message: `is ${at}; JSON has no such number` };
    }
    if (Array.isArray(at)) {
      for (let index = 0; index < at.length; index++) {
        const found = look(at[index], () => `${field()}[${index}]`, depth + 1);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    if (!isRecord(at)) return { field: field(), message: 'is nothing that JSON can say' };
    for (const name of Object.keys(at)) {
      const below = () => (field() === '' ? name : `${field()}.${name}`);
      if (TRICKS.has(name)) return { field: below(), message: 'is a name that may not stand here' };
      const found = look(at[name], below, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return look(value, () => '', 0);
}

/** An object as JSON makes them, not an instance of some class. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
