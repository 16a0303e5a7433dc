/** An account as the API writes it, with the balances that the last sync stored. */
import type { Decimal } from '../../../fixtures/ledger/decimal.ts';
import type { Account, AccountKind } from '../../../fixtures/ledger/types.ts';
import { type AnswerBody, exact, type JsonNumber } from '../../../src/provider/index.ts';
import { LENS, shortId } from '../directory.ts';
import type { operations } from '../generated/types.ts';
import type { BreadboxWorld } from '../state.ts';
import { type Shelf, storedSince } from '../stored-data.ts';
import { timestamp } from './time.ts';

type AccountBody = AnswerBody<operations['listAccounts']>['data'][number];

const TYPES: Readonly<Record<AccountKind, readonly [type: AccountBody['type'], subtype: string]>> = {
  transaction: ['depository', 'checking'],
  savings: ['depository', 'savings'],
  'credit-card': ['credit', 'credit card'],
  loan: ['loan', 'loan'],
  brokerage: ['investment', 'brokerage'],
  crypto: ['investment', 'crypto exchange'],
};

export function accountBody(world: BreadboxWorld, shelf: Shelf, account: Account): AccountBody {
  const { ledger } = world;
  const { connection, asOf, storedAt } = shelf;
  const [type, subtype] = TYPES[account.kind];
  const balance = ledger.balance(account.key, asOf ?? connection.createdAt);
  return {
    id: ledger.id(LENS, 'account', account.key),
    short_id: shortId(world, 'account', account.key),
    connection_id: ledger.id(LENS, 'connection', connection.key),
    user_id: ledger.id(LENS, 'person', connection.person),
    user_name: ledger.people.get(connection.person)?.name ?? null,
    name: account.name,
    official_name: account.officialName ?? null,
    type,
    subtype,
    mask: maskOf(account.number),
    iso_currency_code: balance.currency,
    // The ledger sees debts from the holder's side, below zero; here money owed is positive.
    balance_current: owes(account) ? exact(negated(balance.current)) : exact(balance.current),
    balance_available: optional(balance.available),
    balance_limit: optional(balance.limit),
    institution_name: ledger.institutions.get(connection.institution)?.name ?? connection.institution,
    created_at: timestamp(storedSince(shelf, Math.max(account.openedAt, connection.createdAt))),
    updated_at: timestamp(storedAt ?? connection.createdAt),
  };
}

function owes({ kind }: Account): boolean {
  return kind === 'credit-card' || kind === 'loan';
}

/** Zero has no sign on the wire. */
export function negated(value: Decimal): Decimal {
  return value.isZero() ? value.abs() : value.negated();
}

function optional(value: Decimal | undefined): JsonNumber | null {
  return value === undefined ? null : exact(value);
}

/** The last four letters or digits. */
function maskOf(number: string | undefined): string | null {
  const characters = number?.replaceAll(/[^0-9A-Za-z]/g, '') ?? '';
  return characters === '' ? null : characters.slice(-4);
}
