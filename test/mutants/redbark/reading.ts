/** Rows that are not reported as they came. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Row } from '../../clients/redbark/shapes.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

const AMOUNTS = new Set([
  'quantity',
  'price',
  'totalAmount',
  'fees',
  'averagePrice',
  'currentPrice',
  'marketValue',
  'unrealizedPnl',
  'amount',
  'currentBalance',
  'availableBalance',
]);
const DATES = new Set(['tradeDate', 'settlementDate']);

/** The documented members of all rows. */
const KNOWN = new Set([
  ...AMOUNTS,
  ...DATES,
  ...['id', 'accountId', 'accountName', 'symbol', 'name', 'type', 'currency', 'description', 'exchange'],
  ...['provider', 'category', 'institutionId', 'institutionName', 'institutionLogo', 'status', 'createdAt'],
  ...['lastRefreshedAt', 'connectionId', 'accountNumber', 'key', 'label', 'date', 'datetime', 'postDate'],
  ...['postDatetime', 'valueDate', 'valueDatetime', 'direction', 'merchantName', 'merchantCategoryCode'],
]);
const TYPES = new Set(['transaction', 'savings', 'credit-card', 'loan', 'investment']);

/** Every member that is text, changed. */
function texts(change: (text: string, name: string) => unknown): (row: Row) => Row {
  return members((value, name) => (typeof value === 'string' ? change(value, name) : value));
}

function amounts(change: (text: string) => unknown): (row: Row) => Row {
  return texts((text, name) => (AMOUNTS.has(name) ? change(text) : text));
}

function members(change: (value: unknown, name: string) => unknown): (row: Row) => Row {
  return (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value, name)]));
}

export const reading: readonly Mutant[] = [
  mutant('reads-money-as-floats', 'Parses amounts as floating point numbers.', { readRow: amounts(Number) }, [
    'trades/more-digits-than-a-double',
    'holdings/more-digits-than-a-double',
    'transactions/more-digits-than-a-double',
    'balances/more-digits-than-a-double',
    'trades/fractions-of-a-cent',
  ]),
  mutant(
    'rounds-to-cents',
    'Multiplies by a hundred and rounds.',
    { readRow: amounts((text) => String(Math.round(Number.parseFloat(text) * 100) / 100)) },
    ['trades/fractions-of-a-cent', 'holdings/value-is-as-told', 'trades/more-digits-than-a-double'],
  ),
  mutant(
    'takes-off-the-sign',
    'Reports every amount as positive.',
    { readRow: amounts((text) => text.replace(/^-/, '')) },
    ['transactions/amounts-are-signed'],
  ),
  mutant(
    'signs-purchases',
    'Gives purchases a minus, as money that leaves.',
    { readRow: (row) => (row.type === 'buy' ? { ...row, totalAmount: `-${String(row.totalAmount)}` } : row) },
    ['trades/sign-is-in-the-type'],
  ),
  mutant(
    'makes-zeros-of-nulls',
    'Reports zero, or an empty text, for what is not known.',
    { readRow: members((value, name) => (value === null ? (AMOUNTS.has(name) ? '0' : '') : value)) },
    [
      'balances/null-is-not-zero',
      'holdings/what-may-be-null-is-null',
      'holdings/coins-have-no-exchange',
      'trades/what-may-be-null-is-null',
      'trades/rows-without-a-security',
      'transactions/what-may-be-null-is-null',
      'connections/nulls-and-odd-names',
    ],
  ),
  mutant(
    'cuts-dates-to-ten-characters',
    'Takes the first ten characters of a date for its day.',
    { readRow: texts((text, name) => (DATES.has(name) ? text.slice(0, 10) : text)) },
    [
      'trades/offset-is-part-of-the-date',
      'trades/days-and-datetimes-in-one-list',
      'trades/dates-mixed-by-the-row',
    ],
  ),
  mutant(
    'makes-instants-of-days',
    'Parses every date, so that a day becomes a midnight in UTC.',
    { readRow: texts((text, name) => (DATES.has(name) ? new Date(text).toISOString() : text)) },
    ['trades/days-and-datetimes-in-one-list', 'trades/dates-mixed-by-the-row'],
  ),
  mutant(
    'takes-the-day-from-the-instant',
    'Makes the date of a transaction out of its datetime.',
    {
      readRow: (row) =>
        typeof row.datetime === 'string' ? { ...row, date: row.datetime.slice(0, 10) } : row,
    },
    ['transactions/days-and-instants-differ'],
  ),
  mutant(
    'knows-buy-and-sell',
    'Drops every other type of trade.',
    { keeps: ({ type }, path) => path !== '/v1/trades' || type === 'buy' || type === 'sell' },
    ['trades/every-kind-of-trade', 'trades/rows-without-a-security'],
  ),
  mutant('needs-a-symbol', 'Drops rows that concern no security.', { keeps: ({ symbol }) => symbol !== '' }, [
    'trades/rows-without-a-security',
    'trades/every-kind-of-trade',
  ]),
  mutant(
    'splits-the-id',
    'Takes symbol and date out of the id of a trade.',
    {
      readRow: (row) => {
        if (row.totalAmount === undefined) return row;
        const [year, month, day, symbol] = String(row.id).split('-');
        return { ...row, tradeDate: `${year}-${month}-${day}`, symbol };
      },
    },
    ['trades/id-cannot-be-split'],
  ),
  mutant(
    'closes-its-schema',
    'Refuses rows with members it does not know.',
    {
      readRow: (row) => {
        if (Object.keys(row).every((name) => KNOWN.has(name))) return row;
        throw new ClientFailure('broken-answer');
      },
    },
    ['trades/fields-nobody-documented', 'holdings/fields-nobody-documented'],
  ),
  mutant(
    'cuts-long-texts',
    'Has columns of a hundred characters.',
    { readRow: texts((text) => text.slice(0, 100)) },
    ['trades/long-texts', 'accounts/names-at-their-longest'],
  ),
  mutant(
    'keeps-latin-letters',
    'Drops what is no ASCII.',
    { readRow: texts((text) => text.replace(/[^\x20-\x7e]/g, '')) },
    ['trades/texts-in-any-script', 'connections/nulls-and-odd-names'],
  ),
  mutant(
    'shows-active-connections',
    'Leaves out connections that need mending.',
    { keeps: ({ status }, path) => path !== '/v1/connections' || status === 'active' },
    [
      'connections/every-status-is-shown',
      'brokerage/a-broker-that-was-revoked',
      'brokerage/a-broker-whose-login-is-over',
    ],
  ),
  mutant(
    'calls-everything-active',
    'Knows active and gone, and takes what else it meets for active.',
    {
      readRow: texts((text, name) => (name === 'status' && text !== 'revoked' ? 'active' : text)),
    },
    ['connections/second-factor-is-awaited', 'connections/every-status-is-shown'],
  ),
  mutant(
    'knows-five-types-of-account',
    'Drops accounts of other types.',
    { keeps: ({ type }, path) => path !== '/v1/accounts' || TYPES.has(String(type)) },
    ['accounts/types-nobody-documented'],
  ),
  mutant(
    'pairs-balances-by-place',
    'Gives each account asked for the balance at its place in the answer.',
    { balancesOf: (rows, ids) => rows.map((row, place) => ({ ...row, accountId: ids[place] })) },
    ['balances/order-is-the-banks'],
  ),
  mutant(
    'finds-categories-under-data',
    'Reads every list from data.',
    { categoriesIn: ({ data }) => data ?? [] },
    ['categories/another-envelope'],
  ),
  mutant(
    'has-one-currency',
    'Takes all holdings for Australian dollars.',
    { readRow: (row) => (row.marketValue === undefined ? row : { ...row, currency: 'AUD' }) },
    ['holdings/currencies-differ-within-a-connection'],
  ),
  mutant(
    'works-out-values-anew',
    'Multiplies quantity and price itself, in floating point.',
    {
      readRow: (row) =>
        typeof row.marketValue === 'string' && typeof row.currentPrice === 'string'
          ? { ...row, marketValue: String(Number(row.quantity) * Number(row.currentPrice)) }
          : row,
    },
    ['holdings/value-is-as-told'],
  ),
  mutant(
    'takes-broken-json-for-nothing',
    'Has an empty list where the answer cannot be parsed or is of another type.',
    {
      isJson: () => true,
      parse: (text, type) => {
        try {
          if (type?.includes('json') === true) return JSON.parse(text) as unknown;
        } catch {
          // Taken for nothing.
        }
        return { data: [], pagination: { total: 0, limit: 0, offset: 0, hasMore: false } };
      },
    },
    [
      'wire/body-ends-in-a-value',
      'wire/every-answer-is-broken',
      'wire/a-page-in-place-of-json',
      'wire/no-word-of-a-type',
    ],
  ),
  mutant(
    'takes-a-cut-body-for-whole',
    'Has what arrived for the answer when the connection breaks.',
    { readBody: (response) => whatArrives(response, Number.POSITIVE_INFINITY) },
    ['wire/last-chunk-never-comes'],
  ),
  mutant(
    'takes-the-first-piece',
    'Parses what comes first, and asks again if that is not enough.',
    { readBody: (response) => whatArrives(response, 1) },
    ['wire/slow-but-in-time'],
  ),
];

/** Pieces of a body until it ends, breaks or is enough. */
async function whatArrives(response: Response, most: number): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let piece = 0; piece < most; piece += 1) {
    const read = await reader?.read().catch(() => undefined);
    if (read === undefined || read.done) break;
    text += decoder.decode(read.value, { stream: true });
  }
  await reader?.cancel().catch(() => undefined);
  return text;
}
