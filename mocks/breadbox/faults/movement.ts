/** Rows that come and go while a client reads. A cursor here names a row, so neither shifts what comes after it. */
import type { BankTransaction, Connection } from '../../../fixtures/ledger/types.ts';
import { type Given, MOST_VANISHED, type Play, withoutVanished } from '../../../src/provider/index.ts';
import { linkedConnection } from '../connections.ts';
import { directoryOf } from '../directory.ts';
import { refusals } from '../errors.ts';
import { readCursor } from '../listing/cursor.ts';
import type { BreadboxExchange, BreadboxState, Principal } from '../state.ts';
import { knownAccounts, shelfOf } from '../stored-data.ts';
import { addInstant, isHeld } from '../sync-history.ts';
import { instantOfId, transactionId } from '../wire/transaction.ts';
import { concerns, meant } from './concerns.ts';

export const movement: Readonly<Record<string, Play<BreadboxState, Principal>>> = {
  'row-arrives': {
    on: ['listTransactions'],
    when: (x, given) => x.world.roomForRows > 0 && receiver(x, given) !== undefined,
    play(x, given) {
      const to = receiver(x, given);
      if (to === undefined) return {};
      x.world.arrive({ account: to.account, amount: '-4.20', description: 'Arrived while you were reading' });
      // What is listed is what a sync has stored, so one brings it (BB-C40).
      addInstant(x.world, to.connection, x.now);
      return {};
    },
  },
  'row-vanishes': {
    on: ['listTransactions'],
    when: (x) => lastShown(x) !== undefined && x.world.state.vanished.length < MOST_VANISHED,
    play(x) {
      const row = lastShown(x);
      if (row !== undefined) x.world.state.vanished.push({ account: row.account, key: row.key, at: row.at });
      return {};
    },
  },
  'cursor-expires': {
    on: ['listTransactions'],
    when: ({ query }) => typeof query.cursor === 'string',
    play: () => refusals.invalidCursor(),
  },
};

interface Receiver {
  readonly connection: Connection;
  readonly account: string;
}

/** The bank account that gets a row: the one asked for, else the first whose connection can be synced now. */
function receiver(x: BreadboxExchange, given: Given): Receiver | undefined {
  const { world, now } = x;
  const wanted = concerns(x).accounts[0] ?? given.account;
  for (const key of meant(x, given)) {
    const connection = linkedConnection(world, key, now);
    if (connection?.category !== 'banking' || isHeld(world, connection, now)) continue;
    const shelf = shelfOf(world, connection, now);
    if (shelf.standing.status !== 'active' || !shelf.course.syncable) continue;
    const account = knownAccounts(world, shelf).find(
      ({ key: each }) => wanted === undefined || each === wanted,
    );
    if (account !== undefined) return { connection, account: account.key };
  }
  return undefined;
}

/** The row that the cursor names: the last one of the page before. */
function lastShown({ world, query, now }: BreadboxExchange): BankTransaction | undefined {
  const id = typeof query.cursor === 'string' ? readCursor(query.cursor) : undefined;
  if (id === undefined) return undefined;
  const at = instantOfId(id);
  const accounts = directoryOf(world).accounts.map(({ key }) => key);
  const rows = withoutVanished(world.ledger.transactions, world.state.vanished);
  for (const row of rows.each(accounts, { now, from: at, until: at + 1 }))
    if (transactionId(world, row) === id) return row;
  return undefined;
}
