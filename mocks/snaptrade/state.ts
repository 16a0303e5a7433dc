/** SnapTrade's part of a world's state (plain JSON data, and the few ways to change it), and who asks. */
import { type Instant, sub, uuid } from '../../fixtures/ledger/index.ts';
import type { AnyExchange, Vanished, World } from '../../src/provider/index.ts';
import type { AccountStanding } from './account-standing.ts';
import type { BrokerageStanding } from './brokerages.ts';
import type { Told } from './capabilities.ts';
import { isThere, LENS, registeredPeople } from './lens.ts';
import type { Grant } from './oauth/grants.ts';
import type { OptionMove } from './options/positions.ts';
import type { PortalSession } from './portal/session.ts';
import type { SessionEventRecord } from './portal/session-events.ts';
import type { SignatureMatch } from './signature.ts';
import { createBook, type OrderBook } from './trading/book.ts';
import type { Check } from './trading/checks.ts';
import type { Watch } from './trading/watches.ts';
import { tellOfDeletion } from './webhooks.ts';
import { aboutUser } from './wire/webhook.ts';

export interface User {
  readonly userId: string;
  /** Tells a user from an earlier one of the same id: a deletion queued for that one must not hit this one. */
  readonly generation: number;
  /** How often the secret was rotated. */
  rotation: number;
  /** Key of the person in the ledger; null for users registered later, until they connect something. */
  person: string | null;
  deletionQueued: boolean;
}

export type RefreshTrouble = 'fails' | 'never-ends';

export interface ConnectionRecord {
  refreshAskedAt?: Instant;
  /** When the last refresh was done. */
  refreshedAt?: Instant;
  deletionQueued?: boolean;
  /** How the next refresh will end, if not well. */
  nextRefresh?: RefreshTrouble;
  /** What the user gave leave to do; left out: whatever the brokerage allows. */
  access?: 'read' | 'trade';
  /** The user name at the brokerage; left out: it was there when the world began. */
  login?: string;
  /** The user name since it was changed at the brokerage. */
  renamed?: string;
  /** When a sync of transactions alone was last done. */
  transactionsSyncedAt?: Instant;
  /** Such a sync is being told of, this moment: holdings were not read. */
  tellsTransactionsOnly?: true;
  /** Deleted here: stays so, whatever happens at the institution. */
  removed?: boolean;
}

export interface SnapTradeState {
  /** By {@link slot}, in the order of registration. */
  readonly users: Record<string, User>;
  /** By connection key; only connections something was done with. */
  readonly connections: Record<string, ConnectionRecord>;
  /** By institution key: what it was set to tell or not to tell, against what is usual (capabilities.ts). */
  readonly told: Record<string, Partial<Record<Told, boolean>>>;
  /** By session id; those that ran out are dropped when the next is made. */
  readonly sessions: Record<string, PortalSession>;
  /** The last steps of portal sessions, oldest first. */
  readonly sessionEvents: SessionEventRecord[];
  /** By account key; only accounts that do not stand as usual. */
  readonly accounts: Record<string, AccountStanding>;
  /** Keys of accounts that the user does not share any more. */
  readonly withheld: Record<string, true>;
  generations: number;
  /** How brokerages stand that are not as usual, by key of the institution. */
  readonly brokerages: Record<string, BrokerageStanding>;
  /** Orders. */
  readonly book: OrderBook;
  /** Option contracts that were bought and sold, by key of account. */
  readonly options: Record<string, OptionMove[]>;
  /** Orders that were checked, by trade id. */
  readonly checks: Record<string, Check>;
  /** Trade detection, by key of account. */
  readonly watches: Record<string, Watch>;
  /** What people have allowed the OAuth application, by number; bounded. */
  readonly grants: Record<string, Grant>;
  /** Activities that are no longer there. */
  readonly vanished: Vanished[];
}

/** With which kind of credential a request was made: the application's key, a person's own key, a bearer token. */
export type Mode = 'commercial' | 'personal' | 'oauth';

export type Principal =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'application'; readonly mode: Mode; readonly signed?: SignatureMatch }
  | { readonly kind: 'user'; readonly mode: Mode; readonly signed?: SignatureMatch; readonly user: User };

export type SnapTradeWorld = World<SnapTradeState>;
export type SnapTradeExchange = AnyExchange<SnapTradeState, Principal>;

/** A key no id can turn into something else: `__proto__` stays a name, `12` keeps its place in the order. */
function slot(userId: string): string {
  return `user ${userId}`;
}

export function createState(world: Omit<World, 'state'>): SnapTradeState {
  const state: SnapTradeState = {
    users: {},
    connections: {},
    told: {},
    sessions: {},
    sessionEvents: [],
    accounts: {},
    withheld: {},
    generations: 0,
    brokerages: {},
    book: createBook(),
    options: {},
    checks: {},
    watches: {},
    grants: {},
    vanished: [],
  };
  for (const person of registeredPeople(world)) {
    addUser(state, world.ledger.id(LENS, 'person', person.key), person.key);
  }
  return state;
}

export function findUser(state: SnapTradeState, userId: string): User | undefined {
  return state.users[slot(userId)];
}

export function listUsers(state: SnapTradeState): readonly User[] {
  return Object.values(state.users);
}

export function addUser(state: SnapTradeState, userId: string, person: string | null): User {
  state.generations += 1;
  const user: User = { userId, generation: state.generations, rotation: 0, person, deletionQueued: false };
  state.users[slot(userId)] = user;
  return user;
}

/** Ends a user: the record goes, and the connections with it. */
export function removeUser(world: SnapTradeWorld, user: User): void {
  delete world.state.users[slot(user.userId)];
  for (const connection of world.ledger.connections.values()) {
    if (connection.person === user.person && connection.seenBy.includes(LENS)) {
      removeConnection(world, connection.key);
    }
  }
  world.emit('USER_DELETED', aboutUser(user.userId), { credential: user.userId });
}

/** What was done with a connection; made when first needed. */
export function recordOf(state: SnapTradeState, connectionKey: string): ConnectionRecord {
  state.connections[connectionKey] ??= {};
  return state.connections[connectionKey];
}

export function removeConnection(world: SnapTradeWorld, connectionKey: string): void {
  const connection = world.ledger.connections.get(connectionKey);
  const wasThere = connection !== undefined && isThere(world, connection);
  recordOf(world.state, connectionKey).removed = true;
  world.setConnection(connectionKey, { status: 'removed', reason: 'deleted through the API' }, 'here');
  if (wasThere) tellOfDeletion(world, connection);
}

/** The secret in force. Drawn, not stored: a rotation is a number. */
export function userSecret({ secrets }: Pick<World, 'secrets'>, user: User): string {
  const { userId, generation, rotation } = user;
  let drawn = drawnSecrets.get(user);
  if (drawn?.rotation !== rotation || drawn.secrets !== secrets) {
    const text = uuid(sub(secrets, LENS, 'user-secret', userId, generation, rotation));
    drawn = { secrets, rotation, text };
    drawnSecrets.set(user, drawn);
  }
  return drawn.text;
}

/** What was drawn last for a user: every request compares with it. */
const drawnSecrets = new WeakMap<
  User,
  { readonly secrets: World['secrets']; readonly rotation: number; readonly text: string }
>();
