/** Small checks of plain data from outside: each says what a value has to be, or nothing if it is. */
import { noneOf } from '../../fixtures/ledger/nearest.ts';
import { isRecord } from './plain-json.ts';

/** What a value has to be, in words; undefined if it is. */
export type Shape = (value: unknown) => string | undefined;

/** Told what is wrong, by the field below the value looked at: `.at`, `[3].event`. */
export type Tell = (field: string, message: string) => void;

export function whole(from: number, to: number = Number.MAX_SAFE_INTEGER): Shape {
  return (value) =>
    Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to
      ? undefined
      : `a whole number from ${from} to ${to}`;
}

export function text(most: number): Shape {
  return (value) =>
    typeof value === 'string' && value.length <= most ? undefined : `text of at most ${most} characters`;
}

export const flag: Shape = (value) => (typeof value === 'boolean' ? undefined : 'true or false');

/** Plain JSON of any shape: that it is such was looked at before. */
export const anything: Shape = () => undefined;

export function orNull(shape: Shape): Shape {
  return (value) => {
    const wanted = value === null ? undefined : shape(value);
    return wanted === undefined ? undefined : `${wanted}, or null`;
  };
}

/** Text that is one of some. */
export function isOneOf(value: unknown, options: Iterable<string>, tell: Tell, field: string): boolean {
  const all = new Set(options);
  if (typeof value === 'string' && all.has(value)) return true;
  tell(field, noneOf(String(value), all));
  return false;
}

/** An object of exactly these fields; those whose name ends in `?` may be absent. */
export function isMadeOf(
  value: unknown,
  shapes: Readonly<Record<string, Shape>>,
  tell: Tell,
  at = '',
): value is Record<string, unknown> {
  if (!isRecord(value)) {
    tell(at, 'has to be a set of fields');
    return false;
  }
  let fits = true;
  const wrong = (field: string, message: string): void => {
    fits = false;
    tell(`${at}.${field}`, message);
  };
  const known = new Set<string>();
  for (const [name, shape] of Object.entries(shapes)) {
    const field = name.replace('?', '');
    known.add(field);
    if (!Object.hasOwn(value, field)) {
      if (field === name) wrong(field, 'is missing');
      continue;
    }
    const wanted = shape(value[field]);
    if (wanted !== undefined) wrong(field, `has to be ${wanted}`);
  }
  for (const field of Object.keys(value)) if (!known.has(field)) wrong(field, 'is no part of it');
  return fits;
}

/** The entries of a record, or none if it is no record or has too many. */
export function entriesOf(value: unknown, most: number, tell: Tell, at = ''): [string, unknown][] {
  if (!isRecord(value)) {
    tell(at, 'has to be a set of fields');
    return [];
  }
  const entries = Object.entries(value);
  if (entries.length <= most) return entries;
  tell(at, `has ${entries.length} fields; at most ${most} are read`);
  return [];
}

/** The members of a list, or none if it is no list or too long. */
export function membersOf(value: unknown, most: number, tell: Tell, at = ''): readonly unknown[] {
  if (!Array.isArray(value)) {
    tell(at, 'has to be a list');
    return [];
  }
  if (value.length <= most) return value;
  tell(at, `has ${value.length} members; at most ${most} are read`);
  return [];
}
