/** Where our answers differ from the provider's OpenAPI documents, and why they should. */
import { derivativeDifferences } from './derivative-differences.ts';
import { tradingDifferences } from './official-differences-trading.ts';
export interface Difference {
  /** Our operationIds, or `*` for every operation. */
  readonly operations: readonly string[];
  readonly statuses: readonly number[];
  /** What differs, as `official.ts` words it. */
  readonly what: string;
  readonly because: string;
}

const ENVELOPE =
  'Every refusal observed on the wire is {detail, status_code, code} with a string code; the documents show the names ' +
  'and numbers of the server’s own exception classes instead (ST-20, ST-21).';

export const differences: readonly Difference[] = [
  ...tradingDifferences,
  ...derivativeDifferences,
  { operations: ['*'], statuses: [400, 401, 403, 404], what: '/default_detail missing', because: ENVELOPE },
  { operations: ['*'], statuses: [400, 401, 403, 404], what: '/default_code missing', because: ENVELOPE },
  { operations: ['*'], statuses: [400, 401, 403, 404], what: '/detail not named', because: ENVELOPE },
  {
    operations: ['*'],
    statuses: [400, 401, 402, 403, 404],
    what: '/status_code not named',
    because: ENVELOPE,
  },
  { operations: ['*'], statuses: [400, 401, 403, 404], what: '/code not named', because: ENVELOPE },
  {
    operations: ['*'],
    statuses: [402, 500, 503],
    what: '/code is string, documented as number',
    because: ENVELOPE,
  },
  {
    operations: ['deleteUser', 'listUsers', 'login', 'registerUser'],
    statuses: [401],
    what: 'status not documented',
    because:
      'Every signed operation answers 401 to a bad signature, observed by many; these four only document others.',
  },
  {
    operations: ['disableConnection', 'listAccountsOfConnection', 'refreshConnection'],
    statuses: [400],
    what: 'status not documented',
    because: 'Only an address that cannot be decoded brings it about, which the documents do not speak of.',
  },
  {
    operations: [
      'deleteUser',
      'disableConnection',
      'listAccountsOfConnection',
      'listUsers',
      'login',
      'registerUser',
      'resetUserSecret',
    ],
    statuses: [429],
    what: 'status not documented',
    because:
      'The limit of 250 requests a minute is on all operations; a guide says so, not the document (ST-30).',
  },
  {
    operations: ['disableConnection', 'listAccountsOfConnection', 'refreshConnection'],
    statuses: [500],
    what: 'status not documented',
    because: 'Any server can fail; these three document refusals only, others of their kind a 500.',
  },
  {
    operations: [
      'deleteUser',
      'disableConnection',
      'listAccountsOfConnection',
      'listUsers',
      'login',
      'refreshConnection',
      'registerUser',
      'resetUserSecret',
    ],
    statuses: [503],
    what: 'status not documented',
    because: 'Only an armed fault says so: any service can be down, and a client has to bear it (ST-C42).',
  },
  {
    operations: ['listExchanges', 'listRates', 'getRate'],
    statuses: [400, 401, 429, 500, 503],
    what: 'status not documented',
    because: 'These document success alone; a bad signature, the limit and an outage are for all operations.',
  },
  {
    operations: ['listRates', 'getRate'],
    statuses: [410],
    what: 'status not documented',
    because: 'Removed operations are gone for who asks for that; seen at one of them (ST-C190).',
  },
  {
    operations: ['getRate'],
    statuses: [404],
    what: 'status not documented',
    because: 'Success alone is documented; a pair that is not known has to be told somehow (ST-C198).',
  },
  {
    operations: ['getApplication'],
    statuses: [429, 503],
    what: 'status not documented',
    because:
      'The limit and an outage are for all operations; this one documents other refusals (ST-30, ST-C42).',
  },
  {
    operations: ['listAccountsOfConnection'],
    statuses: [403, 410],
    what: 'status not documented',
    because:
      'Only an armed fault says so: what other reads of accounts answer, this one can too (ST-C41, ST-C45).',
  },
  {
    operations: ['getConnection'],
    statuses: [200],
    what: '/is_eligible_for_payout missing',
    because:
      'Called experimental and not generally available; the reference page, taken earlier, has none (ST-101).',
  },
  {
    operations: ['listConnections'],
    statuses: [200],
    what: '/*/is_eligible_for_payout missing',
    because:
      'Called experimental and not generally available; the reference page, taken earlier, has none (ST-101).',
  },
  {
    operations: ['listAllPositions'],
    statuses: [200],
    what: '/results/*/cash_equivalent missing',
    because: 'Documented as present on positions in mutual funds only (ST-58).',
  },
  {
    operations: ['listAllPositions'],
    statuses: [200],
    what: '/results/*/tax_lots missing',
    because: 'A paid feature that is off unless a customer asks for it (ST-59).',
  },
  {
    operations: ['getHoldings'],
    statuses: [200],
    what: '/positions/*/tax_lots missing',
    because: 'A paid feature that is off unless a customer asks for it (ST-59).',
  },
  {
    operations: ['listHoldings'],
    statuses: [200],
    what: '/*/positions/*/tax_lots missing',
    because: 'A paid feature that is off unless a customer asks for it (ST-59).',
  },
  {
    operations: ['listHoldings'],
    statuses: [200],
    what: '/*/account/brokerage_authorization/is_eligible_for_payout missing',
    because:
      'Called experimental and not generally available; the reference page, taken earlier, has none (ST-101).',
  },
  {
    operations: ['listPositions'],
    statuses: [200],
    what: '/*/tax_lots missing',
    because: 'A paid feature that is off unless a customer asks for it (ST-59).',
  },
  {
    operations: ['listSessionEvents'],
    statuses: [200],
    what: '/*/brokerage_authorization_id missing',
    because:
      'Not nullable in the document, and there is no connection yet at most steps of a session (ST-C171).',
  },
  {
    operations: ['listActivities'],
    statuses: [200],
    what: '/data/*/settlement_date is null, documented as string',
    because: 'Not nullable in the document, yet null or absent in real data as others report (ST-67).',
  },
  {
    operations: [
      'getBalanceHistory',
      'listAccountReturnRates',
      'listConnectionAccounts',
      'listConnectionReturnRates',
      'syncTransactions',
    ],
    statuses: [400, 429],
    what: 'status not documented',
    because: 'An address that cannot be decoded and the limit of requests can meet any call (ST-30).',
  },
  {
    operations: ['getBalanceHistory', 'listAccountReturnRates', 'listConnectionReturnRates'],
    statuses: [401, 404],
    what: 'status not documented',
    because: 'They document what is particular to them; signature, user and id are checked as everywhere.',
  },
  {
    operations: ['syncTransactions'],
    statuses: [403, 404],
    what: 'status not documented',
    because: 'Documented are 401 and 402 alone; an id that names nothing is 404 everywhere else (ST-C09).',
  },
  {
    operations: ['listConnectionAccounts'],
    statuses: [403],
    what: 'status not documented',
    because: 'Only an armed fault says so: what other reads of accounts answer, this one can too (ST-C41).',
  },
  {
    operations: ['getBalanceHistory', 'listConnectionAccounts', 'syncTransactions'],
    statuses: [500, 503],
    what: 'status not documented',
    because: 'Only an armed fault says so: any server can fail, and a client has to bear it (ST-C42).',
  },
  {
    operations: ['getHoldings', 'listHoldings'],
    statuses: [401, 410, 429],
    what: 'status not documented',
    because:
      'Signature and limit are checked everywhere, and 410 for later customers is in a description, not in the list (ST-371).',
  },
  {
    operations: ['getHoldings'],
    statuses: [404],
    what: 'status not documented',
    because: 'An id that names nothing is 404, code 1011, as other operations document it (ST-C09).',
  },
  {
    operations: ['listHoldings'],
    statuses: [503],
    what: 'status not documented',
    because: 'Only an armed fault says so, as on the bundle of one account, which documents it (ST-C42).',
  },
  {
    operations: ['getHoldings', 'listHoldings'],
    statuses: [425],
    what: '/status_code not named',
    because:
      'Every refusal observed on the wire is {detail, status_code, code} with a string code (ST-20, ST-21).',
  },
  {
    operations: ['getHoldings', 'listHoldings'],
    statuses: [425],
    what: '/code is string, documented as number',
    because:
      'Every refusal observed on the wire is {detail, status_code, code} with a string code (ST-20, ST-21).',
  },
  {
    operations: ['listAllActivities'],
    statuses: [200],
    what: '/*/settlement_date is null, documented as string',
    because: 'Not nullable in the document, yet null or absent in real data as others report (ST-67).',
  },
  {
    operations: ['placeOptionOrder'],
    statuses: [200],
    what: '/orders/*/option_symbol/underlying_symbol/exchange/allows_cryptocurrency_symbols missing',
    because:
      'No exchange of a share has symbols of coins; the member is shown nowhere else in the documents.',
  },
];

/** One way in which one answer differs. */
export interface Finding {
  readonly operation: string;
  readonly status: number;
  readonly what: string;
}

export function isListed({ operation, status, what }: Finding): boolean {
  return differences.some(
    (one) => covers(one, operation) && one.statuses.includes(status) && one.what === what,
  );
}

export function covers({ operations: names }: Difference, operation: string): boolean {
  return names.includes('*') || names.includes(operation);
}
