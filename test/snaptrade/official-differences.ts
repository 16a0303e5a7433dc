/** Where our answers differ from the provider's OpenAPI documents, and why they should. */
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
    operations: ['listPositions'],
    statuses: [200],
    what: '/*/tax_lots missing',
    because: 'A paid feature that is off unless a customer asks for it (ST-59).',
  },
  {
    operations: ['listActivities'],
    statuses: [200],
    what: '/data/*/settlement_date is null, documented as string',
    because: 'Not nullable in the document, yet null or absent in real data as others report (ST-67).',
  },
];
