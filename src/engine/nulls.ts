/**
 * Nulls wherever the contract allows one, for `messy` worlds: a member that is always there in a tidy world is
 * null in a quarter of the objects. Which ones depends on (seed, member, id of the object), so an object looks the
 * same in a list and by itself, today and tomorrow.
 */
import { type Seed, sub } from '../../fixtures/ledger/seed.ts';
import { JsonNumber } from '../provider/json.ts';

/** One in this many. */
const SHARE = 4;

/**
 * @param paths members that may be null: `data[].name`, `[].balance.total`
 * @param of whose body it is, to tell objects without an id apart
 * @returns a copy where a path was followed; what no path touches is shared
 * @example withNulls({ data: [{ id: 'a', name: 'x' }] }, ['data[].name'], seed)
 */
export function withNulls(body: unknown, paths: readonly string[], seed: Seed, of = ''): unknown {
  return paths.reduce((copy, path) => followed(copy, stepsOf(path), of, seed), body);
}

/** `data[].name` -> `['data', '[]', 'name']`. */
function stepsOf(path: string): string[] {
  return path
    .replaceAll('[]', '.[]')
    .split('.')
    .filter((step) => step !== '');
}

function followed(value: unknown, steps: readonly string[], owner: string, seed: Seed): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null || value instanceof JsonNumber)
    return value;
  if (step === '[]') {
    if (!Array.isArray(value)) return value;
    return value.map((item, index) => followed(item, rest, `${owner}/${index}`, seed));
  }
  const members = value as Readonly<Record<string, unknown>>;
  if (!Object.hasOwn(members, step) || members[step] === undefined) return value;
  const id = typeof members.id === 'string' ? members.id : owner;
  const last = rest.length === 0;
  if (last && sub(seed, 'null', step, id).lo % SHARE !== 0) return value;
  return { ...members, [step]: last ? null : followed(members[step], rest, `${id}.${step}`, seed) };
}
