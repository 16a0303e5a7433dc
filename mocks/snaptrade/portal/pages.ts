/**
 * The portal's pages: the link that was handed out, and one address at which a visit goes on, named by a ticket. No
 * cookies, so that it works in frames and in two windows at once; no signature, since a browser has none.
 */
import { html, type Page, type PageExchange, type Reply, seeOther } from '../../../src/provider/index.ts';
import { applicationOf } from '../application.ts';
import { findBrokerage } from '../brokerages.ts';
import { findConnection } from '../lens.ts';
import type { SnapTradeState } from '../state.ts';
import { lonePage, visitPage } from './frame.ts';
import { addressBack } from './return.ts';
import { beginVisit, type PortalSession, sessionOfLink, visitOf } from './session.ts';
import { noteEvent } from './session-events.ts';
import { begin, type Here, takeStep, userOfSession } from './steps.ts';
import { textsOf } from './texts.ts';
import { sheetOf } from './views.ts';

type Exchange = PageExchange<SnapTradeState>;

const PORTAL = '/snapTrade/portal';

export const pages: readonly Page<SnapTradeState>[] = [
  { id: 'portal-link', method: 'GET', path: '/snapTrade/redeemToken', serve: redeem },
  { id: 'portal', method: 'GET', path: PORTAL, serve: show },
  { id: 'portal-step', method: 'POST', path: PORTAL, openFields: ['do', 'broker', 'framed'], serve: step },
];

function redeem(x: Exchange): Reply {
  const found = sessionOfLink(x.world, x.query('sessionId'), x.query('token'));
  if ('refused' in found) return refusal(x, found.refused);
  // Who only looks whether a link is there does not use it up.
  if (x.request.method === 'HEAD') return seeOther(addressOf(x, ''));
  const { session, sessionId } = found;
  const framed = x.header('sec-fetch-dest') === 'iframe';
  const broker = brokerAtStart(x, session);
  const visit = beginVisit(x.world, sessionId, session, {
    framed,
    step: broker === undefined ? 'broker' : 'login',
    ...(broker !== undefined && { broker }),
  });
  begin({ world: x.world, sessionId, session, visit });
  return seeOther(addressOf(x, visit.ticket));
}

/** Key of the brokerage that the link names, by itself or by the connection that is to be mended. */
function brokerAtStart({ world }: Exchange, session: PortalSession): string | undefined {
  const user = userOfSession(world, session);
  if (session.reconnect !== null && user !== undefined) {
    return findConnection(world, user, session.reconnect)?.institution.key;
  }
  return session.broker === null ? undefined : findBrokerage(world, session.broker)?.key;
}

function addressOf(x: Exchange, ticket: string, more: Readonly<Record<string, string>> = {}): string {
  // The client id leads to the world, where the address does not.
  const query = new URLSearchParams({ clientId: applicationOf(x.world).clientId, ticket, ...more });
  return `${x.baseUrl}${PORTAL}?${query}`;
}

const TITLES = {
  unknown: ['unknownTitle', 'unknownText', 404],
  expired: ['expiredTitle', 'expiredText', 410],
  used: ['usedTitle', 'usedText', 410],
} as const;

function refusal(x: Exchange, why: keyof typeof TITLES): Reply {
  const [title, text, status] = TITLES[why];
  const id = x.query('sessionId') ?? x.query('ticket')?.split('.')[0] ?? '';
  const { locale, darkMode } = Object.hasOwn(x.world.state.sessions, id)
    ? (x.world.state.sessions[id] as PortalSession)
    : { locale: 'en' as const, darkMode: x.query('darkMode') === 'true' };
  const texts = textsOf(locale);
  return lonePage(locale, darkMode, { title: texts[title], status, body: html`<p>${texts[text]}</p>` });
}

function hereOf(x: Exchange): Here | undefined {
  const found = visitOf(x.world, x.query('ticket'));
  return found && { world: x.world, ...found };
}

function show(x: Exchange): Reply {
  const here = hereOf(x);
  if (here === undefined) return refusal(x, 'expired');
  const { session, visit } = here;
  const popup = x.query('popup') === '1';
  const back =
    isOver(here) && (session.immediateRedirect || visit.step === 'left') ? addressBack(here) : undefined;
  if (back !== undefined) return goBack(here, back);
  if (popup && visit.step === 'login') noteEvent(x.world, here, 'OAUTH_REDIRECT');
  const more = popup ? ({ popup: '1' } as const) : {};
  const stays = visit.step === 'login' || visit.step === 'code';
  const sheet =
    popup && !stays
      ? {
          title: textsOf(session.locale).doneTitle,
          body: html`<p role="status">${textsOf(session.locale).popupDone}</p>`,
        }
      : sheetOf(here, {
          action: addressOf(x, visit.ticket, more),
          address: (other = more) => addressOf(x, visit.ticket, other),
          query: x.query,
          popup,
        });
  return visitPage(session, visit, addressOf(x, visit.ticket), sheet, {
    ...(popup && { popup: stays ? ('open' as const) : ('done' as const) }),
    // The brokerage's window was closed, and nobody has logged in (ST-324).
    ...(x.query('closed') === '1' && visit.framed && visit.step === 'login' && { messages: ['CLOSED'] }),
  });
}

function step(x: Exchange): Reply {
  const here = hereOf(x);
  if (here === undefined) return refusal(x, 'expired');
  if (x.field('do') === 'return') {
    const back = isOver(here) ? addressBack(here) : undefined;
    if (back !== undefined) return goBack(here, back);
  }
  takeStep(here, x);
  return seeOther(addressOf(x, here.visit.ticket, x.query('popup') === '1' ? { popup: '1' } : {}));
}

function isOver({ visit: { step: at } }: Here): boolean {
  return at === 'done' || at === 'failed' || at === 'left';
}

function goBack(here: Here, address: string): Reply {
  noteEvent(here.world, here, 'PARTNER_REDIRECT', { connection: here.visit.connection ?? null });
  return seeOther(address);
}
