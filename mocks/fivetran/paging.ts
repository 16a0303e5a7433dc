/** Pages by cursor. A cursor is base64url of `{"skip":n}`, which clients must not rely on (FT-28). */
import { type Problem, shortened } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Undefined on the last page: the field is then absent, not null (FT-26). */
  readonly next: string | undefined;
}

interface Wanted {
  readonly cursor?: string | undefined;
  /** 1 to 1000; the contract fills in 100. */
  readonly limit?: number | undefined;
  /** Rows a page gives at most, whatever was asked for. */
  readonly most?: number | undefined;
}

export function pageOf<Row>(
  rows: readonly Row[],
  { cursor, limit = 100, most = limit }: Wanted,
): Page<Row> | Problem {
  const skip = cursor === undefined ? 0 : readCursor(cursor);
  if (skip === undefined) return unknownCursor(cursor ?? '');
  const end = skip + Math.min(limit, most);
  return { rows: rows.slice(skip, end), next: end < rows.length ? write(end) : undefined };
}

function write(skip: number): string {
  return Buffer.from(JSON.stringify({ skip })).toString('base64url');
}

const BASE64URL = /^[A-Za-z0-9_-]{1,64}={0,2}$/;

/** How many rows a cursor skips; undefined for text that is none. */
export function readCursor(cursor: string): number | undefined {
  return BASE64URL.test(cursor) ? skipOf(Buffer.from(cursor, 'base64url').toString('utf8')) : undefined;
}

export function unknownCursor(cursor: string): Problem {
  return refusals.invalidInput(
    `Parameter 'cursor' is invalid: not a cursor of this listing, given '${shortened(cursor)}'`,
  );
}

function skipOf(text: string): number | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const skip = (value as { skip?: unknown }).skip;
    return typeof skip === 'number' && Number.isSafeInteger(skip) && skip >= 0 ? skip : undefined;
  } catch {
    return undefined;
  }
}
