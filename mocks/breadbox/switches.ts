/**
 * Where Breadbox's own pages contradict each other or leave a choice, a world chooses. Every default follows the
 * connections page that this mock was built from, and the other pages of its generation where it is silent.
 */
import { type Switch, switchReader } from '../../src/provider/index.ts';

export const switches = {
  lastSyncedAt: {
    says: 'Which moment of a successful sync last_synced_at shows (BB-06, BB-C01)',
    values: {
      end: 'its end, as the field is described; last_attempted_sync_at, a start, is then the earlier one',
      start: 'its start, as the example row has it, where both are the same',
    },
    default: 'end',
  },
  disconnectedConnections: {
    says: 'Disconnected connections in GET /connections (BB-C08)',
    values: { listed: 'listed, as "all connections" says', hidden: 'left out, as the later server does' },
    default: 'listed',
  },
  disconnectedAccounts: {
    says: 'Accounts of disconnected connections in GET /accounts (BB-21, BB-C09)',
    values: {
      excluded: 'left out, as the accounts page says',
      included: 'listed, as "accounts are preserved" on the connections page can be read',
    },
    default: 'excluded',
  },
  shortIds: {
    says: 'Short ids where the connections page asks for a UUID: user_id and connection_id (BB-17, BB-C10)',
    values: { 'path-only': 'refused with 400 INVALID_PARAMETER', everywhere: 'taken, as in paths' },
    default: 'path-only',
  },
  rateLimitHeaders: {
    says: 'X-RateLimit-* headers (BB-C24)',
    values: {
      shown: 'on every answer to a valid key, as the server sends them',
      hidden: 'not sent: the pages name the 429 only',
    },
    default: 'shown',
  },
} as const satisfies Readonly<Record<string, Switch>>;

/** What a world has chosen. */
export const reading = switchReader<typeof switches>();
