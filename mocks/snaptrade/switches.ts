/** Where the sources contradict each other, or the provider has several faces, a world chooses here. */
import { type Switch, switchReader } from '../../src/provider/index.ts';

export const switches = {
  removedOperations: {
    says: 'What the 13 operations answer that left the API on 2026-08-10, and that published clients still call.',
    values: {
      served: 'what they answered before',
      gone: '410, with a text alone',
    },
    default: 'served',
  },
  customer: {
    says: 'When the application signed up: what was deprecated in May 2026 is not for newer customers.',
    values: {
      before: 'by 2026-05-11: the bundle of holdings and the older list of positions are served',
      after: 'later: both answer 410',
    },
    default: 'before',
  },
  errorStyle: {
    says: 'How refusals are written.',
    values: {
      observed: '{detail, status_code, code} with a code that is a string, as every body that was seen',
      documented:
        "as the provider's OpenAPI document has it: default_detail and default_code in 400, 401, 403 and 404, codes that are numbers",
    },
    default: 'observed',
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
  balanceHistory: {
    says: 'Whether the customer asked for the history of balances, which is experimental (ST-412).',
    values: { off: '403, code 1141, as every customer gets it at first', on: 'the values of up to a year' },
    default: 'off',
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
  oauthApplication: {
    says: 'What the OAuth application may ask people for.',
    values: {
      partner: 'read, and with it trade and webhook',
      ordinary: 'read alone: everything else is invalid_scope',
    },
    default: 'partner',
  },
  webhookSchema: {
    says: 'In which form webhooks are told: to who has a key, or to an OAuth application.',
    values: {
      api_key: 'with clientId, brokerageAuthorizationId and webhookSecret, signed with the consumer key',
      oauth_v1:
        'with schemaVersion, oauthClientId, connectionId and users as UUIDs, signed with the client secret',
    },
    default: 'api_key',
  },
  timestampWindow: {
    says: 'Whether a signed timestamp must be near the present.',
    values: {
      enforced: "within five minutes of the world's time or of the machine's",
      off: 'any whole seconds will do',
    },
    default: 'enforced',
  },
  disabledDuplicate: {
    says: 'What comes of connecting a login in the portal whose connection is disabled, without reconnect (ST-C164).',
    values: {
      new: 'another connection with new ids; the disabled one stays as it is',
      mended: 'the disabled connection works again',
    },
    default: 'new',
  },
  abandonedRedirect: {
    says: 'What the address that a user who gave up comes back to says of it (ST-C167).',
    values: { told: 'status=ABANDONED', silent: 'nothing, as was seen live' },
    default: 'told',
  },
  webhookRetries: {
    says: 'What a webhook that is tried again says of its time (ST-C50).',
    values: {
      same: 'the time of the event: receivers that refuse what is older than 300 s refuse every retry',
      renewed: 'the time of the attempt, signed anew',
    },
    default: 'same',
  },
  unfundedOrders: {
    says: 'What becomes of an order that the account has not the money or the units for.',
    values: {
      refused: '400: it is not placed',
      rejected: '200: it is placed, and comes back REJECTED',
    },
    default: 'refused',
  },
  closedMarket: {
    says: 'What becomes of a market order while the market is closed.',
    values: {
      queued: 'it is placed as QUEUED and works from the opening on',
      refused: '400, code 1019',
    },
    default: 'queued',
  },
  bracketOrders: {
    says: 'Whether the removed bracket orders are enabled for this customer.',
    values: { on: 'they are', off: '403, code 1141' },
    default: 'on',
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
