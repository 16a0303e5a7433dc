/** A row of a bank account. Days are the institution's own; instants are UTC. */
import { padded } from '../../../fixtures/ledger/decimal.ts';
import { hex, sub } from '../../../fixtures/ledger/seed.ts';
import { isoDay, isoInstant } from '../../../fixtures/ledger/time.ts';
import type { BankTransaction } from '../../../fixtures/ledger/types.ts';
import { localDay } from '../../../fixtures/ledger/zones.ts';
import type { Place } from '../places.ts';
import type { RedbarkWorld } from '../state.ts';
import { reading } from '../switches.ts';
import type { TransactionBody } from './schemas.ts';

const MONEY = 2;
/** How a hold is described until it settles (RB-C13). */
const HOLD = 'AUTHORISATION';

export function transactionBody(
  world: RedbarkWorld,
  { accountId, account, institution: { timeZone } }: Place,
  row: BankTransaction,
): TransactionBody {
  const { at, postedAt, pending } = row;
  return {
    id: idOf(world, row),
    accountId,
    accountName: account.name,
    status: 'posted',
    date: isoDay(localDay(timeZone, at)),
    datetime: isoInstant(at),
    postDate: postedAt === undefined ? null : isoDay(localDay(timeZone, postedAt)),
    postDatetime: postedAt === undefined ? null : isoInstant(postedAt),
    valueDate: null,
    valueDatetime: null,
    description: pending ? HOLD : row.description,
    amount: padded(row.amount, MONEY),
    direction: row.amount.lessThan(0) ? 'debit' : 'credit',
    category: row.category ?? null,
    merchantName: row.merchant?.name ?? null,
    merchantCategoryCode: row.merchant?.code ?? null,
  };
}

/** A hold and the row it settles into have different keys, so the id changes on settling in both forms (RB-62). */
function idOf(world: RedbarkWorld, { account, key }: BankTransaction): string {
  return reading(world, 'transactionIds') === 'uuid'
    ? world.ledger.id('redbark', 'transaction', `${account}/${key}`)
    : `bank_tx_${hex(sub(world.seed, 'redbark', 'transaction', account, key), 64)}`;
}
