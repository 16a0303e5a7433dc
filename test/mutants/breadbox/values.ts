/** Mistakes with what stands in answers. */
import { goodPolicies } from '../../clients/breadbox/index.ts';
import { mutant } from './mutant.ts';

type Row = Readonly<Record<string, unknown>>;

export const valueMutants = [
  mutant('reads-money-as-floats', 'Reads JSON as its language does.', { parse: (text) => JSON.parse(text) }, [
    'accounts/balances-beyond-doubles',
    'transactions/amounts-beyond-doubles',
  ]),
  mutant(
    'takes-null-for-zero',
    'Puts a zero or an empty text where nothing is known.',
    { keep: each(zero) },
    [
      'connections/all-that-may-be-null',
      'accounts/balances-nobody-knows',
      'accounts/all-that-may-be-null',
      'transactions/all-that-may-be-null',
      'connections/never-synced',
    ],
  ),
  mutant('drops-nulls', 'Leaves out members that are null.', { keep: withoutNulls }, [
    'connections/never-synced',
    'connections/all-that-may-be-null',
    'accounts/all-that-may-be-null',
    'transactions/every-member',
    'transactions/all-that-may-be-null',
  ]),
  mutant('has-a-closed-schema', 'Refuses members that it does not know.', { keep: onlyKnownMembers }, [
    'connections/members-nobody-documented',
  ]),
  mutant(
    'has-closed-lists',
    'Refuses codes and categories that it does not know.',
    { keep: onlyKnownValues },
    [
      'connections/codes-nobody-documented',
      'connections/permission-withdrawn',
      'transactions/categories-nobody-documented',
    ],
  ),
  mutant(
    'cuts-long-texts',
    'Has a column of 255 characters.',
    { keep: each((value) => (typeof value === 'string' ? value.slice(0, 255) : value)) },
    ['connections/very-long-names'],
  ),
  mutant(
    'cleans-texts',
    'Keeps the letters it knows.',
    {
      keep: each((value) => (typeof value === 'string' ? value.replaceAll(/[^\u0020-\u024F]/g, '') : value)),
    },
    ['connections/names-from-right-to-left'],
  ),
  mutant(
    'knows-two-states',
    'Takes whatever is not active for an error.',
    {
      keep: (row) => {
        const { status } = row as Row;
        return status === undefined || status === 'active' ? row : { ...(row as Row), status: 'error' };
      },
    },
    ['connections/in-every-state', 'connections/wants-a-new-login', 'connections/permission-withdrawn'],
  ),
  mutant(
    'has-one-time-for-both',
    'Shows the last try as the last success.',
    {
      keep: (row) => {
        const { last_attempted_sync_at: tried } = row as Row;
        return tried === undefined ? row : { ...(row as Row), last_synced_at: tried };
      },
    },
    ['connections/tried-later-than-it-worked', 'connections/in-every-state'],
  ),
  mutant(
    'forgets-removed-rows',
    'Counts what a sync added, and not what it took back.',
    {
      keep: (row) => {
        const { recent_sync: log } = row as { readonly recent_sync?: Row | null };
        return log ? { ...(row as Row), recent_sync: { ...log, removed_count: 0 } } : row;
      },
    },
    ['connections/counts-of-the-latest-sync'],
  ),
  mutant(
    'expects-a-sync',
    'Looks into recent_sync as if there were one always.',
    {
      keep: (row) => {
        const { recent_sync: log } = row as { readonly recent_sync?: Row | null };
        return log === undefined ? row : { ...(row as Row), recent_sync: { ...log, id: (log as Row).id } };
      },
    },
    ['connections/never-synced', 'connections/made-from-a-file'],
  ),
  mutant(
    'shows-active-connections-only',
    'Leaves out what is in trouble.',
    {
      rows: (body) => goodPolicies.rows(body).filter((row) => ((row as Row).status ?? 'active') === 'active'),
    },
    ['connections/in-every-state'],
  ),
  mutant(
    'shows-accounts-of-active-connections-only',
    'Leaves out accounts whose connection is not active.',
    { accountsOf: 'active-connections' },
    ['accounts/in-one-answer', 'accounts/of-disconnected-connections'],
  ),
  mutant(
    'joins-by-name',
    'Finds accounts of a connection by the name of the institution.',
    {
      belongs: (account, connection) =>
        (account as Row & typeof account).institution_name ===
        (connection as Row & typeof connection).institution_name,
    },
    ['accounts/join-their-connections'],
  ),
  mutant('adds-debts', 'Adds up all balances.', { isDebt: () => false }, ['accounts/debts-are-positive']),
  mutant(
    'takes-cards-for-the-only-debts',
    'Adds loans to what is owned.',
    { isDebt: (type) => type === 'credit' },
    ['accounts/debts-are-positive'],
  ),
  mutant('takes-positive-for-income', 'Has income and spending swapped.', { positiveIs: 'money-in' }, [
    'transactions/positive-is-money-out',
  ]),
  mutant('adds-all-currencies', 'Has one sum for all dollars.', { sumsBy: 'nothing' }, [
    'accounts/currencies-stay-apart',
    'transactions/never-summed-across-currencies',
  ]),
];

/** With every value changed, at any depth. */
function each(change: (value: unknown) => unknown): (row: unknown) => unknown {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return change(value);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member)]));
  };
  return walk;
}

function zero(value: unknown): unknown {
  return value === null ? 0 : value;
}

function withoutNulls(row: unknown): unknown {
  return Object.fromEntries(Object.entries(row as Row).filter(([, value]) => value !== null));
}

const KNOWN_MEMBERS = new Set(
  [
    'id short_id connection_id user_id user_name name official_name type subtype mask iso_currency_code',
    'balance_current balance_available balance_limit institution_id institution_name created_at updated_at',
    'provider status error_code error_message last_synced_at last_attempted_sync_at accounts_count recent_sync',
    'account_id amount date datetime authorized_date merchant_name category_primary category_detailed',
    'payment_channel pending',
  ].flatMap((names) => names.split(' ')),
);

function onlyKnownMembers(row: unknown): unknown {
  const unknown = Object.keys(row as Row).find((name) => !KNOWN_MEMBERS.has(name));
  if (unknown !== undefined) throw new TypeError(`Unknown member ${unknown}`);
  return row;
}

const KNOWN_CODES = new Set([null, undefined, 'ITEM_LOGIN_REQUIRED', 'INSTITUTION_NOT_RESPONDING']);
const KNOWN_CATEGORY =
  /^(BANK_FEES|ENTERTAINMENT|FOOD_AND_DRINK|GENERAL|GOVERNMENT|HOME|INCOME|LOAN|MEDICAL|PERSONAL|RENT|TRANSFER|TRANSPORTATION|TRAVEL)/;

function onlyKnownValues(row: unknown): unknown {
  const { error_code: code, category_primary: category } = row as Row;
  if (!KNOWN_CODES.has(code as string | null | undefined))
    throw new TypeError(`Unknown code ${String(code)}`);
  if (typeof category === 'string' && !KNOWN_CATEGORY.test(category))
    throw new TypeError(`Unknown category ${category}`);
  return row;
}
