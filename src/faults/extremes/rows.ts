/** Lists of few rows, of equal rows, and of rows that cannot be told apart. */
import { draws, type Seed } from '../../../fixtures/ledger/seed.ts';
import type { ListShape } from '../../provider/faults.ts';
import { type Rows, stepsOf } from './openings.ts';

type Body = Readonly<Record<string, unknown>>;

/** Undefined: the list is like that already, or cannot be. */
export type RowsRule = (rows: readonly unknown[], at: Page) => readonly unknown[] | undefined;

/** What a rule has to know of the page it changes. */
export interface Page {
  /** Member that tells rows apart. */
  readonly id: string | null;
  /** How many rows more it could have. */
  readonly room: number;
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
  const room = Math.min(roomOf(body, list, query), (shape.max ?? Number.POSITIVE_INFINITY) - rows.length);
  const others = rule(rows, { id: list.id === undefined ? 'id' : list.id, room, seed });
  return others === undefined ? undefined : put(body, stepsOf(list.rows), others);
}

function roomOf(body: unknown, list: ListShape, query: Body): number {
  if (list.room !== undefined && isBody(body)) return list.room(body, query);
  return list.ended === undefined ? Number.POSITIVE_INFINITY : 0;
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
 * row gives way to it, totals and cursors stay. A page without room for it stays as it is.
 */
export const twice: RowsRule = (rows, { room, seed }) => {
  if (rows.length === 0 || room < 1) return undefined;
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
