/** What was really served, for faults that reshape answers. */
import type { WireExchange } from '../../../src/provider/index.ts';

/** The rows of the last successful answer. */
export function lastList(operation: string): (exchanges: readonly WireExchange[]) => unknown {
  return (exchanges) => rowsOf(answersOf(exchanges, operation).at(-1));
}

/** The last successful answer as a whole. */
export function lastAnswer(operation: string): (exchanges: readonly WireExchange[]) => unknown {
  return (exchanges) => answersOf(exchanges, operation).at(-1)?.answer?.json;
}

/** The rows of all pages of the last walk: one that starts over begins again without a cursor. */
export function lastWalk(exchanges: readonly WireExchange[]): unknown {
  const pages = answersOf(exchanges, 'listTransactions');
  const first = pages.findLastIndex(({ query }) => query.cursor === undefined);
  // Of a page that was asked for twice, the last answer counts.
  const byCursor = new Map(pages.slice(Math.max(0, first)).map((page) => [page.query.cursor, page]));
  return [...byCursor.values()].flatMap(rowsOf);
}

function answersOf(exchanges: readonly WireExchange[], operation: string): WireExchange[] {
  return exchanges.filter(
    (exchange) =>
      exchange.operation === operation &&
      exchange.outcome === 'answered' &&
      exchange.answer?.status === 200 &&
      exchange.answer.json !== undefined,
  );
}

function rowsOf(exchange: WireExchange | undefined): readonly unknown[] {
  const body = exchange?.answer?.json;
  if (typeof body !== 'object' || body === null || !('data' in body) || !Array.isArray(body.data)) return [];
  return body.data;
}
