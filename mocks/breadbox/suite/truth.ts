/** What the ledger and the state of a world say of each job's result, through the same wire functions that serve it. */
import { Decimal } from '../../../fixtures/ledger/decimal.ts';
import { DAY, dayNamed } from '../../../fixtures/ledger/time.ts';
import { exact, isProblem, type JobInput, type JsonNumber } from '../../../src/provider/index.ts';
import { linkedConnection, shelvesOf } from '../connections.ts';
import { directoryOf, findKey } from '../directory.ts';
import { filterOf } from '../listing/filters.ts';
import { type Section, type StoredRow, storedRows } from '../listing/stored-rows.ts';
import type { BreadboxWorld } from '../state.ts';
import { isKnown, knownAccounts, type Shelf, shelfOf } from '../stored-data.ts';
import { reading } from '../switches.ts';
import { latestAttempt, latestSuccess } from '../syncs/attempts.ts';
import { accountBody } from '../wire/account.ts';
import { connectionBody, connectionStatusBody } from '../wire/connection.ts';
import { amountOf, transactionBody } from '../wire/transaction.ts';

export type AccountRow = ReturnType<typeof accountBody>;

export function connectionRows(world: BreadboxWorld, input: JobInput) {
  const hide = reading(world, 'disconnectedConnections') === 'hidden';
  return shelvesFor(world, input)
    .filter(({ standing }) => !(hide && standing.status === 'disconnected'))
    .map((shelf) => connectionBody(world, shelf));
}

export function statusBody(world: BreadboxWorld, { connectionId }: JobInput) {
  const shelf = shelfNamed(world, connectionId);
  return shelf === undefined ? null : connectionStatusBody(world, shelf);
}

/** As GET /accounts lists them: by institution, then by name. */
export function accountRows(world: BreadboxWorld, input: JobInput): AccountRow[] {
  const leaveOut = reading(world, 'disconnectedAccounts') === 'excluded';
  const shelves = new Map(
    shelvesFor(world, input)
      .filter(({ standing }) => !(leaveOut && standing.status === 'disconnected'))
      .map((shelf) => [shelf.connection.key, shelf]),
  );
  return directoryOf(world).accounts.flatMap((account) => {
    const shelf = shelves.get(account.connection);
    return shelf !== undefined && isKnown(shelf, account) ? [accountBody(world, shelf, account)] : [];
  });
}

/** What is owned less what is owed, by currency: the ledger has debts below zero. */
export function worth(world: BreadboxWorld, input: JobInput) {
  const sums = new Map<string | null, Decimal>();
  for (const account of accountRows(world, input)) {
    if (account.balance_current === null) continue;
    const balance = decimalOf(account.balance_current);
    const owed = account.type === 'credit' || account.type === 'loan';
    const sum = sums.get(account.iso_currency_code) ?? new Decimal(0);
    sums.set(account.iso_currency_code, owed ? sum.minus(balance) : sum.plus(balance));
  }
  return [...sums].map(([iso_currency_code, sum]) => ({ iso_currency_code, amount: exact(sum) }));
}

export function transactionRows(world: BreadboxWorld, input: JobInput) {
  return [...rowsFor(world, input)].map((stored) => bodyOf(world, stored));
}

export function newestRows(world: BreadboxWorld, input: JobInput) {
  const bodies: ReturnType<typeof transactionBody>[] = [];
  for (const stored of rowsFor(world, input)) {
    if (bodies.length === Number(input.count)) break;
    bodies.push(bodyOf(world, stored));
  }
  return bodies;
}

/** By currency; a positive amount is money out. */
export function flow(world: BreadboxWorld, input: JobInput) {
  const sums = new Map<string, { in: Decimal; out: Decimal }>();
  for (const { row } of rowsFor(world, input)) {
    const sum = sums.get(row.currency) ?? { in: new Decimal(0), out: new Decimal(0) };
    const amount = amountOf(row);
    if (amount.isNegative()) sum.in = sum.in.plus(amount.negated());
    else sum.out = sum.out.plus(amount);
    sums.set(row.currency, sum);
  }
  return [...sums].map(([iso_currency_code, sum]) => ({
    iso_currency_code,
    money_in: exact(sum.in),
    money_out: exact(sum.out),
  }));
}

/** What is reported as a success and is none equals nothing that a client could have seen. */
const NOT_SYNCED = 'no sync has ended well since it was asked for';

/** The row of the log of the sync that was asked for, or of the one that was running. */
export function logOfThisSync(world: BreadboxWorld, input: JobInput) {
  const shelf = shelfNamed(world, input.connectionId);
  return shelf !== undefined && hasSynced(world, shelf)
    ? connectionStatusBody(world, shelf).recent_sync
    : NOT_SYNCED;
}

/** Transactions, once the sync that was asked for has brought them. */
export function freshRows(world: BreadboxWorld, input: JobInput) {
  const shelf = shelfNamed(world, input.connectionId);
  return shelf !== undefined && hasSynced(world, shelf) ? transactionRows(world, input) : NOT_SYNCED;
}

function hasSynced(world: BreadboxWorld, { course, now }: Shelf): boolean {
  const success = latestSuccess(course, now);
  return success !== undefined && success.endsAt > world.bornAt;
}

/**
 * How the syncs of a sync of all ended: those that began or went on since the world began. Connections in trouble and
 * disconnected ones are left out of it (BB-13), and the webhook that told of their trouble is of the world's first instant.
 */
export function outcomes(world: BreadboxWorld) {
  const rows = shelvesFor(world, {}).flatMap((shelf) => {
    const attempt = latestAttempt(shelf.course, shelf.now);
    const log = connectionStatusBody(world, shelf).recent_sync;
    if (attempt === undefined || log === null || attempt.endsAt <= world.bornAt) return [];
    return [{ connection_id: idOf(world, shelf), status: log.status, error: log.error }];
  });
  const isUnderWay = world.state.round !== null || rows.some(({ status }) => status === 'in_progress');
  return isUnderWay ? 'a sync of them is under way' : rows;
}

function shelvesFor(world: BreadboxWorld, { userId }: JobInput): Shelf[] {
  const found = shelvesOf(world, typeof userId === 'string' ? userId : undefined, 'either', world.now());
  return isProblem(found) ? [] : found;
}

function shelfNamed(world: BreadboxWorld, id: unknown): Shelf | undefined {
  const now = world.now();
  const connection = linkedConnection(world, findKey(world, 'connection', String(id)), now);
  return connection === undefined ? undefined : shelfOf(world, connection, now);
}

/** Newest first. */
function rowsFor(world: BreadboxWorld, input: JobInput): Iterable<StoredRow> {
  const { accountId, firstDay, lastDay, search } = input;
  const key = accountId === undefined ? undefined : findKey(world, 'account', String(accountId));
  const sections = shelvesFor(world, input).map(
    (shelf): Section => ({
      shelf,
      accounts: knownAccounts(world, shelf)
        .map((account) => account.key)
        .filter((each) => accountId === undefined || each === key),
    }),
  );
  const rows = storedRows(world, sections, {
    order: 'desc',
    from: typeof firstDay === 'string' ? dayNamed(firstDay) * DAY : undefined,
    // The last day is wanted too.
    until: typeof lastDay === 'string' ? (dayNamed(lastDay) + 1) * DAY : undefined,
  });
  const passes = filterOf(typeof search === 'string' ? { search } : {});
  return passes === undefined ? rows : only(rows, ({ row }) => passes(row));
}

function* only<T>(items: Iterable<T>, wanted: (item: T) => boolean): Generator<T, void, undefined> {
  for (const item of items) if (wanted(item)) yield item;
}

function bodyOf(world: BreadboxWorld, { row, shelf, id }: StoredRow) {
  return transactionBody(world, shelf, row, id);
}

function idOf(world: BreadboxWorld, { connection }: Shelf): string {
  return connectionBody(world, shelfOf(world, connection, world.now())).id;
}

function decimalOf(value: number | JsonNumber): Decimal {
  return new Decimal(typeof value === 'number' ? value : value.digits);
}
