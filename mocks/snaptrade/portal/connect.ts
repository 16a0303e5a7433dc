/** A login that succeeded becomes a connection: a new one, or one that was there and is mended or widened. */
import { type Connection, hex, type Institution, sub } from '../../../fixtures/ledger/index.ts';
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import type { AccountEntry } from '../../../fixtures/ledger/world-file.ts';
import { accessOf } from '../access.ts';
import { accountsOf, connectionsOf, findConnection, isDisabled, isWithheld, LENS, placeOf } from '../lens.ts';
import { recordOf, type SnapTradeWorld, type User } from '../state.ts';
import { reading } from '../switches.ts';
import { tellOfAccount, tellOfAttempt, tellOfNewConnection, tellOfUpdate } from '../webhooks.ts';
import { brokerByKey, isSandbox } from './brokers.ts';
import type { FailureName } from './outcomes.ts';
import type { PortalSession, Visit } from './session.ts';

/** An account that the brokerage shows behind a login. */
export interface Offer {
  /** Names it in the form. */
  readonly id: string;
  readonly name: string;
  readonly number: string | undefined;
  readonly ticked: boolean;
  /** Of an account that is in the world already. */
  readonly key?: string;
  readonly entry?: Omit<AccountEntry, 'key' | 'connection'>;
}

/** With which name one logs in there: as it was changed to there, or as typed when it was linked; for what a world began with, the person's address. */
export function loginOf(world: SnapTradeWorld, connection: Connection): string {
  const { login, renamed } = world.state.connections[connection.key] ?? {};
  return renamed ?? login ?? world.ledger.people.get(connection.person)?.email ?? '';
}

/** The connection that this visit is about, if it is there: the one to mend, or another one of the same login (ST-321). */
export function connectionAtHand(
  world: SnapTradeWorld,
  user: User,
  session: PortalSession,
  visit: Visit,
): Connection | undefined {
  if (session.reconnect !== null) return findConnection(world, user, session.reconnect)?.connection;
  const same = connectionsOf(world, user).filter(
    (connection) => connection.institution === visit.broker && loginOf(world, connection) === visit.login,
  );
  const works = same.find((connection) => !isDisabled(world, connection));
  return works ?? (reading(world, 'disabledDuplicate') === 'mended' ? same.at(-1) : undefined);
}

/** The accounts to choose from. */
export function offersOf(
  world: SnapTradeWorld,
  user: User,
  session: PortalSession,
  visit: Visit,
): readonly Offer[] {
  const connection = connectionAtHand(world, user, session, visit);
  const first = connection && world.state.connections[connection.key]?.login;
  if (connection !== undefined && first === undefined) {
    return accountsOf(world.ledger, connection).map(({ account }) => ({
      id: account.key,
      key: account.key,
      name: account.name,
      number: account.number,
      ticked: !isWithheld(world, account.key),
    }));
  }
  const broker = brokerByKey(world, visit.broker);
  if (broker === undefined) return [];
  // Another name since then has the same accounts behind it.
  return entriesBehind(world, broker, first ?? visit.login ?? '').map((entry) => {
    const there = connection?.accounts.find(
      (key) => world.ledger.accounts.get(key)?.drawnAs === entry.drawnAs,
    );
    return {
      id: entry.drawnAs ?? '',
      name: entry.name ?? '',
      number: undefined,
      ticked: there === undefined ? connection === undefined : !isWithheld(world, there),
      entry,
      ...(there !== undefined && { key: there }),
    };
  });
}

type Entry = Omit<AccountEntry, 'key' | 'connection'>;

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  AU: ['Share Trading', 'Super Fund Trading'],
  CA: ['Individual Margin', 'TFSA'],
  US: ['Individual Brokerage', 'Roth IRA'],
};

/** What stands behind a login follows from the brokerage and the name: linked anew, it shows the same (ST-322). */
function entriesBehind(world: SnapTradeWorld, broker: Institution, login: string): readonly Entry[] {
  if (login === 'no-accounts') return [];
  const own = hex(sub(world.seed, LENS, 'portal-login', broker.key, login), 16);
  const crypto = broker.kind === 'exchange';
  const names = crypto ? (['Wallet'] as const) : (NAMES[broker.country] ?? NAMES.US ?? []);
  const empty = login === 'cash-only' || login === 'no-transactions';
  return names.map((name, n) => ({
    drawnAs: `portal-${own}-${n}`,
    kind: crypto ? 'crypto' : 'brokerage',
    name,
    openedAt: '2023-02-06T00:00:00Z',
    ...(empty && { rowsPerYear: 0 }),
  }));
}

/** The person behind a user who was registered without one; known again when the same id is registered later. */
function personOf(world: SnapTradeWorld, user: User): string {
  if (user.person !== null) return user.person;
  const known = world.ledger.find(LENS, 'person', user.userId);
  const key = known ?? `user-${hex(sub(world.seed, LENS, 'portal-person', user.userId), 16)}`;
  if (known === undefined) {
    const ids = { [LENS]: user.userId };
    world.join({ people: [{ key, ids, createdAt: isoInstant(world.now()), timeZone: 'UTC' }] });
  }
  user.person = key;
  return key;
}

/**
 * @param chosen ids of offers
 * @returns the id of the connection, or why there is none
 */
export function connect(
  world: SnapTradeWorld,
  user: User,
  session: PortalSession,
  visit: Visit,
  chosen: ReadonlySet<string>,
): { readonly connection: string } | { readonly failure: FailureName } {
  const offers = offersOf(world, user, session, visit);
  const connection = connectionAtHand(world, user, session, visit);
  if (session.reconnect !== null && connection === undefined) return { failure: 'not-in-progress' };
  if (!world.hasRoomFor(offers.length + 1)) return { failure: 'unexpected' };
  const key =
    connection === undefined
      ? linked(
          world,
          user,
          session,
          visit,
          offers.filter(({ id }) => chosen.has(id)),
        )
      : refreshed(world, session, connection, offers, chosen);
  return { connection: world.ledger.id(LENS, 'connection', key) };
}

function linked(
  world: SnapTradeWorld,
  user: User,
  session: PortalSession,
  visit: Visit,
  offers: readonly Offer[],
): string {
  const broker = brokerByKey(world, visit.broker);
  if (broker === undefined)
    throw new Error(`The portal linked a brokerage "${visit.broker}" that is not there.`);
  const person = personOf(world, user);
  const key = `linked-${world.serial('linked')}`;
  const now = world.now();
  if (isSandbox(broker) && !world.ledger.institutions.has(broker.key)) world.join({ institutions: [broker] });
  world.join({
    connections: [{ key, person, institution: broker.key, createdAt: isoInstant(now), seenBy: [LENS] }],
    accounts: entriesOf(offers, key, 0),
  });
  const record = recordOf(world.state, key);
  record.login = visit.login ?? '';
  record.access = session.connectionType === 'trade' && broker.allowsTrading ? 'trade' : 'read';
  deposit(world, visit, world.ledger.connections.get(key)?.accounts ?? []);
  tellOfAttempt(world, user.userId, broker.key, 'SUCCESS');
  const connection = world.ledger.connections.get(key);
  if (connection !== undefined) tellOfNewConnection(world, connection);
  world.follow('sync', key);
  return key;
}

function entriesOf(offers: readonly Offer[], connection: string, before: number): AccountEntry[] {
  return offers.flatMap(({ entry }, n) =>
    entry === undefined ? [] : [{ ...entry, key: `${connection}-${before + n + 1}`, connection }],
  );
}

/** Money, and nothing bought with it. */
function deposit(world: SnapTradeWorld, { login }: Visit, accounts: readonly string[]): void {
  if (login !== 'cash-only') return;
  for (const account of accounts) {
    if (world.roomForRows === 0) return;
    world.arrive({
      account,
      kind: 'transfer',
      amount: '25000',
      at: '2025-01-06T15:00:00Z',
      description: 'Deposit',
    });
  }
}

/** A connection that was there: mended if it was disabled, given more leave, other accounts. */
function refreshed(
  world: SnapTradeWorld,
  session: PortalSession,
  connection: Connection,
  offers: readonly Offer[],
  chosen: ReadonlySet<string>,
): string {
  const { key } = connection;
  const place = placeOf(world.ledger, connection);
  const user = session.userId;
  tellOfAttempt(world, user, connection.institution, 'SUCCESS');
  const wasDisabled = isDisabled(world, connection);
  const record = recordOf(world.state, key);
  const before = accessOf(world, place);
  // Leave that was given once is not taken back by a link that asks for less (ST-C165).
  if (session.connectionType === 'trade' && place.institution.allowsTrading) record.access = 'trade';
  const fresh = offers.filter((offer) => offer.key === undefined && chosen.has(offer.id));
  if (fresh.length > 0) world.join({ accounts: entriesOf(fresh, key, connection.accounts.length) });
  if (wasDisabled || world.connection(key).status !== 'healthy') {
    world.setConnection(key, { status: 'healthy', reason: 'mended in the portal' }, 'here');
    record.refreshedAt = world.now();
  }
  if (!wasDisabled || accessOf(world, place) !== before) tellOfUpdate(world, connection);
  for (const added of world.ledger.connections.get(key)?.accounts.slice(connection.accounts.length) ?? []) {
    tellOfAccount(world, connection, added, 'NEW_ACCOUNT_AVAILABLE');
  }
  for (const offer of offers) {
    if (offer.key === undefined || isWithheld(world, offer.key) !== chosen.has(offer.id)) continue;
    if (chosen.has(offer.id)) delete world.state.withheld[offer.key];
    else world.state.withheld[offer.key] = true;
    tellOfAccount(
      world,
      connection,
      offer.key,
      chosen.has(offer.id) ? 'NEW_ACCOUNT_AVAILABLE' : 'ACCOUNT_REMOVED',
    );
  }
  if (wasDisabled) world.recur('sync', key);
  return key;
}
