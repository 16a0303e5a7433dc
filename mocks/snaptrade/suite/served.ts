/** What was really served, for faults that reshape answers. */
import { JsonNumber, type WireAnswer, type WireExchange } from '../../../src/provider/index.ts';

/** The last successful answer, whole. */
export function lastAnswer(operation: string): (exchanges: readonly WireExchange[]) => unknown {
  return (exchanges) => answersOf(exchanges, operation).at(-1)?.answer?.json;
}

/** The rows of all pages of the last walk: one that begins again begins at 0. */
export function lastWalk(exchanges: readonly WireExchange[]): unknown {
  const pages = answersOf(exchanges, 'listActivities');
  const first = pages.findLastIndex(({ query }) => (query.offset ?? '0') === '0');
  // Of a page that was asked for twice, the last answer counts.
  const byOffset = new Map(pages.slice(Math.max(0, first)).map((page) => [page.query.offset ?? '0', page]));
  return [...byOffset.values()].flatMap(({ answer }) => (answer === undefined ? [] : rowsOf(answer)));
}

export function rowsOf({ json }: WireAnswer): readonly unknown[] {
  const { data } = membersOf(json);
  return Array.isArray(data) ? data : [];
}

export function paginationOf({ json }: WireAnswer): Readonly<Record<'offset' | 'total', number>> | undefined {
  const { offset, total } = membersOf(membersOf(json).pagination);
  if (!(offset instanceof JsonNumber) || !(total instanceof JsonNumber)) return undefined;
  return { offset: Number(offset.digits), total: Number(total.digits) };
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

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
