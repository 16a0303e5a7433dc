/** Answers read as what they are not. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import { brokenAnswer } from '../../clients/fivetran/failures.ts';
import { member, textIn } from '../../clients/fivetran/reading.ts';
import type { Mutant } from '../mutant.ts';
import { mutantsOf } from './mutant.ts';

const mutant = mutantsOf('accountInfo', 'listGroups', 'listConnections', 'getConnection', 'updateConnection');

type Members = Readonly<Record<string, unknown>>;

/** A change of every connection that is handed on. */
const telling = (change: (connection: Members) => unknown) => ({
  told: (connection: unknown) => change(connection as Members),
  toldOfUpdate: (answer: unknown) => change(answer as Members),
});

const withStatus = (connection: Members, change: (status: Members) => Members): Members => ({
  ...connection,
  status: change(connection.status as Members),
});

const KNOWN_STATES = ['scheduled', 'syncing', 'paused', 'rescheduled'];

/** Members as somebody copied them from the documentation. */
const DOCUMENTED = new Set(
  (
    'id service schema paused status config group_id service_version connected_by created_at succeeded_at failed_at ' +
    'pause_after_trial sync_frequency data_delay_threshold data_delay_sensitivity daily_sync_time schedule_type setup_tests ' +
    'networking_method private_link_id proxy_agent_id hybrid_deployment_agent_id source_sync_details destination_configuration'
  ).split(' '),
);

export const reading: readonly Mutant[] = [
  mutant(
    'knows-good-and-bad',
    'Knows two states of a connection: it works, or it does not.',
    telling((connection) =>
      withStatus(connection, (status) => ({
        ...status,
        sync_state: status.setup_state === 'connected' ? 'scheduled' : 'paused',
        update_state: 'on_schedule',
      })),
    ),
    ['connections/states-told-apart', 'updates/pause'],
  ),
  mutant(
    'drops-nulls',
    'Leaves out what is null.',
    telling((connection) =>
      Object.fromEntries(Object.entries(connection).filter(([, value]) => value !== null)),
    ),
    ['connections/nulls-stay-null', 'connections/null-wherever-allowed', 'connections/first-sync-under-way'],
  ),
  mutant(
    'fills-what-is-absent',
    'Has a field for everything, and null where nothing was said.',
    telling((connection) =>
      withStatus({ setup_tests: null, ...connection }, (status) => ({ schema_status: null, ...status })),
    ),
    ['connections/schema-status-absent', 'connections/absent-wherever-allowed'],
  ),
  mutant(
    'has-a-closed-schema',
    'Refuses an object with a member it does not know.',
    telling((connection) => {
      const unknown = Object.keys(connection).find((name) => !DOCUMENTED.has(name));
      if (unknown !== undefined) throw brokenAnswer(`Unknown member ${unknown}`);
      return connection;
    }),
    ['connections/members-of-tomorrow'],
  ),
  mutant(
    'has-closed-lists',
    'Refuses a state it does not know.',
    telling((connection) => {
      const state = textIn(member(connection, 'status'), 'sync_state') ?? '';
      if (!KNOWN_STATES.includes(state)) throw brokenAnswer(`Unknown state ${state}`);
      return connection;
    }),
    ['connections/words-of-tomorrow'],
  ),
  mutant(
    'wants-details-as-text',
    'Declares the details of a setup test as text.',
    telling((connection) => {
      const tests = Array.isArray(connection.setup_tests) ? connection.setup_tests : [];
      const other = tests.find((test) => typeof (member(test, 'details') ?? '') !== 'string');
      if (other !== undefined) throw brokenAnswer('Details are no text');
      return connection;
    }),
    ['connections/setup-test-details'],
  ),
  mutant(
    'keeps-milliseconds',
    'Puts times through a Date, which has no microseconds.',
    telling(({ created_at, ...connection }) => ({
      ...connection,
      created_at: new Date(String(created_at)).toISOString(),
    })),
    ['connections/microseconds'],
  ),
  mutant(
    'trusts-setup-tests',
    'Takes a connection whose setup tests passed for connected.',
    telling((connection) => {
      const tests = Array.isArray(connection.setup_tests) ? connection.setup_tests : [];
      const passed = tests.length > 0 && tests.every((test) => textIn(test, 'status') === 'PASSED');
      return passed
        ? withStatus(connection, (status) => ({ ...status, setup_state: 'connected' }))
        : connection;
    }),
    ['updates/tests-pass-and-it-stays-broken'],
  ),
  mutant(
    'drops-masked-values',
    'Leaves out what reads back as asterisks.',
    telling((connection) => {
      const config = Object.entries((connection.config ?? {}) as Members);
      return { ...connection, config: Object.fromEntries(config.filter(([, value]) => value !== '******')) };
    }),
    ['connections/secrets-are-masked'],
  ),
  mutant(
    'reads-latin-letters',
    'Reads bodies as Latin-1.',
    { parse: (text) => JSON.parse(Buffer.from(text, 'utf8').toString('latin1')) },
    ['connections/names-of-any-letters'],
  ),
  mutant(
    'cuts-texts',
    'Keeps 255 characters of a text, as its table does.',
    {
      parse: (text) =>
        JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? value.slice(0, 255) : value)),
    },
    ['connections/very-long-names'],
  ),
  mutant(
    'counts-on-a-user',
    'Takes for granted that every key has a user.',
    {
      toldOfAccount(account) {
        if (textIn(account, 'user_id') === undefined) throw new ClientFailure('unauthorized');
        return account;
      },
    },
    ['account/key-of-the-system'],
  ),
];
