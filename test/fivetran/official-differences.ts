/**
 * Where the official OpenAPI document and what this mock answers differ, each with its reason.
 *
 * Two lists. A *patch* mends the document where it is known to be wrong: the prose, the document's own examples or real clients say so.
 * A *difference* is what remains. A patch that is not needed and a difference that does not occur fail the test.
 */

export interface Patch {
  /** Schema of the document's components, and the path of a node in it. */
  readonly schema: string;
  readonly at: readonly string[];
  readonly becomes: unknown;
  readonly because: string;
}

const NULLABLE_TIME = { type: ['string', 'null'], format: 'date-time' };
const NULLABLE_TEXT = { type: ['string', 'null'] };
const METHODS = ['Directly', 'SshTunnel', 'PrivateLink', 'ProxyAgent', 'UnmanagedProxyAgent', 'Unknown'];
const NO_NULLABLE = 'The document never says nullable';

const LIST = 'ConnectorResponse';
const DETAILS = 'ConnectorResponseV1';
const BOTH = [LIST, DETAILS] as const;

export const patches: readonly Patch[] = [
  {
    schema: DETAILS,
    at: ['properties', 'sync_frequency', 'enum'],
    becomes: [1, 5, 15, 30, 60, 120, 180, 360, 480, 720, 1440],
    because: 'An integer whose allowed values are texts: no integer could be valid.',
  },
  ...BOTH.flatMap((schema): Patch[] => [
    {
      schema,
      at: ['properties', 'connected_by'],
      becomes: NULLABLE_TEXT,
      because: `${NO_NULLABLE}; the text of the details does: null if made without a user.`,
    },
    {
      schema,
      at: ['properties', 'succeeded_at'],
      becomes: NULLABLE_TIME,
      because: `${NO_NULLABLE}; the text of the details does: null before the first success.`,
    },
    {
      schema,
      at: ['properties', 'failed_at'],
      becomes: NULLABLE_TIME,
      because: `${NO_NULLABLE}; the text of the details does: null if no sync failed.`,
    },
    {
      schema,
      at: ['properties', 'daily_sync_time'],
      becomes: NULLABLE_TEXT,
      because: `${NO_NULLABLE}; the text of the details does: null unless daily and set.`,
    },
    {
      schema,
      at: ['properties', 'networking_method'],
      becomes: { type: ['string', 'null'], enum: [...METHODS, null] },
      because: `${NO_NULLABLE}; the Terraform provider met null (its changelog, 1.9.31).`,
    },
  ]),
  {
    schema: 'ConnectorStatusResponse',
    at: ['properties', 'rescheduled_for'],
    becomes: NULLABLE_TIME,
    because: `${NO_NULLABLE}; its text does: non-null only when sync_state is rescheduled.`,
  },
  {
    schema: LIST,
    at: ['properties', 'config', 'additionalProperties'],
    becomes: true,
    because: 'Every value of a config would have to be an object; they are texts, numbers and lists.',
  },
  {
    schema: 'SetupTestResultResponse',
    at: ['properties', 'details'],
    becomes: {},
    because: 'Said to be an object; its own example is a text, and lists and null are real too.',
  },
];

export interface Difference {
  /** operationId of the document. */
  readonly operation: string;
  /** JSON Pointer into the answer, `*` for the items of a list. */
  readonly at: string;
  readonly keyword: string;
  readonly because: string;
}

const ABSENT_OR_NULL = 'Clients meet both null and absent where nothing is set; here it is null.';
const OPTIONAL_IDS = ['private_link_id', 'proxy_agent_id', 'hybrid_deployment_agent_id'];
const THE_OTHER = 'A key belongs to a user or is a system key; the account page says that the other is null.';

export const differences: readonly Difference[] = [
  ...OPTIONAL_IDS.flatMap((name): Difference[] => [
    { operation: 'list_connections', at: `/data/items/*/${name}`, keyword: 'type', because: ABSENT_OR_NULL },
    { operation: 'connection_details', at: `/data/${name}`, keyword: 'type', because: ABSENT_OR_NULL },
    { operation: 'modify_connection', at: `/data/${name}`, keyword: 'type', because: ABSENT_OR_NULL },
  ]),
  { operation: 'get_account_info', at: '/data/user_id', keyword: 'type', because: THE_OTHER },
  { operation: 'get_account_info', at: '/data/system_key_id', keyword: 'type', because: THE_OTHER },
];

/** Statuses that the document leaves out; it has no schema of any refusal. */
export const undocumentedStatuses: Readonly<Record<number, string>> = {
  400: 'Named for all operations by the page on response codes.',
  401: 'Named for all operations by the page on response codes; the document has it for some.',
  403: 'Seen by users whose key lacks ACCOUNT_READ.',
  406: 'Named for all operations by the page on response codes; the document has it for some.',
  409: 'Our own, behind a switch: what a paused connection does with a trigger is not documented.',
  413: 'Our own: larger than any real body.',
  415: 'Named for POST and PATCH by the page on response codes; the document has it for some.',
  429: 'Documented on the page on rate limits.',
};
