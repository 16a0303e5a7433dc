/** What answers really told, for faults that reshape them. */
import type { WireExchange } from '../../../src/provider/index.ts';
import { dataOf, member } from './wire.ts';

/** Rows of all pages in the order they were first asked for. A page that was read again counts as it came last. */
export function rowsServed(exchanges: readonly WireExchange[], operation: string): unknown[] {
  const pages = new Map<string, readonly unknown[]>();
  for (const { operation: asked, query, answer } of exchanges) {
    const items = asked === operation ? member(dataOf(answer), 'items') : undefined;
    if (Array.isArray(items)) pages.set(JSON.stringify([query.group_id, query.schema, query.cursor]), items);
  }
  return [...pages.values()].flat();
}

/** `data` of the last answer of these operations that succeeded. */
export function lastServed(exchanges: readonly WireExchange[], ...operations: readonly string[]): unknown {
  const told = exchanges.filter(
    ({ operation, answer }) =>
      operation !== undefined && operations.includes(operation) && dataOf(answer) !== undefined,
  );
  return dataOf(told.at(-1)?.answer);
}
