/** Goes through a body along its shape and changes it by a rule. What no rule touches is shared with the original. */
import { JsonNumber } from '../../provider/json.ts';
import type { ObjectShape, Shape, Shapes } from '../../provider/shape.ts';

/** What an extreme does. Whatever a rule leaves out stays as it is. */
export interface Rule {
  /** What becomes of a member that is there and not null. */
  member?(shape: Shape): 'null' | 'absent' | 'kept';
  /** Another value for text, a decimal or a time; `path` tells places apart. */
  value?(shape: Shape, value: unknown, path: string): unknown;
  /** More members for an object; those it has already stay. */
  more?(shape: ObjectShape): Readonly<Record<string, unknown>> | undefined;
}

type Members = Readonly<Record<string, unknown>>;

/** @returns the body itself where the rule found nothing to change */
export function ruled(body: unknown, shape: Shape, shapes: Shapes, rule: Rule): unknown {
  return changed(body, shape, '');

  function changed(value: unknown, given: Shape, path: string): unknown {
    if (value === null || value === undefined) return value;
    const one = settled(given, value, shapes);
    if (one?.is === 'array') return Array.isArray(value) ? items(value, one.items, path) : value;
    if (one?.is === 'object') return isObject(value) ? members(value, one, path) : value;
    return one === undefined ? value : (rule.value?.(one, value, path) ?? value);
  }

  function items(list: readonly unknown[], item: Shape, path: string): readonly unknown[] {
    const others = list.map((value, i) => changed(value, item, `${path}/${i}`));
    return others.some((value, i) => value !== list[i]) ? others : list;
  }

  function members(object: Members, one: ObjectShape, path: string): Members {
    let other: Record<string, unknown> | undefined;
    for (const [name, member] of Object.entries(one.members)) {
      const value = Object.hasOwn(object, name) ? object[name] : undefined;
      if (value === undefined || value === null) {
        // A null that need not be there can still go.
        if (value === null && rule.member?.(member) === 'absent') delete copy()[name];
        continue;
      }
      const fate = rule.member?.(member) ?? 'kept';
      if (fate === 'absent') delete copy()[name];
      else if (fate === 'null') copy()[name] = null;
      else {
        const next = changed(value, member, `${path}/${name}`);
        if (next !== value) copy()[name] = next;
      }
    }
    for (const [name, value] of Object.entries(rule.more?.(one) ?? {})) {
      if (!Object.hasOwn(object, name)) copy()[name] = value;
    }
    return other ?? object;

    function copy(): Record<string, unknown> {
      other ??= { ...object };
      return other;
    }
  }
}

/** Names followed and choices made; undefined where the value is none of those the contract knows. */
function settled(shape: Shape, value: unknown, shapes: Shapes): Shape | undefined {
  let one: Shape | undefined = shape;
  while (one?.is === 'named') one = shapes.named[one.name];
  if (one?.is !== 'choice') return one;
  if (!isObject(value)) return undefined;
  return one.of.find(({ when }) =>
    Object.entries(when).every(([name, values]) => values.includes(value[name])),
  )?.shape;
}

function isObject(value: unknown): value is Members {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}
