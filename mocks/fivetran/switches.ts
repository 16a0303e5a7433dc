/** Readings that the sources leave open, and states of an account that a test may want. */
import { type Switch, switchReader } from '../../src/provider/index.ts';

export const switches = {
  plan: {
    says: 'Which hourly and per-minute limits the account has (FT-20, FT-21, FT-24).',
    values: { paid: '20,000 requests an hour', trial: '500 requests an hour' },
    default: 'paid',
  },
  keyKind: {
    says: 'What the API key belongs to (FT-04).',
    values: {
      user: 'a user: account info names the user',
      system: 'nobody: account info names the system key',
    },
    default: 'user',
  },
  accountRead: {
    says: 'Whether the key may read the account (FT-05).',
    values: { granted: 'account info answers', denied: 'account info answers 403' },
    default: 'granted',
  },
  authCode: {
    says: 'Code of a 401: no official text or captured body shows one (FT-C01).',
    values: { AuthFailed: 'the code a third-party classifier knows', Unauthorized: 'the word of the status' },
    default: 'AuthFailed',
  },
  notFoundNoun: {
    says: 'Whether a missing connection is a Connector or a Connection: clients meet both (FT-16, FT-17).',
    values: {
      connector: 'NotFound_Connector, "Connector with id \'…\' does not exist.": the example of the docs',
      connection: 'NotFound_Connection, "Connection with id \'…\' does not exist."',
    },
    default: 'connector',
  },
  retryAfter: {
    says: 'Whether a 429 says how long to wait (FT-22, FT-23).',
    values: { sent: 'Retry-After in whole seconds', omitted: 'no Retry-After' },
    default: 'sent',
  },
  pausedTrigger: {
    says: 'What a sync order for a paused connection gets (FT-55, FT-C13).',
    values: { ignored: '200, and no sync starts', refused: '409 Conflict' },
    default: 'ignored',
  },
  setupTestsOnUpdate: {
    says: 'Whether an update that does not mention run_setup_tests runs them (FT-72).',
    values: { run: 'it does, as documented', skip: 'only run_setup_tests: true does' },
    default: 'run',
  },
  delayThreshold: {
    says: 'What data_delay_threshold reads after it was set (FT-65).',
    values: { kept: 'what was set', zero: '0, as seen on a real account' },
    default: 'kept',
  },
  forcePath: {
    says: 'Whether /v1/connections/{id}/force still starts a sync (FT-49).',
    values: { alive: 'it does', gone: '404' },
    default: 'alive',
  },
  connectorsPath: {
    says: 'Whether the paths under /v1/connectors, replaced in 2025, still answer (FT-50).',
    values: { gone: '404, as seen in March 2026', alive: 'as /v1/connections does' },
    default: 'gone',
  },
} as const satisfies Readonly<Record<string, Switch>>;

/** What a world has chosen. */
export const reading = switchReader<typeof switches>();
