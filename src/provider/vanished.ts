/** Rows that a provider shows no more. Their listing is as if they had never been, to every client and for good. */
import type { Instant, Range, Rows } from '../../fixtures/ledger/types.ts';

/** Names a row of the ledger. */
export interface Vanished {
  readonly account: string;
  readonly key: string;
  readonly at: Instant;
}

/** More cannot vanish from one provider: each costs every listing a look. */
export const MOST_VANISHED = 100;

/** The rows without those that vanished; no more is read than without them. */
export function withoutVanished<Row extends Vanished>(
  rows: Rows<Row>,
  vanished: readonly Vanished[],
): Rows<Row> {
  if (vanished.length === 0) return rows;
  const names = new Set(vanished.map(nameOf));
  const isThere = (row: Row): boolean => !names.has(nameOf(row));

  /** How many rows come before each that vanished, newest first; in order. */
  const ranks = (accounts: readonly string[], range: Range): number[] =>
    vanished
      .filter(({ account, at }) => accounts.includes(account) && isWithin(range, at))
      .flatMap((row) => {
        const newer = rows.count(accounts, { ...range, from: Math.max(range.from ?? row.at, row.at + 1) });
        const same = { ...range, from: row.at, until: row.at + 1 };
        const place = rows
          .page(accounts, same, 0, rows.count(accounts, same))
          .findIndex((other) => nameOf(other) === nameOf(row));
        return place < 0 ? [] : [newer + place];
      })
      .sort((a, b) => a - b);

  return {
    count: (accounts, range) => rows.count(accounts, range) - ranks(accounts, range).length,

    page(accounts, range, offset, limit, order = 'newest') {
      let gone = ranks(accounts, range);
      if (order === 'oldest') {
        const last = rows.count(accounts, range) - 1;
        gone = gone.map((rank) => last - rank).reverse();
      }
      let first = offset;
      for (const rank of gone) if (rank <= first) first += 1;
      return rows
        .page(accounts, range, first, limit + gone.length, order)
        .filter(isThere)
        .slice(0, limit);
    },

    *each(accounts, range, order) {
      for (const row of rows.each(accounts, range, order)) if (isThere(row)) yield row;
    },
  };
}

function isWithin({ now, from, until }: Range, at: Instant): boolean {
  return at <= now && (from === undefined || at >= from) && (until === undefined || at < until);
}

function nameOf({ account, key }: Vanished): string {
  return `${account}/${key}`;
}
