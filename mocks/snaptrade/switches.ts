/** Where the sources contradict each other, or the provider has several faces, a world chooses here. */
import { type Switch, switchReader } from '../../src/provider/index.ts';

export const switches = {
  legacyPositions: {
    says: 'What the removed GET /accounts/{accountId}/positions answers.',
    values: {
      served: 'the old list with numbers, as customers from before May 2026 get it',
      gone: '410, as newer customers get it',
    },
    default: 'served',
  },
  overLimit: {
    says: 'What a page of activities does when limit is above 1000.',
    values: { clamp: 'gives 1000 rows and says so in pagination', refuse: '400, code 1012' },
    default: 'clamp',
  },
  freshness: {
    says: "The application's plan: kept copies refreshed daily, or a look at the brokerage with every call.",
    values: {
      daily: 'holdings are as of the last daily sync or refresh',
      realtime: 'holdings are as of now; refreshing is not part of this plan (403)',
    },
    default: 'daily',
  },
  keys: {
    says: "The kind of the application's API key.",
    values: {
      test: 'connections may be disabled on purpose',
      production: 'disabling is not enabled (403)',
    },
    default: 'test',
  },
  unknownClient: {
    says: 'How a clientId that does not exist is refused.',
    values: {
      signature: '401, code 1076: the signature cannot be verified',
      client: '401, code 1083: the clientId is invalid',
    },
    default: 'signature',
  },
  timestampWindow: {
    says: 'Whether a signed timestamp must be near the present.',
    values: {
      enforced: "within five minutes of the world's time or of the machine's",
      off: 'any whole seconds will do',
    },
    default: 'enforced',
  },
  webhookRetries: {
    says: 'What a webhook that is tried again says of its time (ST-C50).',
    values: {
      same: 'the time of the event: receivers that refuse what is older than 300 s refuse every retry',
      renewed: 'the time of the attempt, signed anew',
    },
    default: 'same',
  },
  timestamps: {
    says: 'Digits after the second in times that SnapTrade itself took.',
    values: {
      milliseconds: "three, as on the provider's reference page",
      microseconds: "six, as in the provider's OpenAPI examples",
    },
    default: 'milliseconds',
  },
} as const satisfies Readonly<Record<string, Switch>>;

/** What a world has chosen. */
export const reading = switchReader<typeof switches>();
