/** How this provider's traffic is read by the rules of the wire. */
import type { Paging, WireAnswer, WireDialect } from '../../../src/provider/index.ts';

/** The last page has no `next_cursor` (FT-26). */
const byCursor: Paging = {
  by: 'cursor',
  cursor: 'cursor',
  next(answer) {
    const cursor = member(member(answer.json, 'data'), 'next_cursor');
    return typeof cursor === 'string' ? cursor : undefined;
  },
};

export const wire: WireDialect = {
  paging: { listConnections: byCursor, listGroups: byCursor },
  // An order without force does nothing while a sync runs, so that it may be given again (FT-45).
  once: [],
};

/** A member of what may be anything. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** `data` of a successful answer; undefined of any other. */
export function dataOf(answer: WireAnswer | undefined): unknown {
  return answer?.status === 200 ? member(answer.json, 'data') : undefined;
}
