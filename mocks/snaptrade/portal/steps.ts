/** What each form of the portal does: one step of a visit to the next. */
import type { Instant } from '../../../fixtures/ledger/index.ts';
import type { Json } from '../../../src/provider/index.ts';
import { findBrokerage } from '../brokerages.ts';
import { findUser, type SnapTradeWorld, type User } from '../state.ts';
import { tellOfAttempt, tellOfFailure } from '../webhooks.ts';
import { brokerByKey, isOAuth, takesConnections } from './brokers.ts';
import { connect, connectionAtHand, loginOf, offersOf } from './connect.ts';
import { type FailureName, failures, outcomeOfLogin, RIGHT_CODE, SLOW_MS } from './outcomes.ts';
import type { PortalSession, Step, Visit } from './session.ts';
import { noteEvent } from './session-events.ts';

/** A visit, and the world it is in. */
export interface Here {
  readonly world: SnapTradeWorld;
  readonly sessionId: string;
  readonly session: PortalSession;
  readonly visit: Visit;
}

/** What was typed and ticked. */
export interface Form {
  field(name: string): string | undefined;
  fields(name: string): readonly string[];
}

/** The user whom the link was minted for, unless deleted since. */
export function userOfSession(
  world: SnapTradeWorld,
  { userId, generation }: PortalSession,
): User | undefined {
  const user = findUser(world.state, userId);
  return user?.generation === generation ? user : undefined;
}

/** A form that does not fit where the visit stands (sent twice, or from a page gone back to) changes nothing. */
export function takeStep(here: Here, form: Form): void {
  const { visit } = here;
  const act = form.field('do') ?? '';
  if (form.field('framed') === '1') visit.framed = true;
  if (act === 'leave' && visit.step !== 'done') leave(here);
  else if (act === 'choose' && visit.step === 'broker') choose(here, form.field('broker') ?? '');
  else if (act === 'login' && visit.step === 'login') login(here, form.field('user')?.trim() ?? '');
  else if (act === 'code' && visit.step === 'code') enterCode(here, form.field('code')?.trim() ?? '');
  else if (act === 'share' && visit.step === 'accounts') share(here, new Set(form.fields('account')));
  else if (act === 'retry' && visit.step === 'failed') visit.step = visit.retry ?? 'login';
  else if (act === 'back' && mayGoBack(here)) {
    visit.step = 'broker';
    delete visit.broker;
  }
}

/** Whether another brokerage may be chosen. */
export function mayGoBack({ session, visit }: Pick<Here, 'session' | 'visit'>): boolean {
  return session.broker === null && session.reconnect === null && visit.step === 'login';
}

export function begin(here: Here): void {
  noteEvent(here.world, here, 'SESSION_STARTED');
  if (here.visit.step === 'login') initiated(here);
}

function initiated(here: Here): void {
  const isMending = here.session.reconnect !== null;
  noteEvent(here.world, here, isMending ? 'BROKERAGE_RECONNECT_INITIATED' : 'BROKERAGE_CONNECTION_INITIATED');
}

/** Brokerages without trading are not offered to who has to trade. */
export function mayChoose(
  { session }: Pick<Here, 'session'>,
  broker: { readonly allowsTrading: boolean },
): boolean {
  return broker.allowsTrading || session.connectionType === 'read' || session.ifAvailable;
}

function choose(here: Here, slug: string): void {
  const broker = findBrokerage(here.world, slug);
  if (broker === undefined || !takesConnections(here.world, broker) || !mayChoose(here, broker)) return;
  here.visit.broker = broker.key;
  here.visit.step = 'login';
  initiated(here);
}

function login(here: Here, name: string): void {
  const { world, visit, session } = here;
  if (name === '') return;
  visit.login = name.slice(0, 200);
  const broker = brokerByKey(world, visit.broker);
  const isAtBroker = broker !== undefined && isOAuth(broker);
  noteEvent(world, here, isAtBroker ? 'OAUTH_BROKERAGE_AUTHENTICATION' : 'BROKERAGE_AUTHENTICATION');
  const user = userOfSession(world, session);
  if (user === undefined) {
    fail(here, 'user-gone', 'login');
    return;
  }
  if (broker === undefined || !takesConnections(world, broker)) {
    fail(here, 'broker-down', 'login');
    return;
  }
  const outcome = outcomeOfLogin(visit.login);
  if (outcome.next === 'failed') {
    fail(here, outcome.failure, 'login');
    return;
  }
  if (session.reconnect !== null) {
    const connection = connectionAtHand(world, user, session, visit);
    if (connection === undefined) fail(here, 'not-in-progress', 'login');
    // Another login is another account at the brokerage (ST-323).
    else if (loginOf(world, connection) !== visit.login) fail(here, 'different-account', 'login');
    if (visit.step === 'failed') return;
  }
  if (outcome.next === 'code') noteEvent(world, here, 'MFA_REQUESTED');
  if (outcome.next === 'waiting') world.schedule(world.now() + SLOW_MS, 'portal-answered', here.sessionId);
  visit.step = outcome.next;
}

/** The slow brokerage has answered. */
export function portalAnswered(world: SnapTradeWorld, _at: Instant, data: Json): void {
  const visit = world.state.sessions[String(data)]?.visit;
  if (visit?.step === 'waiting') visit.step = 'accounts';
}

function enterCode(here: Here, code: string): void {
  noteEvent(here.world, here, 'MFA_SUBMITTED');
  if (code.replaceAll(/\s/g, '') === RIGHT_CODE) here.visit.step = 'accounts';
  else fail(here, 'wrong-code', 'code');
}

function share(here: Here, chosen: ReadonlySet<string>): void {
  const { world, session, visit } = here;
  const user = userOfSession(world, session);
  if (user === undefined) {
    fail(here, 'user-gone', 'login');
    return;
  }
  const offers = offersOf(world, user, session, visit);
  // Nothing ticked is a slip of the hand; who wants to share nothing leaves.
  if (offers.length > 0 && !offers.some(({ id }) => chosen.has(id))) return;
  noteEvent(world, here, 'DISCLAIMER_ACCEPTED');
  const made = connect(world, user, session, visit, chosen);
  if ('failure' in made) {
    fail(here, made.failure, 'login');
    return;
  }
  visit.connection = made.connection;
  visit.step = 'done';
  noteEvent(world, here, 'CONNECTION_SUCCESSFUL', { connection: made.connection });
}

function fail(here: Here, name: FailureName, retry: Step): void {
  const { world, session, visit } = here;
  const { result, status } = failures[name];
  visit.step = 'failed';
  visit.failure = name;
  visit.retry = retry;
  tellOfAttempt(world, session.userId, visit.broker ?? '', result);
  tellOfFailure(world, session.userId);
  noteEvent(world, here, 'CONNECTION_FAILED', { status, connection: session.reconnect });
}

function leave(here: Here): void {
  if (here.visit.step === 'failed' || here.visit.step === 'left') return;
  here.visit.step = 'left';
  noteEvent(here.world, here, 'CONNECTION_ABORTED', { connection: here.session.reconnect });
}
