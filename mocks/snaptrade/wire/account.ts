/** Accounts and their cash. */
import { type Cash, draws, type Instant, type Seed, sub } from '../../../fixtures/ledger/index.ts';
import { isoDay } from '../../../fixtures/ledger/time.ts';
import { localDay } from '../../../fixtures/ledger/zones.ts';
import { exact } from '../../../src/provider/index.ts';
import { type AccountStatus, accountStatusOf, tellsHoldings } from '../account-standing.ts';
import { holdingsAsOf, isFirstSync, type Transactions, transactionsOf } from '../freshness.ts';
import { type AccountPlace, LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { totalOf } from '../value/total.ts';
import type { AccountBody, BalanceBody, TransactionsStatusBody } from './schemas.ts';
import { currencyBody } from './security.ts';
import { timestamp, zoneOf } from './time.ts';

/** The only brokerages that tell when an account was opened and funded (ST-48). */
const TELL_OPENING: ReadonlySet<string> = new Set(['tastytrade', 'etoro', 'moomoo', 'public', 'unlok']);

export function accountBody(world: SnapTradeWorld, place: AccountPlace): AccountBody {
  const { account, connection, institution } = place;
  const { ledger } = world;
  const asOf = holdingsAsOf(world, place);
  const total = totalOf(world, account.key, asOf);
  const opened = openingDate(world, place);
  const brokersId = institutionAccountId(world.seed, account.drawnAs);
  const rawType = rawTypeOf(place);
  const status = accountStatusOf(world, account.key);
  return {
    id: ledger.id(LENS, 'account', account.key),
    brokerage_authorization: ledger.id(LENS, 'connection', connection.key),
    portfolio_group: ledger.id(LENS, 'portfolio-group', account.key),
    name: account.name,
    // A wallet has no number of its own; the field must be text, so the exchange's id stands in.
    number: account.number ?? brokersId,
    institution_account_id: brokersId,
    institution_name: institution.name,
    created_date: timestamp(world, connection.createdAt),
    funding_date: opened,
    opening_date: opened,
    sync_status: syncStatus(world, place),
    balance: {
      total: isFirstSync(world, place) ? null : { amount: exact(total.amount), currency: total.currency },
    },
    status: status === 'unknown' ? null : status,
    raw_type: rawType,
    account_category: categoryOf(place),
    meta: { type: rawType, status: IN_META[status], institution_name: institution.name },
    cash_restrictions: [],
    is_paper: false,
  };
}

/** The brokerage's own word, which has no standard. */
const IN_META: Readonly<Record<AccountStatus, string>> = {
  open: 'ACTIVE',
  closed: 'CLOSED',
  archived: 'ARCHIVED',
  unavailable: 'UNAVAILABLE',
  unknown: 'UNKNOWN',
};

export function openingDate(world: SnapTradeWorld, { account, institution }: AccountPlace): string | null {
  return TELL_OPENING.has(institution.key) ? timestamp(world, account.openedAt) : null;
}

export function rawTypeOf({ account }: AccountPlace): string {
  return account.kind === 'crypto' ? 'Spot' : 'Cash';
}

/** A function of the account alone: connecting it again gives new ids but this one (ST-47). */
export function institutionAccountId(seed: Seed, drawnAs: string): string {
  return String(draws(sub(seed, LENS, 'institution-account', drawnAs)).between(10_000_000, 99_999_999));
}

export function isInvestment(place: AccountPlace): boolean {
  return categoryOf(place) === 'INVESTMENT';
}

export function categoryOf({ account }: AccountPlace): AccountBody['account_category'] {
  switch (account.kind) {
    case 'brokerage':
    case 'crypto':
      return 'INVESTMENT';
    case 'transaction':
    case 'savings':
      return 'DEPOSIT';
    case 'credit-card':
    case 'loan':
      return 'LOC';
  }
}

function syncStatus(world: SnapTradeWorld, place: AccountPlace): AccountBody['sync_status'] {
  const isFirst = isFirstSync(world, place);
  return {
    transactions: transactionsStatus(world, place),
    holdings: {
      initial_sync_completed: !isFirst,
      last_successful_sync: isFirst ? null : timestamp(world, holdingsAsOf(world, place)),
      holdings_unavailable: !tellsHoldings(world, place.account.key),
    },
  };
}

export function transactionsStatus(world: SnapTradeWorld, place: AccountPlace): TransactionsStatusBody {
  const known = transactionsOf(world, place);
  return {
    initial_sync_completed: known !== undefined,
    last_successful_sync: known === undefined ? null : isoDay(known.through),
    first_transaction_date: known === undefined ? null : firstActivity(world, place, known),
  };
}

function firstActivity(
  world: SnapTradeWorld,
  place: AccountPlace,
  { readAt, until }: Transactions,
): string | null {
  const [first] = world.ledger.trades.page([place.account.key], { now: readAt, until }, 0, 1, 'oldest');
  return first === undefined ? null : isoDay(localDay(zoneOf(place.institution), first.at));
}

/** One entry per currency. These are cash accounts: what can be spent is what is there (ST-50). */
export function balanceBodies(world: SnapTradeWorld, place: AccountPlace): BalanceBody[] {
  return cashOf(world, place, holdingsAsOf(world, place)).map(({ currency, amount }) => ({
    currency: currencyBody(world.ledger, currency),
    cash: exact(amount),
    buying_power: exact(amount),
  }));
}

export function cashOf(world: SnapTradeWorld, place: AccountPlace, asOf: Instant): readonly Cash[] {
  const { account } = place;
  if (!tellsHoldings(world, account.key)) return [];
  if (isInvestment(place)) return world.ledger.cash(account.key, asOf);
  const { currency, current } = world.ledger.balance(account.key, asOf);
  return [{ currency, amount: current }];
}
