/** Where what is said of options and coins differs from the provider's documents, and why it should. */
import type { Difference } from './official-differences.ts';

const PAIRS = [
  'listCryptoPairs',
  'getCryptoPairQuote',
  'previewCryptoOrder',
  'placeCryptoOrder',
  'placeOptionOrder',
];
const ALL = [...PAIRS, 'getOptionImpact', 'getOptionQuote'];

const TWO_EXCHANGES =
  'The document has two schemas of an exchange; ours has the one that all other operations give.';

export const derivativeDifferences: readonly Difference[] = [
  {
    operations: ALL,
    statuses: [401],
    what: 'status not documented',
    because: 'Every signed operation answers 401 to a bad signature; these document refusals of other kinds.',
  },
  {
    operations: ['previewCryptoOrder', 'placeCryptoOrder', 'placeOptionOrder', 'getOptionImpact'],
    statuses: [402],
    what: 'status not documented',
    because:
      'They ask the brokerage, which a disabled connection does not let one: documented where securities of an account are searched (ST-C153).',
  },
  {
    operations: [...PAIRS, 'getOptionQuote'],
    statuses: [403],
    what: 'status not documented',
    because: 'Only an armed fault says so: what other calls about a user answer, these can too (ST-C41).',
  },
  {
    operations: [...PAIRS, 'getOptionImpact'],
    statuses: [404],
    what: 'status not documented',
    because: 'An account that is not the user’s is as absent here as everywhere else (ST-C09).',
  },
  {
    operations: ['getOptionQuote'],
    statuses: [400],
    what: 'status not documented',
    because:
      'Only an address that cannot be decoded and a missing symbol bring it about; the document names neither.',
  },
  {
    operations: ['getOptionQuote'],
    statuses: [410],
    what: 'status not documented',
    because:
      'Both are taken away, one from October 2026 on, and 410 is what such operations were seen to answer (ST-22).',
  },
  {
    operations: [...PAIRS, 'getOptionImpact'],
    statuses: [429],
    what: 'status not documented',
    because:
      'The limit of 250 requests a minute is on all operations; a guide says so, not the document (ST-30).',
  },
  {
    operations: ['getOptionQuote'],
    statuses: [429],
    what: '/code is string, documented as number',
    because:
      'The document gives the schema of a 500 for it; every refusal observed has a string code (ST-20).',
  },
  {
    operations: ['getOptionImpact', 'getOptionQuote'],
    statuses: [500],
    what: 'status not documented',
    because: 'Any server can fail; these two document refusals only, others of their kind a 500.',
  },
  {
    operations: ALL,
    statuses: [503],
    what: 'status not documented',
    because: 'Only an armed fault says so: any service can be down, and a client has to bear it (ST-C42).',
  },
  {
    operations: ['listOptionHoldings'],
    statuses: [401, 403, 404, 410, 425, 429, 503],
    what: 'status not documented',
    because:
      'It documents 400 and 500 alone; signature, id, limit and outages are as everywhere, 425 as where all of an account is read (ST-C43), and 410 as of all that was removed (ST-C190).',
  },
  {
    operations: ['placeOptionOrder'],
    statuses: [200],
    what: '/orders/*/option_symbol/underlying_symbol/exchange/allows_cryptocurrency_symbols missing',
    because: TWO_EXCHANGES,
  },
  {
    operations: ['getHoldings'],
    statuses: [200],
    what: '/option_positions/*/symbol/option_symbol/underlying_symbol/exchange/allows_cryptocurrency_symbols missing',
    because: TWO_EXCHANGES,
  },
  {
    operations: ['listActivities'],
    statuses: [200],
    what: '/data/*/option_symbol/underlying_symbol/exchange/allows_cryptocurrency_symbols missing',
    because: TWO_EXCHANGES,
  },
  {
    operations: ['listAllActivities'],
    statuses: [200],
    what: '/*/option_symbol/underlying_symbol/exchange/allows_cryptocurrency_symbols missing',
    because: TWO_EXCHANGES,
  },
  {
    operations: ['listOptionHoldings'],
    statuses: [200],
    what: '/*/symbol/option_symbol/underlying_symbol/exchange/allows_cryptocurrency_symbols missing',
    because: TWO_EXCHANGES,
  },
];
