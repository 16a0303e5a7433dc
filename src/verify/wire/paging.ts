/** Rules of listings that come in pages. */
import type { Paging, WireExchange } from '../../provider/suite.ts';
import { called, type Offence, type Seen, succeeded, type WireRule } from './rule.ts';

/** The pages of one listing that were read: same operation, path and filters. */
interface Walk {
  readonly paging: Paging;
  readonly pages: readonly WireExchange[];
}

export const paging = {
  'every-page-once': {
    says: 'Each page is read with success exactly once.',
    check: (seen) =>
      walks(seen).flatMap(({ paging: how, pages }) => {
        const read = new Map<string, WireExchange>();
        return pages.flatMap((page) => {
          const place = placeOf(page, how);
          const before = read.get(place);
          read.set(place, page);
          if (before === undefined) return [];
          return [
            {
              message: `${called(page)}: #${page.number} reads the page again that #${before.number} had read.`,
              exchanges: [before.number, page.number],
            },
          ];
        });
      }),
  },
  'next-offset-adds-limit': {
    says: 'The next page is at the offset that the limit leads to, however many rows came.',
    check: (seen) =>
      walks(seen).flatMap(({ paging: how, pages }) => {
        if (how.by !== 'offset') return [];
        return consecutive(pages, how).flatMap(([page, next]) => {
          const wanted = offsetOf(page, how) + limitOf(page, how);
          const given = offsetOf(next, how);
          if (given === wanted) return [];
          return [
            {
              message: `${called(page)}: after #${page.number} the next page is at offset ${wanted}; #${next.number} asked for ${given}.`,
              exchanges: [page.number, next.number],
            },
          ];
        });
      }),
  },
  'cursor-as-given': {
    says: 'Each cursor is the one that the page before gave, to the letter.',
    check: (seen) =>
      walks(seen).flatMap(({ paging: how, pages }) => {
        if (how.by !== 'cursor') return [];
        return consecutive(pages, how).flatMap(([page, next]) => {
          const wanted = page.answer && how.next(page.answer);
          const given = next.query[how.cursor];
          if (given === wanted) return [];
          return [
            {
              message: `${called(page)}: #${page.number} gave ${wanted === undefined ? 'no cursor' : 'another cursor'} than #${next.number} sent.`,
              exchanges: [page.number, next.number],
            },
          ];
        });
      }),
  },
  'no-call-after-last-page': {
    says: 'After the page that says it is the last, none is asked for.',
    check: (seen) =>
      walks(seen).flatMap(({ paging: how, pages }) => {
        const last = pages.findIndex((page) => isLast(page, how));
        const later = last === -1 ? [] : pages.slice(last + 1);
        if (later.length === 0) return [];
        return [
          {
            message: `${called(pages[last] as WireExchange)}: #${pages[last]?.number} was the last page, and ${later.length} more were asked for.`,
            exchanges: [pages[last] as WireExchange, ...later].map(({ number }) => number),
          },
        ];
      }),
  },
  'reads-to-the-end': {
    says: 'A listing is read until the page that says it is the last.',
    check: (seen) =>
      walks(seen).flatMap(({ paging: how, pages }) => {
        const last = pages.at(-1);
        if (last === undefined || pages.some((page) => isLast(page, how)) || !saysMore(last, how)) return [];
        return [
          {
            message: `${called(last)}: #${last.number} says that more rows come, and nobody asked for them.`,
            exchanges: [last.number],
          },
        ];
      }),
  },
  'same-filters-on-every-page': {
    says: 'All pages of a listing are asked for with the same filters.',
    check: (seen) => {
      const found: Offence[] = [];
      for (const [operation, how] of Object.entries(seen.dialect.paging)) {
        const pages = seen.exchanges.filter(
          (exchange) => exchange.operation === operation && succeeded(exchange),
        );
        for (const page of pages) {
          if (isFirst(page, how)) continue;
          const walk = pages.filter((other) => isFirst(other, how) && other.path === page.path);
          const known = walk.some((first) => filtersOf(first, how, seen) === filtersOf(page, how, seen));
          if (known || walk.length === 0) continue;
          found.push({
            message: `${called(page)}: #${page.number} asks with other filters than any first page.`,
            exchanges: [...walk.map(({ number }) => number), page.number],
          });
        }
      }
      return found;
    },
  },
} as const satisfies Readonly<Record<string, WireRule>>;

function walks(seen: Seen): Walk[] {
  return Object.entries(seen.dialect.paging).flatMap(([operation, how]) => {
    const groups = new Map<string, WireExchange[]>();
    for (const exchange of seen.exchanges) {
      if (exchange.operation !== operation || !succeeded(exchange)) continue;
      const key = `${exchange.path}?${filtersOf(exchange, how, seen)}`;
      groups.set(key, [...(groups.get(key) ?? []), exchange]);
    }
    return [...groups.values()].map((pages) => ({ paging: how, pages }));
  });
}

/** The query without what tells the page. */
function filtersOf({ query }: WireExchange, how: Paging, { dialect }: Seen): string {
  const own = how.by === 'cursor' ? [how.cursor] : [how.offset];
  const left = Object.entries(query).filter(
    ([name]) => !own.includes(name) && dialect.volatileParameters?.includes(name) !== true,
  );
  return JSON.stringify(left.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function placeOf(page: WireExchange, how: Paging): string {
  return how.by === 'cursor' ? (page.query[how.cursor] ?? '') : String(offsetOf(page, how));
}

function offsetOf({ query }: WireExchange, how: Paging & { by: 'offset' }): number {
  return Number(query[how.offset] ?? 0);
}

function limitOf({ query }: WireExchange, how: Paging & { by: 'offset' }): number {
  return Number(query[how.limit] ?? how.usualLimit);
}

function isFirst(page: WireExchange, how: Paging): boolean {
  return how.by === 'cursor' ? (page.query[how.cursor] ?? '') === '' : offsetOf(page, how) === 0;
}

function saysMore(page: WireExchange, how: Paging): boolean {
  if (page.answer === undefined) return false;
  return how.by === 'cursor' ? how.next(page.answer) !== undefined : how.more(page.answer, page) === true;
}

function isLast(page: WireExchange, how: Paging): boolean {
  if (page.answer === undefined) return false;
  return how.by === 'cursor' ? how.next(page.answer) === undefined : how.more(page.answer, page) === false;
}

/** Each page with the one asked for next; who starts over begins a new walk. */
function consecutive(pages: readonly WireExchange[], how: Paging): [WireExchange, WireExchange][] {
  return pages
    .slice(1)
    .map((next, index): [WireExchange, WireExchange] => [pages[index] as WireExchange, next])
    .filter(([, next]) => !isFirst(next, how));
}
