/** What clients are asked to do, each to its end, and what they ought to report. */
import type { Job, JobInput } from '../../../src/provider/index.ts';
import type { FivetranState } from '../state.ts';
import { lastServed, rowsServed } from './served.ts';
import { accountTrue, connectionsTrue, connectionTrue, groupsTrue, syncTrue } from './truth.ts';
import { member } from './wire.ts';

const TIMES = ['created_at', 'succeeded_at', 'failed_at', 'rescheduled_for'] as const;

export const jobs: Readonly<Record<string, Job<FivetranState>>> = {
  accountInfo: {
    says: 'Tells whose key this is: the data of account info.',
    input: {},
    operations: ['getAccountInfo'],
    truth: accountTrue,
    served: (exchanges) => lastServed(exchanges, 'getAccountInfo'),
    id: 'account_id',
  },
  listGroups: {
    says: 'All groups of the account, of all pages.',
    input: {},
    operations: ['listGroups'],
    truth: groupsTrue,
    served: (exchanges) => rowsServed(exchanges, 'listGroups'),
    times: TIMES,
  },
  listConnections: {
    says: 'All connections of the account, or those of one group or of one name, of all pages, each once.',
    input: { 'groupId?': 'id of a group: only its connections', 'schema?': 'only connections of this name' },
    operations: ['listConnections'],
    truth: (world, input) => connectionsTrue(world, text(input, 'groupId'), text(input, 'schema')),
    served: (exchanges) => rowsServed(exchanges, 'listConnections'),
    times: TIMES,
  },
  getConnection: {
    says: 'One connection, with everything that is told of it.',
    input: { id: 'id of the connection' },
    operations: ['getConnection'],
    truth: (world, input) => connectionTrue(world, text(input, 'id') ?? ''),
    served: (exchanges) => lastServed(exchanges, 'getConnection'),
    times: TIMES,
  },
  updateConnection: {
    says: 'Changes a connection and tells how it stands then: the data of the answer.',
    input: {
      id: 'id of the connection',
      changes: 'fields to change, by their names on the wire: `{ paused: true }`',
    },
    operations: ['updateConnection'],
    truth: (world, input) => connectionTrue(world, text(input, 'id') ?? ''),
    served: (exchanges) => lastServed(exchanges, 'updateConnection'),
    times: TIMES,
  },
  syncConnection: {
    says:
      'Starts a sync and waits until it has ended. The value, if it succeeded, is `id`, `succeeded_at` and `failed_at` of the ' +
      'connection afterwards. A sync that failed, was broken off, put off or never started is a failure.',
    input: { id: 'id of the connection' },
    operations: ['syncConnection', 'getConnection'],
    truth: (world, input) => syncTrue(world, text(input, 'id') ?? ''),
    served: (exchanges) => lastServed(exchanges, 'getConnection'),
    times: TIMES,
  },
  receiveWebhook: {
    says:
      'Looks at a message of a webhook, without a request to anybody. The value is the message as an object, if its signature ' +
      'is right; else it is a failure, `unauthorized`.',
    input: {
      body: 'the raw body, as text',
      signature: 'the header X-Fivetran-Signature-256',
      secret: 'secret of the webhook',
    },
    operations: [],
    truth: (_, input) => JSON.parse(text(input, 'body') ?? 'null'),
    times: ['created', 'rescheduledAt'],
    id: 'event',
  },
};

function text(input: JobInput, name: string): string | undefined {
  const value = member(input, name);
  return typeof value === 'string' ? value : undefined;
}
