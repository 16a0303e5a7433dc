/** Webhooks: what a sync run of a connection found (RB-80 to RB-87). The real ones are set up in the dashboard. */
import { createHmac } from 'node:crypto';
import { draws, sub, uuid } from '../../fixtures/ledger/seed.ts';
import { DAY } from '../../fixtures/ledger/time.ts';
import type { Connection, Instant, Rows } from '../../fixtures/ledger/types.ts';
import type { Recurrence, Webhooks } from '../../src/provider/index.ts';
import { isLinkedBy, MAIN } from './customers.ts';
import { placesOf } from './places.ts';
import type { RedbarkState, RedbarkWorld } from './state.ts';
import { reading } from './switches.ts';
import { REFRESH_MS } from './wire/connection.ts';
import { chunksOf, runData, tradeItem, transactionItem, webhookBody } from './wire/webhook.ts';

/** At once, and then after these (RB-86). */
const RETRIES_MS = [1_000, 3_000, 9_000];

/** A run looks this far back behind the last one, for rows that came late or have settled (RB-C52). */
const LOOK_BACK_MS = 7 * DAY;

/** A run passes on the newest so many rows, as many as a listing reads at once (RB-C52). */
const MOST_ROWS = 5_000;

/** Every connection has one run a day, with one of its four refreshes (RB-C28, RB-C52). */
const sync: Recurrence<RedbarkState> = {
  emits: ['trades.synced', 'transactions.synced'],
  subjects: ({ ledger }) =>
    [...ledger.connections.values()].filter(({ seenBy }) => seenBy.includes('redbark')).map(({ key }) => key),
  next({ seed }, key, after) {
    const slot = draws(sub(seed, 'redbark', 'sync', key)).below(DAY / REFRESH_MS) * REFRESH_MS;
    const today = Math.floor(after / DAY) * DAY + slot;
    return today > after ? today : today + DAY;
  },
  begin: (world) => world.now(),
  happen(world, key, remembered) {
    const connection = world.ledger.connections.get(key);
    // A webhook is the main customer's; what is not healthy is not synced, and caught up with later (RB-C53).
    if (connection === undefined || !isLinkedBy(world, connection, MAIN)) return remembered;
    if (world.connection(key).status !== 'healthy') return remembered;
    tellOfRun(world, connection, Number(remembered));
    return world.now();
  },
};

export const webhooks: Webhooks<RedbarkState> = {
  events: {
    'trades.synced': 'the daily sync of a brokerage connection found trades',
    'transactions.synced': 'the daily sync of a bank connection found transactions',
  },
  parts: chunksOf,
  body: (_, { id, type, at, data }) => JSON.stringify(webhookBody(id, type, at, data)),
  // The time in the signature is the attempt's, so that a retry is no replay (RB-C50).
  headers: ({ id, body, sentAt }, key) => {
    const timestamp = String(Math.floor(sentAt / 1000));
    return {
      'Content-Type': 'application/json',
      'User-Agent': 'Redbark-Webhook/1.0',
      'X-Redbark-Signature': `sha256=${createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')}`,
      'X-Redbark-Timestamp': timestamp,
      'X-Redbark-Delivery-Id': id,
    };
  },
  succeeded: (status) => status >= 200 && status < 300,
  retry(attempt, outcome) {
    const passing = 'error' in outcome || outcome.status === 429 || outcome.status >= 500;
    return passing ? RETRIES_MS[attempt - 1] : undefined;
  },
  disables: (world, givenUp) => givenUp >= Number(reading(world, 'webhookDisable')),
  recurrences: { sync },
};

function tellOfRun(world: RedbarkWorld, connection: Connection, lastRun: Instant): void {
  const { ledger } = world;
  const { key, accounts, category } = connection;
  const type = category === 'brokerage' ? 'trades.synced' : 'transactions.synced';
  if (!world.hears(type)) return;
  const now = world.now();
  const { placeOf } = placesOf(world, { connection, accounts });
  const items =
    category === 'brokerage'
      ? found(ledger.trades, accounts, lastRun, now).map((row) => tradeItem(placeOf(row.account), row))
      : found(ledger.transactions, accounts, lastRun, now).map((row) =>
          transactionItem(world, placeOf(row.account), row),
        );
  if (items.length === 0) return;
  const run = uuid(sub(world.seed, 'redbark', 'sync-run', key, now));
  world.emit(type, runData(run, items), { connection: key });
}

/** Rows there are now and were not at the last run, oldest first; one that settled has another key. */
function found<Row extends { readonly account: string; readonly key: string }>(
  rows: Rows<Row>,
  accounts: readonly string[],
  lastRun: Instant,
  now: Instant,
): Row[] {
  const from = lastRun - LOOK_BACK_MS;
  const keyOf = ({ account, key }: Row): string => `${account}/${key}`;
  const known = new Set(rows.page(accounts, { now: lastRun, from }, 0, MOST_ROWS).map(keyOf));
  return rows
    .page(accounts, { now, from }, 0, MOST_ROWS)
    .filter((row) => !known.has(keyOf(row)))
    .reverse();
}
