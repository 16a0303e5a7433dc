/**
 * What a client reported against what the ledger knows, member by member. Members that no documentation names are
 * nobody's business; a documented one that was absent must stay so, and null is a value.
 */
import { JsonNumber } from '../../provider/json.ts';
import { inShort, type MemberKind, sameScalar } from './scalars.ts';

export interface Difference {
  /** `[3].fees`, or '' for the whole. */
  readonly path: string;
  readonly message: string;
  readonly expected?: string;
  readonly reported?: string;
  /** Of a row that is missing or too many: what it is called. */
  readonly row?: string;
}

/** How values of one job are compared. */
export interface Comparison {
  readonly decimals: ReadonlySet<string>;
  readonly times: ReadonlySet<string>;
  /** Members that the provider's contract names, at any depth. */
  readonly documented: ReadonlySet<string>;
  /** Members of rows that this client carries; undefined: all. */
  readonly carried: ReadonlySet<string> | undefined;
  readonly order: 'any' | 'kept';
  /** What is expected was folded from answers, so rows may have members in them that nobody promised. */
  readonly served?: boolean;
  /** Member that names a row. */
  readonly id: string;
}

export function differences(expected: unknown, reported: unknown, how: Comparison): Difference[] {
  return compare(expected, reported, '', '', how);
}

function compare(
  expected: unknown,
  reported: unknown,
  path: string,
  name: string,
  how: Comparison,
): Difference[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(reported)) return [wrong(path, 'a list was expected', expected, reported)];
    return how.order === 'kept' && expected.some(isObject)
      ? inOrder(expected, reported, path, how)
      : inAnyOrder(expected, reported, path, name, how);
  }
  if (isObject(expected)) {
    if (!isObject(reported)) return [wrong(path, 'an object was expected', expected, reported)];
    return members(expected, reported, path, how);
  }
  if (sameScalar(expected, reported, kindOf(name, how))) return [];
  return [wrong(path, whatIsWrong(expected, reported), expected, reported)];
}

function members(
  expected: Readonly<Record<string, unknown>>,
  reported: Readonly<Record<string, unknown>>,
  path: string,
  how: Comparison,
): Difference[] {
  const found: Difference[] = [];
  for (const [name, value] of Object.entries(expected)) {
    if (value === undefined || !isCarried(name, how)) continue;
    if (how.served === true && isInRow(path) && !how.documented.has(name)) continue;
    const at = path === '' ? name : `${path}.${name}`;
    if (!Object.hasOwn(reported, name)) found.push(wrong(at, 'is missing', value, undefined));
    else found.push(...compare(value, reported[name], at, name, how));
  }
  for (const [name, value] of Object.entries(reported)) {
    if (expected[name] !== undefined || !how.documented.has(name)) continue;
    const at = path === '' ? name : `${path}.${name}`;
    found.push(
      wrong(
        at,
        value === null ? 'was absent, which is not null' : 'was absent, and is made up',
        undefined,
        value,
      ),
    );
  }
  return found;
}

/** A row that is only tried: nobody reads where its differences are. */
const ROW = '[]';

function isInRow(path: string): boolean {
  return path.includes('[');
}

function isCarried(name: string, { carried, id }: Comparison): boolean {
  return carried === undefined || carried.has(name) || name === id;
}

function inOrder(
  expected: readonly unknown[],
  reported: readonly unknown[],
  path: string,
  how: Comparison,
): Difference[] {
  const found: Difference[] = [];
  for (let index = 0; index < Math.max(expected.length, reported.length); index += 1) {
    const at = `${path}[${index}]`;
    if (index >= reported.length) found.push(missing(at, expected[index], how));
    else if (index >= expected.length) found.push(extra(at, reported[index], how));
    else found.push(...compare(expected[index], reported[index], at, '', how));
  }
  return found;
}

/**
 * As sets in which a row may stand more than once. Rows are paired by their id; of several with one id those that are
 * the same in full come first, so that a difference is told of the row that has it.
 */
function inAnyOrder(
  expected: readonly unknown[],
  reported: readonly unknown[],
  path: string,
  name: string,
  how: Comparison,
): Difference[] {
  const candidates = new Map<string, number[]>();
  for (const [index, row] of reported.entries()) {
    const id = idOf(row, how);
    const same = candidates.get(id);
    if (same === undefined) candidates.set(id, [index]);
    else same.push(index);
  }
  const left: unknown[] = [];
  for (const row of expected) {
    const same = candidates.get(idOf(row, how)) ?? [];
    const place = same.findIndex((index) => compare(row, reported[index], ROW, name, how).length === 0);
    if (place === -1) left.push(row);
    else same.splice(place, 1);
  }
  const found: Difference[] = [];
  for (const row of left) {
    const index = candidates.get(idOf(row, how))?.shift();
    if (index === undefined) found.push(missing(path, row, how));
    else found.push(...compare(row, reported[index], `${path}[${index}]`, name, how));
  }
  for (const index of [...candidates.values()].flat().sort((a, b) => a - b))
    found.push(extra(`${path}[${index}]`, reported[index], how));
  return found;
}

/** What two rows must share to be told apart from others at all. */
function idOf(row: unknown, { id }: Comparison): string {
  const value = isObject(row) ? row[id] : row;
  if (value instanceof JsonNumber) return value.digits;
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function missing(path: string, row: unknown, how: Comparison): Difference {
  return { ...wrong(path, 'a row is missing', row, undefined), row: called(row, how) };
}

function extra(path: string, row: unknown, how: Comparison): Difference {
  return { ...wrong(path, 'a row too many', undefined, row), row: called(row, how) };
}

function called(row: unknown, how: Comparison): string {
  return isObject(row) && row[how.id] !== undefined
    ? `${how.id} ${inShort(row[how.id], 80)}`
    : inShort(row, 80);
}

function whatIsWrong(expected: unknown, reported: unknown): string {
  if (reported === null) return 'is null and has a value';
  if (expected === null) return 'is null, which is no value';
  if (expected instanceof JsonNumber && typeof reported === 'string') return 'is another number';
  return 'differs';
}

function wrong(path: string, message: string, expected: unknown, reported: unknown): Difference {
  return {
    path,
    message,
    ...(expected !== undefined && { expected: inShort(expected) }),
    ...(reported !== undefined && { reported: inShort(reported) }),
  };
}

function kindOf(name: string, { decimals, times }: Comparison): MemberKind {
  if (decimals.has(name)) return 'decimal';
  return times.has(name) ? 'time' : 'plain';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}
