/**
 * Webhooks as a receiver meets them, made by the code that sends them. A case hands their parts to the client as texts:
 * `$webhook.trades.body`, `$webhook.trades.signature`, `$webhook.trades.timestamp`, `$webhook.secret`.
 */
import { createHmac } from 'node:crypto';
import { base62, sub, uuid } from '../../../fixtures/ledger/seed.ts';
import { MINUTE } from '../../../fixtures/ledger/time.ts';
import type { Connection } from '../../../fixtures/ledger/types.ts';
import type { Json } from '../../../src/provider/index.ts';
import { connectionsOf, MAIN } from '../customers.ts';
import { placesOf } from '../places.ts';
import type { RedbarkWorld } from '../state.ts';
import { webhooks } from '../webhooks.ts';
import type { TradeBody, TransactionBody } from '../wire/schemas.ts';
import { tradeBody } from '../wire/trade.ts';
import { transactionBody } from '../wire/transaction.ts';
import { chunksOf, runData, tradeItem, transactionItem, webhookBody } from '../wire/webhook.ts';

/** Rows of one run: a little more than a message holds (RB-84). */
const ROWS = 503;

interface Row {
  /** As the message has it. */
  readonly item: { readonly [field: string]: Json };
  /** As the REST API shows it. */
  readonly body: TradeBody | TransactionBody;
}

interface Kind {
  readonly type: string;
  rows(world: RedbarkWorld): readonly Row[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  trades: {
    type: 'trades.synced',
    rows(world) {
      const connection = first(world, 'brokerage');
      if (connection === undefined) return [];
      const { placeOf } = placesOf(world, { connection, accounts: connection.accounts });
      return world.ledger.trades.page(connection.accounts, { now: world.bornAt }, 0, ROWS).map((row) => ({
        item: tradeItem(placeOf(row.account), row),
        body: tradeBody(placeOf(row.account), row),
      }));
    },
  },
  transactions: {
    type: 'transactions.synced',
    rows(world) {
      const connection = first(world, 'banking');
      if (connection === undefined) return [];
      const { placeOf } = placesOf(world, { connection, accounts: connection.accounts });
      return world.ledger.transactions
        .page(connection.accounts, { now: world.bornAt }, 0, ROWS)
        .map((row) => ({
          item: transactionItem(world, placeOf(row.account), row),
          body: transactionBody(world, placeOf(row.account), row),
        }));
    },
  },
};

/** One message: the first chunk of a run, or its last. */
interface Sample {
  readonly id: string;
  readonly type: string;
  readonly chunk: number;
  readonly chunks: number;
  readonly rows: readonly Row[];
  readonly message: Json;
}

/** `trades` or `transactions`; with `-rest` the last chunk of the run. */
function sampleOf(world: RedbarkWorld, name: string): Sample | undefined {
  const [, about = '', rest] = /^(trades|transactions)(-rest)?$/.exec(name) ?? [];
  const kind = KINDS[about];
  if (kind === undefined) return undefined;
  const rows = kind.rows(world);
  const run = uuid(sub(world.seed, 'redbark', 'sample-run', about));
  const chunks = chunksOf(
    runData(
      run,
      rows.map(({ item }) => item),
    ),
  );
  const chunk = rest === undefined ? chunks[0] : chunks.at(-1);
  if (chunk === undefined) return undefined;
  const id = uuid(sub(world.seed, 'redbark', 'sample', name));
  const before = rest === undefined ? 0 : rows.length - chunk.items.length;
  return {
    id,
    type: kind.type,
    chunk: chunk.chunk,
    chunks: chunk.chunks,
    rows: rows.slice(before, before + chunk.items.length),
    message: webhookBody(id, kind.type, world.bornAt, chunk as unknown as Json),
  };
}

/** Undefined: there is no such text. */
export function sampleText(world: RedbarkWorld, [name = '', part]: readonly string[]): string | undefined {
  if (name === 'secret') return secretOf(world);
  const sample = sampleOf(world, name);
  if (sample === undefined) return undefined;
  const body = JSON.stringify(sample.message);
  const at = world.bornAt;
  switch (part) {
    case 'body':
      return body;
    // As other writers of JSON put it: the signature is over these very bytes.
    case 'spaced-body':
      return spaced(sample);
    case 'timestamp':
      return signed(world, sample, body, at).timestamp;
    case 'signature':
      return signed(world, sample, body, at).signature;
    case 'spaced-signature':
      return signed(world, sample, spaced(sample), at).signature;
    // The last attempt, thirteen seconds after the first: with its own time and signature (RB-86, RB-C50).
    case 'retried-timestamp':
      return signed(world, sample, body, at + 13_000).timestamp;
    case 'retried-signature':
      return signed(world, sample, body, at + 13_000).signature;
    case 'old-timestamp':
      return signed(world, sample, body, at - 10 * MINUTE).timestamp;
    case 'old-signature':
      return signed(world, sample, body, at - 10 * MINUTE).signature;
    case 'forged-signature':
      return `sha256=${createHmac('sha256', `not ${secretOf(world)}`)
        .update(`${signed(world, sample, body, at).timestamp}.${body}`)
        .digest('hex')}`;
    default:
      return undefined;
  }
}

/** What a receiver has to understand of a message: looked up by the body it was given. */
export function messageIn(world: RedbarkWorld, body: unknown): unknown {
  const names = ['trades', 'trades-rest', 'transactions', 'transactions-rest'];
  const sample = names
    .flatMap((name) => sampleOf(world, name) ?? [])
    .find((one) => [JSON.stringify(one.message), spaced(one)].includes(String(body)));
  return (
    sample && {
      id: sample.id,
      type: sample.type,
      chunk: sample.chunk,
      totalChunks: sample.chunks,
      rows: sample.rows.map(({ body: row, item }) => ({
        id: row.id,
        accountId: row.accountId,
        amount: 'amount' in row ? row.amount : row.totalAmount,
        currency: String(item.currency).toUpperCase(),
      })),
    }
  );
}

function signed(
  world: RedbarkWorld,
  { id }: Sample,
  body: string,
  sentAt: number,
): { timestamp: string; signature: string } {
  const headers = webhooks.headers({ id, body, sentAt }, secretOf(world));
  return {
    timestamp: headers['X-Redbark-Timestamp'] ?? '',
    signature: headers['X-Redbark-Signature'] ?? '',
  };
}

function spaced({ message }: Sample): string {
  return JSON.stringify(message, null, 1).replaceAll('\n', ' ');
}

function first(world: RedbarkWorld, category: Connection['category']): Connection | undefined {
  return connectionsOf(world, MAIN).find((connection) => connection.category === category);
}

function secretOf(world: RedbarkWorld): string {
  return `whsec_${base62(sub(world.secrets, 'redbark', 'webhook'), 32)}`;
}
