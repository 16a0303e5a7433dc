/** A stored transaction as the API writes it. */
import type { Decimal } from '../../../fixtures/ledger/decimal.ts';
import { hex, sub } from '../../../fixtures/ledger/seed.ts';
import type { BankTransaction, Instant } from '../../../fixtures/ledger/types.ts';
import { type AnswerBody, exact } from '../../../src/provider/index.ts';
import { LENS, shortId } from '../directory.ts';
import type { operations } from '../generated/types.ts';
import type { BreadboxWorld } from '../state.ts';
import { type Shelf, storedSince } from '../stored-data.ts';
import { negated } from './account.ts';
import { categoryOf } from './categories.ts';
import { dateOf, timestamp } from './time.ts';

type TransactionBody = AnswerBody<operations['listTransactions']>['data'][number];
export type Field = keyof TransactionBody;

/** What `fields` may ask for (BB-C27); `id` and `short_id` come with every one of them. */
const PRESETS: Readonly<Record<string, readonly Field[]>> = {
  minimal: ['date', 'amount', 'name'],
  core: ['account_id', 'date', 'amount', 'iso_currency_code', 'name', 'merchant_name', 'pending'],
  category: ['category_primary', 'category_detailed'],
  timestamps: ['datetime', 'authorized_date', 'created_at', 'updated_at'],
};

/** @param presets the parameter's text; undefined asks for all fields */
export function fieldsOf(presets: string | undefined): ReadonlySet<Field> | undefined {
  if (presets === undefined) return undefined;
  return new Set<Field>(['id', 'short_id', ...presets.split(',').flatMap((name) => PRESETS[name] ?? [])]);
}

/** Ids begin with milliseconds since about 1830, so that 48 bits hold every instant from then to the year 9999. */
const ID_EPOCH = -(2 ** 42);

/**
 * A UUID whose first 48 bits are the row's instant; the rest is drawn. So the order of ids is the order of time,
 * "by date, then by id" needs no sorting, and a cursor that holds an id holds a place in time (BB-C19).
 */
export function transactionId(
  { seed }: Pick<BreadboxWorld, 'seed'>,
  { account, key, at }: BankTransaction,
): string {
  const drawn = hex(sub(seed, LENS, 'transaction', account, key), 18);
  return idAt(at, drawn, '89ab'.charAt(Number.parseInt(drawn.charAt(3), 16) & 3));
}

/** An id before (or behind) that of every row of an instant, in order of ids. */
export function edgeId(at: Instant, edge: 'first' | 'last'): string {
  return edge === 'first' ? idAt(at, '0'.repeat(18), '8') : idAt(at, 'f'.repeat(18), 'b');
}

/** @param rest 18 hexadecimal digits */
function idAt(at: Instant, rest: string, variant: string): string {
  const time = Math.max(0, at - ID_EPOCH)
    .toString(16)
    .padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-4${rest.slice(0, 3)}-${variant}${rest.slice(3, 6)}-${rest.slice(6)}`;
}

/** The instant within a {@link transactionId}. */
export function instantOfId(id: string): Instant {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) + ID_EPOCH;
}

/** Positive is money out (BB-T06); the ledger signs from the account's side. */
export function amountOf(row: BankTransaction): Decimal {
  return negated(row.amount);
}

export function transactionBody(
  world: BreadboxWorld,
  shelf: Shelf,
  row: BankTransaction,
  id: string,
): TransactionBody {
  const { ledger } = world;
  const category = categoryOf(row);
  const institution = ledger.institutions.get(shelf.connection.institution);
  // A pending row is there when it happens; what it settles into is another row, there when it is posted.
  const stored = timestamp(storedSince(shelf, row.pending ? row.at : (row.postedAt ?? row.at)));
  return {
    id,
    short_id: shortId(world, 'transaction', row.account, row.key),
    account_id: ledger.id(LENS, 'account', row.account),
    amount: exact(amountOf(row)),
    iso_currency_code: row.currency,
    date: dateOf(row.at),
    datetime: institution?.datesAs === 'date' ? null : timestamp(row.at),
    authorized_date: dateOf(row.at),
    name: row.description,
    merchant_name: row.merchant?.name ?? null,
    category_primary: category?.primary ?? null,
    category_detailed: category?.detailed ?? null,
    payment_channel: row.channel,
    pending: row.pending,
    created_at: stored,
    updated_at: stored,
  };
}

/** The members asked for, in the row's own order. */
export function onlyFields(row: TransactionBody, fields: ReadonlySet<Field> | undefined): TransactionBody {
  if (fields === undefined) return row;
  const { id, short_id, ...rest } = row;
  return {
    id,
    short_id,
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => fields.has(name as Field))),
  };
}
