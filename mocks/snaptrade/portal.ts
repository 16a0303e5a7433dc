/**
 * The way into the connection portal. The portal itself is not simulated yet: the link is minted, kept in the
 * world's state with the time it runs out, and answers 404 when followed.
 */
import { draws, type Institution, type Ledger, type Seed, sub, uuid } from '../../fixtures/ledger/index.ts';
import { isProblem, ok, type Problem } from '../../src/provider/index.ts';
import { applicationOf } from './application.ts';
import { userOf } from './auth.ts';
import { refusals } from './errors.ts';
import type { components } from './generated/types.ts';
import type { Serves } from './handlers.ts';
import { findConnection, LENS } from './lens.ts';
import type { PortalSession } from './state.ts';
import { portalLinkBody } from './wire/answers.ts';
import { slugOf } from './wire/connection.ts';

type Options = components['schemas']['PortalOptions'];

/** A link works for five minutes (ST-80). */
export const LINK_MS = 300_000;

/** Whatever version is asked for, this is the portal (ST-83). */
const PORTAL_VERSION = 'v4';

/** The provider's own pretended brokerage: read-only (ST-84). */
const SANDBOX = 'SANDBOX';

export const portal: Serves<'login'> = {
  login: (x) => {
    const user = userOf(x);
    const options = x.body ?? {};
    const connectionType = wantedAccess(x.world.ledger, options);
    if (isProblem(connectionType)) return connectionType;
    if (!isKnownLocale(options.locale)) {
      return refusals.invalid(`locale "${options.locale}" is not available. Allowed: en, pt-BR.`);
    }
    if (options.reconnect !== undefined && findConnection(x.world, user, options.reconnect) === undefined) {
      return refusals.invalid('reconnect names no connection of this user');
    }

    const { sessions } = x.world.state;
    for (const [id, session] of Object.entries(sessions)) if (session.expiresAt <= x.now) delete sessions[id];
    const own = sub(x.world.secrets, LENS, 'portal', x.world.serial('portal-session'));
    const sessionId = uuid(sub(own, 'session'));
    const session: PortalSession = {
      userId: user.userId,
      token: drawnToken(sub(own, 'token')),
      expiresAt: x.now + LINK_MS,
      broker: options.broker ?? null,
      reconnect: options.reconnect ?? null,
      connectionType,
      customRedirect: options.customRedirect ?? null,
      immediateRedirect: options.immediateRedirect ?? false,
    };
    sessions[sessionId] = session;
    const { clientId } = applicationOf(x.world);
    return ok(portalLinkBody(linkOf(x.baseUrl, clientId, sessionId, session), sessionId));
  },
};

/** Same path and parameters as the real portal's address, at our own host (ST-C13). */
function linkOf(baseUrl: string, clientId: string, sessionId: string, session: PortalSession): string {
  const query = new URLSearchParams({ token: session.token, clientId });
  if (session.broker !== null) query.set('broker', session.broker);
  query.set('connectionPortalVersion', PORTAL_VERSION);
  query.set('sessionId', sessionId);
  return `${baseUrl}/snapTrade/redeemToken?${query}`;
}

/** 78 bytes in base64: opaque, long, and with `+`, `/` and `=` that need escaping in an address. */
function drawnToken(seed: Seed): string {
  const d = draws(seed);
  return Buffer.from(Array.from({ length: 79 }, () => d.below(256))).toString('base64');
}

/** `read`, `trade` or whichever the broker allows; a refusal if the broker is unknown or does not trade (ST-82). */
function wantedAccess(ledger: Ledger, options: Options): 'read' | 'trade' | Problem {
  const wanted = options.connectionType ?? 'read';
  if (options.broker === undefined) return wanted === 'read' ? 'read' : 'trade';
  const broker = findBroker(ledger, options.broker);
  if (broker === undefined)
    return refusals.invalid(`broker "${options.broker.slice(0, 60)}" is not supported`);
  if (wanted === 'read') return 'read';
  if (broker.allowsTrading) return 'trade';
  if (wanted === 'trade-if-available') return 'read';
  return refusals.invalid(`${options.broker} does not have a trade type available`);
}

function findBroker(ledger: Ledger, slug: string): Pick<Institution, 'allowsTrading'> | undefined {
  if (slug === SANDBOX) return { allowsTrading: false };
  for (const institution of ledger.institutions.values()) {
    if (institution.kind !== 'bank' && slugOf(institution) === slug) return institution;
  }
  return undefined;
}

/** `pt-br`, `pt_BR` and `en-US` are fine; a language the portal does not speak is not (ST-81). */
function isKnownLocale(locale: string | undefined): boolean {
  if (locale === undefined) return true;
  const plain = locale.toLowerCase().replaceAll('_', '-');
  return plain === 'pt-br' || plain === 'en' || plain.startsWith('en-');
}
