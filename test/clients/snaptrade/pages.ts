/** Pages of activities: by offset, and only the page itself says how far it goes. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Policies } from './policies.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Page {
  readonly data: readonly Row[];
  readonly offset: number;
  /** The most rows it gives. */
  readonly limit: number;
  /** Rows that match, over all pages. */
  readonly total: number;
}

type Walking = Pick<
  Policies,
  'pageRows' | 'nextOffset' | 'isLast' | 'together' | 'noticesMoves' | 'emptyPages' | 'backoff'
>;

/** How often a list that moves while it is read is read from the start. */
const MOST_STARTS = 5;

/**
 * Every row once, though rows come and go while they are read.
 *
 * @param read gives the page that begins at an offset
 */
export async function everyRow(
  read: (offset: number, limit: number) => Promise<Page>,
  sleep: (ms: number) => Promise<void>,
  walking: Walking,
): Promise<readonly Row[]> {
  for (let start = 0; start < MOST_STARTS; start += 1) {
    const rows = await walk(read, sleep, walking);
    if (rows !== undefined) return walking.together(rows);
  }
  throw new ClientFailure('incomplete', { message: 'The list moves faster than it can be read' });
}

/** Undefined: the total changed, so that offsets no longer lead where they did. */
async function walk(
  read: (offset: number, limit: number) => Promise<Page>,
  sleep: (ms: number) => Promise<void>,
  { pageRows, nextOffset, isLast, noticesMoves, emptyPages, backoff }: Walking,
): Promise<readonly Row[] | undefined> {
  const rows: Row[] = [];
  let total: number | undefined;
  for (let offset = 0, empty = 0; ; ) {
    const page = await read(offset, pageRows);
    if (noticesMoves && page.total !== (total ?? page.total)) return undefined;
    total = page.total;
    rows.push(...page.data);
    if (isLast(page, pageRows)) return rows;
    offset = nextOffset(page, pageRows);
    empty = page.data.length === 0 ? empty + 1 : 0;
    if (empty > emptyPages)
      throw new ClientFailure('incomplete', { message: 'Pages without rows, and no end' });
    if (empty > 0) await sleep(backoff(empty));
  }
}

/** The same row met twice is one row; two rows that only have an id in common are two. */
export function distinct(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
