/** Filters that only reading a row can decide. */
import { Decimal } from '../../../fixtures/ledger/decimal.ts';
import type { BankTransaction } from '../../../fixtures/ledger/types.ts';
import type { QueryOf } from '../../../src/provider/index.ts';
import type { operations } from '../generated/types.ts';
import { categoryOf, hasSlug } from '../wire/categories.ts';
import { amountOf } from '../wire/transaction.ts';
import { searcher } from './search.ts';

export type TransactionQuery = QueryOf<operations['listTransactions']>;

type Filter = (row: BankTransaction) => boolean;

/** What a row must pass to be listed; undefined if the request filters nothing, so that every row passes. */
export function filterOf(query: TransactionQuery): Filter | undefined {
  const {
    category_slug: slug,
    pending,
    min_amount: min,
    max_amount: max,
    search,
    exclude_search: without,
  } = query;
  const mode = query.search_mode ?? 'contains';
  const filters: Filter[] = [];
  if (pending !== undefined) filters.push((row) => row.pending === pending);
  if (slug !== undefined) filters.push((row) => hasSlug(categoryOf(row), slug));
  if (min !== undefined) filters.push(atLeast(new Decimal(min)));
  if (max !== undefined) filters.push(atMost(new Decimal(max)));
  if (search !== undefined) filters.push(searcher(search, mode));
  if (without !== undefined) {
    const found = searcher(without, mode);
    filters.push((row) => !found(row));
  }
  return filters.length === 0 ? undefined : (row) => filters.every((passes) => passes(row));
}

const atLeast =
  (least: Decimal): Filter =>
  (row) =>
    amountOf(row).gte(least);

const atMost =
  (most: Decimal): Filter =>
  (row) =>
    amountOf(row).lte(most);
