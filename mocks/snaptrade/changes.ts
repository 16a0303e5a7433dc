/** What a test may set of SnapTrade's own state. */
import type { Account, Connection } from '../../fixtures/ledger/index.ts';
import type { Change, Json } from '../../src/provider/index.ts';
import { ACCOUNT_STATUSES, accountStandingOf } from './account-standing.ts';
import { breakConnection, CAUSES, type Cause } from './breaking.ts';
import { brokeragesOf, STANDINGS } from './brokerages.ts';
import { TOLD } from './capabilities.ts';
import { queueRefresh } from './connections.ts';
import { isDisabled, LENS } from './lens.ts';
import { bookRequest, PER_MINUTE } from './limits.ts';
import { type RefreshTrouble, recordOf, type SnapTradeState, type SnapTradeWorld } from './state.ts';

const OUTCOMES: readonly ('succeeds' | RefreshTrouble)[] = ['succeeds', 'fails', 'never-ends'];

export const changes: Readonly<Record<string, Change<SnapTradeState>>> = {
  'next-refresh': {
    says: 'How the next refresh that is asked for a connection will end.',
    parameters: { connection: 'key of a connection', outcome: OUTCOMES.join(', ') },
    apply(world, { connection: key, outcome }) {
      const connection = seenConnection(world, key);
      if (connection === undefined) return unseen(key);
      const wanted = OUTCOMES.find((one) => one === outcome);
      if (wanted === undefined) {
        return `outcome: ${JSON.stringify(outcome)} is none. Allowed: ${OUTCOMES.join(', ')}.`;
      }
      const record = recordOf(world.state, connection.key);
      delete record.nextRefresh;
      if (wanted !== 'succeeds') record.nextRefresh = wanted;
      return undefined;
    },
  },
  'connection-broken': {
    says: 'Something happens at the brokerage that disables a connection, until the user reconnects it in the portal.',
    parameters: {
      connection: 'key of a connection that is not disabled',
      because: Object.keys(CAUSES).join(', '),
      login: 'the new user name, where that was changed',
    },
    apply(world, { connection: key, because, login }) {
      const connection = seenConnection(world, key);
      if (connection === undefined) return unseen(key);
      if (isDisabled(world, connection)) return `connection: ${connection.key} is disabled already.`;
      const cause = causeNamed(because);
      if (cause === undefined) {
        return `because: ${JSON.stringify(because)} is none. Allowed: ${Object.keys(CAUSES).join(', ')}.`;
      }
      const isRenamed = cause === 'username-changed';
      if (isRenamed !== (login !== undefined)) {
        return `login: goes with "username-changed" and nothing else, and is needed there.`;
      }
      if (isRenamed && !(typeof login === 'string' && /^\S(.{0,98}\S)?$/.test(login))) {
        return `login: ${JSON.stringify(login)} is no user name: 1 to 100 characters, no blanks around it.`;
      }
      breakConnection(world, connection.key, cause, typeof login === 'string' ? login : undefined);
      return undefined;
    },
  },
  'account-status': {
    says: 'How an account stands at the brokerage: it stays in the lists, and is traded in no more once it is closed or archived.',
    parameters: { account: 'key of an account', status: ACCOUNT_STATUSES.join(', ') },
    apply(world, { account: key, status }) {
      const account = seenAccount(world, key);
      if (account === undefined) return unseenAccount(key);
      const wanted = ACCOUNT_STATUSES.find((one) => one === status);
      if (wanted === undefined) {
        return `status: ${JSON.stringify(status)} is none. Allowed: ${ACCOUNT_STATUSES.join(', ')}.`;
      }
      accountStandingOf(world, account.key).status = wanted;
      return undefined;
    },
  },
  'holdings-unavailable': {
    says: "Whether a brokerage keeps an account's holdings from SnapTrade, as those of employers' plans: lists are empty, the total is not.",
    parameters: { account: 'key of an account', unavailable: 'true or false' },
    apply(world, { account: key, unavailable }) {
      const account = seenAccount(world, key);
      if (account === undefined) return unseenAccount(key);
      if (typeof unavailable !== 'boolean') {
        return `unavailable: ${JSON.stringify(unavailable)} is neither true nor false.`;
      }
      const standing = accountStandingOf(world, account.key);
      delete standing.holdingsUnavailable;
      if (unavailable) standing.holdingsUnavailable = true;
      return undefined;
    },
  },
  brokerage: {
    says: 'How a brokerage stands: degraded is shown and no more; of one in maintenance or disabled no new connections are taken.',
    parameters: { institution: 'key of a broker or exchange, or sandbox', standing: STANDINGS.join(', ') },
    apply(world, { institution: key, standing }) {
      const brokerage = brokeragesOf(world).find((one) => one.key === key);
      if (brokerage === undefined) return `institution: ${JSON.stringify(key)} is no brokerage here.`;
      const wanted = STANDINGS.find((one) => one === standing);
      if (wanted === undefined) {
        return `standing: ${JSON.stringify(standing)} is none. Allowed: ${STANDINGS.join(', ')}.`;
      }
      delete world.state.brokerages[brokerage.key];
      if (wanted !== 'open') world.state.brokerages[brokerage.key] = wanted;
      return undefined;
    },
  },
  'refresh-asked': {
    says: 'Somebody else asks for a refresh of a connection: it is queued, and another one is too early for a minute.',
    parameters: { connection: 'key of a connection' },
    apply(world, { connection: key }) {
      const connection = seenConnection(world, key);
      if (connection === undefined) return unseen(key);
      if (isDisabled(world, connection))
        return `connection: ${connection.key} is disabled, so no refresh is taken.`;
      queueRefresh(world, connection.key);
      return undefined;
    },
  },
  'brokerage-tells': {
    says: 'Whether SnapTrade can read something at a brokerage: 501 where it cannot.',
    parameters: {
      institution: 'key of an institution',
      what: TOLD.join(', '),
      told: 'true or false',
    },
    apply({ ledger, state }, { institution, what, told }) {
      const key = ledger.institutions.get(String(institution))?.key;
      const one = TOLD.find((each) => each === what);
      if (key === undefined) return `institution: ${JSON.stringify(institution)} is none of this world.`;
      if (one === undefined) return `what: ${JSON.stringify(what)} is none. Allowed: ${TOLD.join(', ')}.`;
      if (typeof told !== 'boolean') return `told: ${JSON.stringify(told)} is neither true nor false.`;
      state.told[key] = { ...state.told[key], [one]: told };
      return undefined;
    },
  },
  'requests-spent': {
    says: 'The application sent so many requests this moment, for users that are not watched here: its minute is that much shorter.',
    parameters: { count: `a whole number, 1 to ${PER_MINUTE.limit}` },
    apply(world, { count }) {
      if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > PER_MINUTE.limit) {
        return `count: ${JSON.stringify(count)} is no whole number from 1 to ${PER_MINUTE.limit}.`;
      }
      for (let sent = 0; sent < count; sent += 1) bookRequest(world);
      return undefined;
    },
  },
};

function causeNamed(name: Json | undefined): Cause | undefined {
  return Object.keys(CAUSES).includes(String(name)) ? (name as Cause) : undefined;
}

function seenConnection({ ledger }: SnapTradeWorld, key: Json | undefined): Connection | undefined {
  const connection = ledger.connections.get(String(key));
  return connection?.seenBy.includes(LENS) === true ? connection : undefined;
}

function seenAccount(world: SnapTradeWorld, key: Json | undefined): Account | undefined {
  const account = world.ledger.accounts.get(String(key));
  return account && seenConnection(world, account.connection) && account;
}

function unseenAccount(key: Json | undefined): string {
  return `account: SnapTrade sees no account ${JSON.stringify(key)}. Their keys are those of \`understudy world show\`.`;
}

function unseen(key: Json | undefined): string {
  return `connection: SnapTrade sees no connection ${JSON.stringify(key)}. Their keys are those of \`understudy world show\`.`;
}
