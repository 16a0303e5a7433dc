/** A listing to its end. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api } from './api.ts';
import type { Policies } from './policies.ts';
import type { Query, Row } from './shapes.ts';

export async function everyPage(
  api: Api,
  policies: Policies,
  path: string,
  query: Query,
  limit: number,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  let empty = 0;
  for (let offset = 0; ; ) {
    let page: Awaited<ReturnType<Api['page']>>;
    try {
      page = await api.page(path, { ...query, limit, offset });
    } catch (error) {
      return policies.onLostPage(error, all);
    }
    all.push(...page.rows);
    if (policies.isLast(page)) return all;
    empty = page.rows.length === 0 ? empty + 1 : 0;
    // Rows may hide behind an empty page; behind several in a row it is the row ceiling that nobody gets past.
    if (empty > policies.mostEmptyPages) throw stuck(path, all.length, page.truncated);
    offset = policies.nextOffset(page);
  }
}

function stuck(path: string, rows: number, truncated: boolean): ClientFailure {
  const why = truncated ? ' The service stopped reading at its row ceiling: ask for less time.' : '';
  return new ClientFailure('incomplete', {
    message: `${path} gave ${rows} rows, and then empty pages that claim there is more.${why}`,
  });
}
