/** Lists of few rows, of equal rows, and of rows that cannot be told apart. */
import { draws, type Seed } from '../../../fixtures/ledger/seed.ts';
import type { Rows } from './openings.ts';
import { stepsOf } from './openings.ts';

type Body = Readonly<Record<string, unknown>>;

/** Undefined: the list is like that already, or cannot be. */
export type RowsRule = (rows: readonly unknown[], at: Page) => readonly unknown[] | undefined;

/** What a rule has to know of the page it changes. */
export interface Page {
  /** Member that tells rows apart. */
  readonly id: string | null;
  /** Rows it may have at most. */
  readonly limit: number;
  readonly seed: Seed;
}

/** Changes the rows of a page; the rest of it stays. */
export function withRows(
  body: unknown,
  { list, shape }: Rows,
  query: Body,
  seed: Seed,
  rule: RowsRule,
): unknown {
  const rows = rowsIn(body, list.rows);
  if (rows === undefined) return undefined;
  const asked = isBody(body) ? list.limit?.(body, query) : undefined;
  const limit = Math.min(asked ?? Number.POSITIVE_INFINITY, shape.max ?? Number.POSITIVE_INFINITY);
  const others = rule(rows, { id: list.id === undefined ? 'id' : list.id, limit, seed });
  return others === undefined ? undefined : put(body, stepsOf(list.rows), others);
}

/**
 * Leaves the first so many rows and ends the list with them. Undefined where fewer are allowed or there are, and
 * where the list ends like that already.
 */
export function cutTo(count: number, body: unknown, { list, shape }: Rows): unknown {
  const rows = rowsIn(body, list.rows);
  if (rows === undefined || rows.length < count || count < (shape.min ?? 0)) return undefined;
  const kept = rows.slice(0, count);
  const cut = put(body, stepsOf(list.rows), kept);
  const ended = list.ended !== undefined && isBody(cut) ? list.ended(cut, kept) : cut;
  return kept.length === rows.length && isSame(ended, body) ? undefined : ended;
}

/**
 * A row stands twice, one copy behind the other. The copy comes on top of the rows there are and counts nowhere: no
 * row gives way to it, totals and cursors stay. A page that is full has no room for it and stays as it is.
 */
export const twice: RowsRule = (rows, { limit, seed }) => {
  if (rows.length === 0 || rows.length >= limit) return undefined;
  const place = draws(seed).below(rows.length);
  return [...rows.slice(0, place + 1), ...rows.slice(place)];
};

/** A row has the id of the one before it. No row comes or goes. */
export const sameId: RowsRule = (rows, { id, seed }) => {
  if (id === null) return undefined;
  const pairs = rows.flatMap((row, i) => (i > 0 && differ(rows[i - 1], row, id) ? [i] : []));
  if (pairs.length === 0) return undefined;
  const place = draws(seed).pick(pairs);
  const before = rows[place - 1] as Body;
  return rows.with(place, { ...(rows[place] as Body), [id]: before[id] });
};

function differ(a: unknown, b: unknown, id: string): boolean {
  return isBody(a) && isBody(b) && typeof a[id] === 'string' && typeof b[id] === 'string' && a[id] !== b[id];
}

function rowsIn(body: unknown, path: string): readonly unknown[] | undefined {
  let at = body;
  for (const step of stepsOf(path)) at = isBody(at) ? at[step] : undefined;
  return Array.isArray(at) ? at : undefined;
}

/** A copy of the body with something else at the end of a path that leads somewhere. */
function put(body: unknown, [step, ...rest]: readonly string[], rows: readonly unknown[]): unknown {
  if (step === undefined) return rows;
  const object = body as Body;
  return { ...object, [step]: put(object[step], rest, rows) };
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
