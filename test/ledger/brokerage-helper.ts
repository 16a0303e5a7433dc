/** A hand-made world of a few dealing accounts, and what the laws need to say: plain folds over all rows. */
import { type Brokerage, createBrokerage } from '../../fixtures/ledger/brokerage.ts';
import { Decimal, ZERO } from '../../fixtures/ledger/decimal.ts';
import { rootSeed } from '../../fixtures/ledger/seed.ts';
import type { Account, Institution, LedgerPlan, Trade } from '../../fixtures/ledger/types.ts';

export const OPENED = Date.UTC(2021, 5, 1);
export const NOW = Date.UTC(2026, 7, 14, 3, 30);

function institution(key: string, country: string, fractional: boolean): Institution {
  return {
    key,
    name: key,
    kind: 'broker',
    country,
    url: `https://${key}.example`,
    description: key,
    timeZone: 'UTC',
    datesAs: 'date',
    allowsTrading: true,
    fractional,
  };
}

const INSTITUTIONS = [
  institution('sydney', 'AU', false),
  institution('app', 'US', true),
  institution('toronto', 'CA', false),
  institution('coins', 'US', true),
];

function account(key: string, currency: string, rowsPerYear: number, securities: string): Account {
  return {
    key,
    connection: key,
    kind: key === 'coins' ? 'crypto' : 'brokerage',
    name: key,
    drawnAs: key,
    officialName: undefined,
    number: undefined,
    currency,
    openedAt: OPENED,
    ids: {},
    securities: securities.split(' ').filter((symbol) => symbol !== ''),
    rowsPerYear,
    limit: undefined,
  };
}

/** Whole shares in one market; fractions in three; two currencies in one market; coins; many securities; nothing. */
export const ACCOUNTS: readonly Account[] = [
  account('sydney', 'AUD', 140, 'VAS.AX VGS.AX CBA.AX BHP.AX BRN.AX WES.AX'),
  account('app', 'USD', 160, 'AAPL NVDA VTI A200.AX CSL.AX BTC ETH ARCC'),
  account('toronto', 'CAD', 150, 'SHOP.TO XEQT.TO RY.TO MSFT BRK.B TSM ENB.TO CSU.TO PTY O'),
  account('coins', 'USD', 120, 'BTC ETH SOL DOGE ADA'),
  account(
    'whale',
    'USD',
    400,
    'AAPL MSFT GOOGL AMZN META NVDA TSLA JPM V WMT XOM KO PEP COST HD DIS NFLX AMD INTC',
  ),
  account('idle', 'AUD', 60, ''),
];

export function accountOf(key: string): Account {
  const found = ACCOUNTS.find((each) => each.key === key);
  if (found === undefined) throw new Error(`no account ${key}`);
  return found;
}

export const KEYS = ACCOUNTS.map(({ key }) => key);

export function plan(
  changes: Partial<LedgerPlan> & { readonly seedText?: string | number } = {},
): LedgerPlan {
  const { seedText = 7, ...rest } = changes;
  return {
    seed: rootSeed(seedText),
    people: [],
    institutions: INSTITUTIONS,
    connections: INSTITUTIONS.map(({ key }) => ({
      key,
      person: 'owner',
      institution: key,
      category: 'brokerage',
      name: key,
      createdAt: OPENED,
      seenBy: [],
      status: 'healthy',
      ids: {},
      accounts: [key],
    })),
    accounts: ACCOUNTS,
    trades: [],
    transactions: [],
    messy: false,
    ...rest,
  };
}

export function brokerage(changes: Parameters<typeof plan>[0] = {}): Brokerage {
  return createBrokerage(plan(changes));
}

/** Every row of an account at or before `now`, oldest first. */
export function rowsOf(from: Brokerage, key: string, now: number = NOW): Trade[] {
  return [...from.trades.each([key], { now }, 'oldest')];
}

/** A buy or sell as a world file would give it. */
export function givenTrade(
  from: Brokerage,
  of: { account: string; key: string; symbol: string; at: number; units: string; price: string },
): Trade {
  const security = from.securityBySymbol(of.symbol);
  if (security === undefined) throw new Error(`no security ${of.symbol}`);
  const units = new Decimal(of.units);
  const price = new Decimal(of.price);
  return {
    account: of.account,
    key: of.key,
    kind: units.isNegative() ? 'sell' : 'buy',
    security,
    quantity: units.abs(),
    price,
    amount: units.abs().mul(price),
    fee: undefined,
    currency: security.currency,
    at: of.at,
    settlesAt: undefined,
    description: undefined,
    units,
    cash: units.neg().mul(price),
  };
}

/** Sums by a key, nothing left out but what sums to nothing. */
export function folded<K>(
  rows: readonly Trade[],
  key: (row: Trade) => K,
  value: (row: Trade) => Decimal,
): Map<K, Decimal> {
  const sums = new Map<K, Decimal>();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? ZERO).add(value(row)));
  for (const [each, sum] of sums) if (sum.isZero()) sums.delete(each);
  return sums;
}

/** Average cost as a book-keeper has it: cost and units side by side, from the first row to the last. */
export function naiveAverage(rows: readonly Trade[], symbol: string): Decimal {
  let units = ZERO;
  let cost = ZERO;
  for (const row of rows) {
    if (row.security?.symbol !== symbol) continue;
    if (row.kind === 'buy') cost = cost.add(row.amount);
    if (row.kind === 'sell') cost = units.isZero() ? ZERO : cost.sub(cost.mul(row.quantity).div(units));
    units = units.add(row.units);
    if (units.isZero()) cost = ZERO;
  }
  return units.isZero() ? ZERO : cost.div(units).toDecimalPlaces(6);
}

/** Rows as text: equal texts, equal bytes. */
export function bytes(value: unknown): string {
  return JSON.stringify(value);
}
