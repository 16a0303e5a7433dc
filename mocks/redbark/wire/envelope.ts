/** What lists come in. */
import type { RowTexts, Text } from '../../../src/provider/index.ts';
import type { Page } from '../paging.ts';
import type { PaginationBody } from './schemas.ts';

export function list<Row>(rows: readonly Row[]): { data: Row[] } {
  return { data: [...rows] };
}

export function paged<Row>(
  page: Page<unknown>,
  rows: readonly Row[],
): { data: Row[]; pagination: PaginationBody } {
  const { total, window, hasMore } = page;
  return { data: [...rows], pagination: { total, limit: window.limit, offset: window.offset, hasMore } };
}

/** {@link paged} as text. */
export function pagedText<Row extends object>(
  page: Page<unknown>,
  rows: readonly Row[],
  texts: RowTexts<Row>,
  body: (row: Row) => unknown,
): Text {
  const { total, window, hasMore } = page;
  const pagination: PaginationBody = { total, limit: window.limit, offset: window.offset, hasMore };
  const behind = `],"pagination":${JSON.stringify(pagination)}}`;
  return texts.list('{"data":[', rows, behind, (row) => JSON.stringify(body(row)));
}

/** Only there when the ceiling ended the reading; never `false` (RB-32). */
export function truncation(page: Page<unknown>): Readonly<Record<string, string>> {
  return page.truncated ? { 'X-Redbark-Truncated': 'true' } : {};
}

/** The body of the last page, if `rows` were all there is from its offset on. */
export function ended(body: Record<string, unknown>, rows: readonly unknown[]): Record<string, unknown> {
  const pagination = body.pagination as PaginationBody;
  return {
    ...body,
    pagination: { ...pagination, total: pagination.offset + rows.length, hasMore: false },
  };
}

/** A client that counts rows would skip one behind a page with more than it should have: only the last has room. */
export function room(body: Readonly<Record<string, unknown>>): number {
  const { data, pagination } = body as { data: readonly unknown[]; pagination: PaginationBody };
  return pagination.hasMore ? 0 : pagination.limit - data.length;
}
