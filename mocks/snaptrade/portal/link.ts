/** The way into the connection portal: a link that works once, for five minutes. */
import { draws, type Institution, type Seed, sub, uuid } from '../../../fixtures/ledger/index.ts';
import { isProblem, ok, type Problem } from '../../../src/provider/index.ts';
import { applicationOf, redirectUriOf } from '../application.ts';
import { userOf } from '../auth.ts';
import { findBrokerage } from '../brokerages.ts';
import { refusals } from '../errors.ts';
import type { components } from '../generated/types.ts';
import type { Serves } from '../handlers.ts';
import { findConnection, LENS } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { portalLinkBody } from '../wire/answers.ts';
import { slugOf } from '../wire/brokerage.ts';
import { addSession, type Locale, type PortalSession } from './session.ts';

type Options = components['schemas']['PortalOptions'];

/** A link works for five minutes (ST-80). */
export const LINK_MS = 300_000;

/** Whatever version is asked for, this is the portal (ST-83). */
const PORTAL_VERSION = 'v4';

export const link: Serves<'login'> = {
  login: (x) => {
    const user = userOf(x);
    const options = x.body ?? {};
    const mended =
      options.reconnect === undefined ? undefined : findConnection(x.world, user, options.reconnect);
    const connectionType = wantedAccess(x.world, options, mended?.institution);
    if (isProblem(connectionType)) return connectionType;
    const locale = localeOf(options.locale);
    if (locale === undefined) {
      return refusals.invalid(`locale "${options.locale}" is not available. Allowed: en, pt-BR.`);
    }
    if (options.reconnect !== undefined && mended === undefined) {
      return refusals.invalid('reconnect names no connection of this user');
    }

    const own = sub(x.world.secrets, LENS, 'portal', x.world.serial('portal-session'));
    const sessionId = uuid(sub(own, 'session'));
    const session: PortalSession = {
      userId: user.userId,
      generation: user.generation,
      token: drawnToken(sub(own, 'token')),
      expiresAt: x.now + LINK_MS,
      broker: options.broker ?? null,
      reconnect: options.reconnect ?? null,
      connectionType,
      ifAvailable: options.connectionType === 'trade-if-available',
      customRedirect: options.customRedirect ?? redirectUriOf(x.world, x.principal),
      immediateRedirect: options.immediateRedirect ?? false,
      showCloseButton: options.showCloseButton ?? true,
      darkMode: options.darkMode ?? false,
      locale,
    };
    addSession(x.world, sessionId, session);
    const { clientId } = applicationOf(x.world);
    return ok(portalLinkBody(linkOf(x.baseUrl, clientId, sessionId, session), sessionId));
  },
};

/** Same path and parameters as the real portal's address, at our own host (ST-C13). */
function linkOf(baseUrl: string, clientId: string, sessionId: string, session: PortalSession): string {
  const query = new URLSearchParams({ token: session.token, clientId });
  if (session.broker !== null) query.set('broker', session.broker);
  // The published React component looks for it, to dress its frame.
  if (session.darkMode) query.set('darkMode', 'true');
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
function wantedAccess(
  world: SnapTradeWorld,
  options: Options,
  mended: Institution | undefined,
): 'read' | 'trade' | Problem {
  const wanted = options.connectionType ?? 'read';
  const broker = options.broker === undefined ? mended : findBrokerage(world, options.broker);
  if (broker === undefined) {
    if (options.broker !== undefined)
      return refusals.invalid(`broker "${options.broker.slice(0, 60)}" is not supported`);
    return wanted === 'read' ? 'read' : 'trade';
  }
  if (wanted === 'read') return 'read';
  if (broker.allowsTrading) return 'trade';
  if (wanted === 'trade-if-available') return 'read';
  return refusals.invalid(`${slugOf(broker)} does not have a trade type available`);
}

/** `pt-br`, `pt_BR` and `en-US` are fine; a language the portal does not speak is not (ST-81). */
function localeOf(locale: string | undefined): Locale | undefined {
  if (locale === undefined) return 'en';
  const plain = locale.toLowerCase().replaceAll('_', '-');
  if (plain === 'pt-br') return 'pt-BR';
  return plain === 'en' || plain.startsWith('en-') ? 'en' : undefined;
}
