/** Values that are read as something else, or not at all. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Row } from '../../clients/snaptrade/pages.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

const MONEY = ['amount', 'cash', 'buying_power', 'units', 'price', 'cost_basis', 'fee'];
const KNOWN_TYPES = new Set([
  'BUY',
  'SELL',
  'DIVIDEND',
  'SPLIT',
  'FEE',
  'INTEREST',
  'CONTRIBUTION',
  'WITHDRAWAL',
]);
const KNOWN_EVENTS = /^(USER|CONNECTION|ACCOUNT)_/;
const CONNECTION_MEMBERS = new Set(
  'id created_date brokerage name type disabled disabled_date meta updated_date data_freshness_mode'.split(
    ' ',
  ),
);

export const reading: readonly Mutant[] = [
  mutant(
    'reads-money-as-floats',
    'Reads JSON numbers as floating point.',
    { parse: (text) => JSON.parse(text) },
    [
      'values/cash-beyond-doubles',
      'values/activities-beyond-doubles',
      'values/account-totals-beyond-doubles',
    ],
  ),
  mutant(
    'makes-numbers-of-strings',
    'Makes floating point of strings that were sent to avoid it.',
    { shown: changing(MONEY, (value) => (typeof value === 'string' ? Number(value) : value)) },
    ['values/positions-beyond-doubles'],
  ),
  mutant(
    'rounds-to-cents',
    'Rounds every amount and quantity to two digits.',
    { shown: changing(MONEY, (value) => (value === null ? null : Number(value).toFixed(2))) },
    ['values/fractions-of-coins'],
  ),
  mutant(
    'drops-signs',
    'Takes amounts and units without their sign.',
    { shown: changing(MONEY, (value) => (value === null ? null : String(value).replace('-', ''))) },
    ['values/what-leaves-is-negative'],
  ),
  mutant('takes-null-for-zero', 'Shows 0 where nothing is known.', { shown: (row) => nullsAs(row, 0) }, [
    'values/activities-full-of-nulls',
    'values/accounts-full-of-nulls',
    'values/positions-full-of-nulls',
    'values/balances-full-of-nulls',
    'values/accounts-before-their-first-sync',
  ]),
  mutant('drops-nulls', 'Leaves members out that are null.', { shown: (row) => nullsAs(row, undefined) }, [
    'values/activities-full-of-nulls',
    'values/accounts-full-of-nulls',
    'values/cash-rows-have-no-symbol',
  ]),
  mutant(
    'fills-in-what-is-absent',
    'Shows false where nothing was said.',
    { shown: (row) => ('instrument' in row ? { cash_equivalent: false, ...row } : row) },
    ['values/only-what-must-be-there', 'values/stocks-funds-and-receipts'],
  ),
  mutant(
    'wants-one-shape',
    'Looks for the ticker where the older lists have it, in all of them.',
    {
      shown: ({ instrument, symbol, ...row }) => ({
        ...row,
        ...(symbol !== undefined && { symbol: tickerIn(symbol) }),
        ...(instrument !== undefined && { symbol: tickerIn(symbol) }),
      }),
    },
    [
      'values/stocks-funds-and-receipts',
      'values/what-leaves-is-negative',
      'values/old-positions-are-numbers',
    ],
  ),
  mutant(
    'drops-rows-without-symbol',
    'Keeps what has a ticker.',
    { listed: (rows) => rows.filter((row) => row.symbol !== null) },
    ['values/cash-rows-have-no-symbol', 'values/activities-full-of-nulls'],
  ),
  mutant(
    'takes-the-first-currency',
    'Takes the first balance for all the cash.',
    { listed: (rows) => (rows[0] !== undefined && 'cash' in rows[0] ? rows.slice(0, 1) : rows) },
    ['values/two-currencies'],
  ),
  mutant(
    'knows-all-types',
    'Drops activities of a type that it does not know.',
    {
      listed: (rows) =>
        rows.filter(
          ({ type }) =>
            type === undefined || type === 'read' || type === 'trade' || KNOWN_TYPES.has(String(type)),
        ),
    },
    ['values/types-nobody-documented', 'values/cash-rows-have-no-symbol'],
  ),
  mutant(
    'knows-all-kinds-of-accounts',
    'Drops accounts of a kind that it does not know.',
    {
      listed: (rows) =>
        rows.filter(({ raw_type: kind }) => kind === undefined || kind === 'Cash' || kind === 'Spot'),
    },
    ['values/accounts-of-kinds-nobody-documented'],
  ),
  mutant(
    'has-a-closed-schema',
    'Refuses a connection that has a member it does not know.',
    {
      listed: (rows) => {
        const strange = rows.some(
          (row) => 'brokerage' in row && Object.keys(row).some((name) => !CONNECTION_MEMBERS.has(name)),
        );
        if (strange) throw new ClientFailure('broken-answer', { message: 'Unknown member' });
        return rows;
      },
    },
    ['values/members-nobody-documented'],
  ),
  mutant('cuts-names', 'Has room for 255 characters.', { shown: texts((text) => text.slice(0, 255)) }, [
    'values/names-without-end',
  ]),
  mutant(
    'keeps-ascii',
    'Strips letters it has no use for.',
    { shown: texts((text) => text.replaceAll(/[^\x20-\x7e]/g, '')) },
    ['values/right-to-left'],
  ),
  mutant(
    'hides-disabled-ones',
    'Lists the connections that work.',
    { listed: (rows) => rows.filter(({ disabled }) => disabled !== true) },
    ['connections/disabled-ones-are-listed'],
  ),
  mutant(
    'hides-empty-accounts',
    'Leaves accounts out of a portfolio that have nothing in them.',
    { isListed: (contents) => contents.length > 0 },
    ['connections/holdings-that-nobody-tells'],
  ),
  mutant(
    'hides-closed-accounts',
    'Lists the accounts that are open.',
    { listed: (rows) => rows.filter(({ status }) => status === undefined || status === 'open') },
    ['connections/closed-accounts-stay'],
  ),
  mutant(
    'hides-what-is-in-maintenance',
    'Takes a brokerage in maintenance for one that is gone.',
    {
      listed: (rows) =>
        rows.filter(({ brokerage }) => !JSON.stringify(brokerage ?? {}).includes('"maintenance_mode":true')),
    },
    ['connections/in-maintenance'],
  ),
  mutant(
    'forgets-since-when',
    'Shows that a connection is disabled, and not since when.',
    { shown: ({ disabled_date: _, ...row }) => row },
    [
      'connections/one-is-what-the-list-shows',
      'connections/disabled-ones-are-listed',
      'connections/disabled-on-purpose',
      'connections/password-was-changed',
    ],
  ),
  mutant(
    'shows-old-as-new',
    'Puts its own time where the age of the data stood.',
    { shown: (row) => ('as_of' in row ? { as_of: '2026-03-19T09:00:00Z' } : row) },
    ['connections/disabled-is-silent', 'connections/portfolio-of-a-disabled-one'],
  ),
  mutant(
    'drops-sync-status',
    'Shows accounts without a word on how old they are.',
    { shown: ({ sync_status: _, ...row }) => row },
    [
      'connections/accounts-of-a-disabled-one',
      'connections/all-accounts-are-the-daily-copy',
      'connections/portfolio-of-a-disabled-one',
    ],
  ),
  mutant(
    'drops-details-of-events',
    'Passes on which event came, and not what it says of success.',
    { shown: ({ details: _, ...row }) => row },
    ['webhooks/holdings-could-not-be-read'],
  ),
  mutant(
    'refuses-unheard-events',
    'Takes an event it does not know for a forgery.',
    {
      shown: (row) => {
        if ('eventType' in row && !KNOWN_EVENTS.test(String(row.eventType)))
          throw new ClientFailure('unauthorized');
        return row;
      },
    },
    ['webhooks/an-event-of-tomorrow'],
  ),
];

/** Members of a row, and one level below, in another form. */
function changing(names: readonly string[], change: (value: unknown) => unknown): (row: Row) => Row {
  return (row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, names.includes(name) ? change(value) : value]),
    );
}

function nullsAs(value: Row, instead: unknown): Row {
  const changed = (given: unknown): unknown => {
    if (given === null) return instead;
    if (Array.isArray(given) || typeof given !== 'object') return given;
    return Object.fromEntries(Object.entries(given).map(([name, member]) => [name, changed(member)]));
  };
  return changed(value) as Row;
}

function texts(change: (text: string) => string): (row: Row) => Row {
  return (row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? change(value) : value]),
    );
}

function tickerIn(symbol: unknown): unknown {
  let found = symbol;
  while (typeof found === 'object' && found !== null && 'symbol' in found) found = found.symbol;
  return found ?? null;
}
