/** A session of the portal, from the minted link to its end: part of a world's state, so all of it is plain data. */
import { draws, type Instant, type Seed, sub } from '../../../fixtures/ledger/index.ts';
import { MINUTE } from '../../../fixtures/ledger/time.ts';
import { sameSecret } from '../../../src/provider/index.ts';
import { LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import type { FailureName } from './outcomes.ts';

export type Locale = 'en' | 'pt-BR';

/** A way into the portal that was handed out. */
export interface PortalSession {
  readonly userId: string;
  /** Tells the user from a later one of the same id. */
  readonly generation: number;
  readonly token: string;
  readonly expiresAt: Instant;
  /** Slug. */
  readonly broker: string | null;
  /** Id of the connection to mend. */
  readonly reconnect: string | null;
  readonly connectionType: 'read' | 'trade';
  /** Trading is a wish only: a broker without it will do. */
  readonly ifAvailable: boolean;
  readonly customRedirect: string | null;
  readonly immediateRedirect: boolean;
  readonly showCloseButton: boolean;
  readonly darkMode: boolean;
  readonly locale: Locale;
  /** What became of it; undefined: nobody has followed the link yet. */
  visit?: Visit;
}

export type Step = 'broker' | 'login' | 'code' | 'waiting' | 'accounts' | 'done' | 'failed' | 'left';

/** What somebody did in the portal. */
export interface Visit {
  readonly ticket: string;
  readonly until: Instant;
  /** It is shown inside another page: then it redirects nowhere and speaks with messages (ST-324). */
  framed: boolean;
  step: Step;
  /** Key of the institution. */
  broker?: string;
  /** The user name as typed. */
  login?: string;
  failure?: FailureName;
  /** Where "Try again" leads. */
  retry?: Step;
  /** Id of the connection that came of it. */
  connection?: string;
}

/** Who followed the link has this long (ST-C160). */
const VISIT_MS = 30 * MINUTE;
/** Sessions kept in a world; then the oldest go. */
const MOST_SESSIONS = 1000;

export function addSession(world: SnapTradeWorld, sessionId: string, session: PortalSession): void {
  const { sessions } = world.state;
  const now = world.now();
  for (const [id, { visit, expiresAt }] of Object.entries(sessions)) {
    if ((visit?.until ?? expiresAt) <= now) delete sessions[id];
  }
  const kept = Object.keys(sessions);
  for (const id of kept.slice(0, Math.max(0, kept.length + 1 - MOST_SESSIONS))) delete sessions[id];
  sessions[sessionId] = session;
}

export type Redeemed =
  | { readonly session: PortalSession; readonly sessionId: string }
  | { readonly refused: 'unknown' | 'expired' | 'used' };

/** A link is good once, for five minutes (ST-80, ST-320). */
export function sessionOfLink(
  world: SnapTradeWorld,
  sessionId: string | undefined,
  token: string | undefined,
): Redeemed {
  if (sessionId === undefined || token === undefined) return { refused: 'unknown' };
  const session = own(world.state.sessions, sessionId);
  // Sessions that ran out are forgotten in time: a link that looks like one of ours is taken for such.
  if (session === undefined) return { refused: 'expired' };
  if (!sameSecret(token, session.token)) return { refused: 'unknown' };
  if (session.visit !== undefined) return { refused: 'used' };
  return session.expiresAt <= world.now() ? { refused: 'expired' } : { session, sessionId };
}

export function beginVisit(
  world: SnapTradeWorld,
  sessionId: string,
  session: PortalSession,
  first: Pick<Visit, 'framed' | 'step' | 'broker'>,
): Visit {
  const ticket = `${sessionId}.${opaque(sub(world.secrets, LENS, 'portal-ticket', sessionId), 32)}`;
  const { broker } = first;
  const visit: Visit = {
    ticket,
    until: world.now() + VISIT_MS,
    framed: first.framed,
    step: first.step,
    ...(broker !== undefined && { broker }),
  };
  session.visit = visit;
  return visit;
}

/** Where somebody stands who came back with a ticket; undefined: it is none, or its time is over. */
export function visitOf(
  world: SnapTradeWorld,
  ticket: string | undefined,
): { readonly sessionId: string; readonly session: PortalSession; readonly visit: Visit } | undefined {
  const sessionId = ticket?.split('.')[0] ?? '';
  const session = own(world.state.sessions, sessionId);
  const visit = session?.visit;
  if (session === undefined || visit === undefined || !sameSecret(ticket ?? '', visit.ticket))
    return undefined;
  return visit.until <= world.now() ? undefined : { sessionId, session, visit };
}

/** So many random bytes in base64url. */
function opaque(seed: Seed, bytes: number): string {
  const d = draws(seed);
  return Buffer.from(Array.from({ length: bytes }, () => d.below(256))).toString('base64url');
}

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
