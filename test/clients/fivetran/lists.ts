/** Whole lists from pages that name the cursor of the next one. */
import type { Parameters } from './api.ts';
import { brokenAnswer, wasInvalid } from './failures.ts';
import { member, textIn } from './reading.ts';

export interface ListPolicies {
  /** Rows asked for on a page; undefined leaves it to the API. */
  readonly limit: number | undefined;
  /** The cursor of the next page; undefined: this was the last. */
  readonly nextCursor: (page: Page, rowsSoFar: number) => string | undefined;
  /** What is asked for again with every page after the first. */
  readonly filtersWithCursor: (filters: Parameters) => Parameters;
  /** Rows as they are handed on. */
  readonly distinct: (rows: readonly unknown[]) => unknown[];
  /** How often a listing is begun anew after a cursor was refused. */
  readonly restarts: number;
  /** What is made of a listing that broke off: throws, or the rows that will do. */
  readonly brokenOff: (error: unknown, rows: readonly unknown[]) => readonly unknown[];
}

export interface Page {
  readonly data: unknown;
  readonly items: readonly unknown[];
}

/** A cursor that leads to itself for so long leads nowhere. */
const MOST_STANDSTILLS = 5;

export const listPolicies: ListPolicies = {
  limit: 500,
  nextCursor: ({ data }) => textIn(data, 'next_cursor'),
  filtersWithCursor: (filters) => filters,
  distinct: byId,
  restarts: 2,
  brokenOff(error) {
    throw error;
  },
};

export async function wholeList(
  ask: (parameters: Parameters) => Promise<unknown>,
  filters: Parameters,
  policies: ListPolicies,
): Promise<unknown[]> {
  for (let begun = 1; ; begun += 1) {
    const rows: unknown[] = [];
    try {
      await readPages(ask, filters, policies, rows);
      return policies.distinct(rows);
    } catch (error) {
      // A cursor that is too old is refused like any that is none: the listing has to begin anew.
      if (wasInvalid(error) && rows.length > 0 && begun <= policies.restarts) continue;
      return [...policies.brokenOff(error, rows)];
    }
  }
}

async function readPages(
  ask: (parameters: Parameters) => Promise<unknown>,
  filters: Parameters,
  { limit, nextCursor, filtersWithCursor }: ListPolicies,
  rows: unknown[],
): Promise<void> {
  let cursor: string | undefined;
  let standstills = 0;
  do {
    const asked = cursor === undefined ? filters : { ...filtersWithCursor(filters), cursor };
    const data = await ask({ ...asked, limit: limit?.toString() });
    const items = member(data, 'items');
    if (!Array.isArray(items)) throw brokenAnswer('A page without items');
    rows.push(...items);
    const next = nextCursor({ data, items }, rows.length);
    // A page may be empty and name itself as the next one, for a while.
    standstills = next !== undefined && next === cursor ? standstills + 1 : 0;
    if (standstills > MOST_STANDSTILLS) throw brokenAnswer('A cursor that leads nowhere');
    cursor = next;
  } while (cursor !== undefined);
}

/** What moves between two pages may be seen on both. The later sight counts, in the place of the first. */
function byId(rows: readonly unknown[]): unknown[] {
  return [...new Map(rows.map((row) => [textIn(row, 'id') ?? row, row])).values()];
}
