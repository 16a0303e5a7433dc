/**
 * The stored transactions of several connections as one listing in order of date, then id.
 *
 * Each connection was last synced at another moment, so each is a listing of its own, as of that moment; they are
 * merged as far as a page needs. Whatever the page, each is read from the page's place on, never from its start.
 */
import { compareText } from '../../../fixtures/ledger/compare.ts';
import type { BankTransaction, Instant } from '../../../fixtures/ledger/types.ts';
import { withoutVanished } from '../../../src/provider/index.ts';
import type { BreadboxWorld } from '../state.ts';
import type { Shelf } from '../stored-data.ts';
import { instantOfId, transactionId } from '../wire/transaction.ts';
import { Heads } from './heads.ts';

export class StoredRow {
  #id: string | undefined;

  constructor(
    readonly row: BankTransaction,
    readonly shelf: Shelf,
    private readonly world: BreadboxWorld,
  ) {}

  /** Drawn when asked for: most rows that a filter reads are never shown. */
  get id(): string {
    this.#id ??= transactionId(this.world, this.row);
    return this.#id;
  }

  /** By time, then by id, which is the same as by id alone. */
  compare(other: StoredRow): number {
    return this.row.at - other.row.at || compareText(this.id, other.id);
  }
}

/** A shelf, and which of its accounts are wanted. */
export interface Section {
  readonly shelf: Shelf;
  readonly accounts: readonly string[];
}

export interface Stretch {
  readonly order: 'desc' | 'asc';
  /** First and first unwanted instant. */
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
  /** Only what comes after the row of this id, in the given order. */
  readonly after?: string | undefined;
}

/** Rows a section reads at first; it reads twice as many each time it is asked again. */
const FIRST_READ = 16;
const LARGEST_READ = 512;
/** Of thousands of sections most show no row on a page: they read less at first, these many together. */
const FIRST_READ_IN_ALL = 1024;

export function* storedRows(
  world: BreadboxWorld,
  sections: readonly Section[],
  stretch: Stretch,
): Generator<StoredRow, void, undefined> {
  const sign = stretch.order === 'desc' ? -1 : 1;
  const size = Math.max(1, Math.min(FIRST_READ, Math.floor(FIRST_READ_IN_ALL / sections.length)));
  const heads = new Heads((a, b) => sign * a.row.compare(b.row) < 0);
  for (const section of sections) {
    const rest = sectionRows(world, section, stretch, size);
    const first = rest.next();
    if (first.done !== true) heads.add({ row: first.value, rest });
  }
  for (let head = heads.first; head !== undefined; head = heads.first) {
    yield head.row;
    const next = head.rest.next();
    if (next.done === true) heads.dropFirst();
    else {
      head.row = next.value;
      heads.sinkFirst();
    }
  }
}

function* sectionRows(
  world: BreadboxWorld,
  section: Section,
  stretch: Stretch,
  firstRead: number,
): Generator<StoredRow, void, undefined> {
  const { order, after } = stretch;
  const place = after === undefined ? undefined : instantOfId(after);
  const sign = order === 'desc' ? -1 : 1;
  let ties: StoredRow[] = [];
  for (const row of read(world, section, stretch, firstRead)) {
    const stored = new StoredRow(row, section.shelf, world);
    if (after !== undefined && row.at === place && sign * compareText(stored.id, after) <= 0) continue;
    const [tie] = ties;
    if (tie !== undefined && tie.row.at !== row.at) {
      yield* ties;
      ties = [];
    }
    ties.push(stored);
    // Rows of one instant are few; the ledger orders them by account and key, this listing by id.
    if (ties.length > 1) ties.sort((a, b) => sign * a.compare(b));
  }
  yield* ties;
}

function* read(
  world: BreadboxWorld,
  { shelf, accounts }: Section,
  { order, from, until, after }: Stretch,
  firstRead: number,
): Generator<BankTransaction, void, undefined> {
  const { asOf } = shelf;
  if (asOf === undefined || accounts.length === 0) return;
  const place = after === undefined ? undefined : instantOfId(after);
  const range =
    order === 'desc'
      ? { now: asOf, from, until: place === undefined ? until : Math.min(until ?? place + 1, place + 1) }
      : { now: asOf, from: place === undefined ? from : Math.max(from ?? place, place), until };
  const direction = order === 'desc' ? 'newest' : 'oldest';
  const transactions = withoutVanished(world.ledger.transactions, world.state.vanished);
  let size = firstRead;
  for (let offset = 0; ; ) {
    const rows = transactions.page(accounts, range, offset, size, direction);
    yield* rows;
    if (rows.length < size) return;
    offset += rows.length;
    size = Math.min(LARGEST_READ, size * 2);
  }
}
