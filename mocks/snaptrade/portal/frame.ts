/** The page around every step: head, card, progress, close button. */
import { type Html, html, htmlPage, type Reply } from '../../../src/provider/index.ts';
import { SCRIPT, STYLE } from './look.ts';
import { type Message, messagesOf, sourceOf } from './return.ts';
import type { Locale, PortalSession, Step, Visit } from './session.ts';
import { type Texts, textsOf } from './texts.ts';

export interface Sheet {
  readonly title: string;
  readonly body: Html;
  /** Stands above the title: how it went. */
  readonly sign?: 'good' | 'bad';
  readonly status?: number;
  /** Looks every second whether it goes on. */
  readonly waits?: boolean;
}

const PROGRESS: Readonly<Partial<Record<Step, number>>> = {
  broker: 1,
  login: 2,
  code: 2,
  waiting: 2,
  accounts: 3,
};
const STEPS = 3;

/** A page of a visit under way. @param action where its forms go */
export function visitPage(
  session: PortalSession,
  visit: Visit,
  action: string,
  sheet: Sheet,
  more: { readonly messages?: readonly Message[]; readonly popup?: 'open' | 'done' } = {},
): Reply {
  const texts = textsOf(session.locale);
  const number = PROGRESS[visit.step];
  const source = sourceOf(session);
  return page(session.locale, session.darkMode, texts, sheet, {
    top:
      number !== undefined &&
      html`<header><span>${texts.step(number, STEPS)}</span>${session.showCloseButton && more.popup === undefined && closing(action, texts)}</header>`,
    messages: more.popup === undefined ? [...(more.messages ?? []), ...messagesOf(visit)] : [],
    popup: more.popup,
    formsTo: source === undefined ? [] : [source],
  });
}

function closing(action: string, texts: Texts): Html {
  return html`<form method="post" action="${action}"><input type="hidden" name="framed"><button class="plain" name="do" value="leave">${texts.close} <span aria-hidden="true">✕</span></button></form>`;
}

/** A page of no visit: the link leads nowhere. */
export function lonePage(locale: Locale, dark: boolean, sheet: Sheet): Reply {
  return page(locale, dark, textsOf(locale), sheet, {
    top: false,
    messages: [],
    popup: undefined,
    formsTo: [],
  });
}

interface Around {
  readonly top: Html | false;
  readonly messages: readonly Message[];
  readonly popup: 'open' | 'done' | undefined;
  readonly formsTo: readonly string[];
}

function page(locale: Locale, dark: boolean, texts: Texts, sheet: Sheet, around: Around): Reply {
  const { title, body, sign, status = 200, waits = false } = sheet;
  const document = html`<html lang="${locale}" data-theme="${dark ? 'dark' : 'light'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${texts.title}</title>
</head>
<body data-messages="${JSON.stringify(around.messages)}" data-popup="${around.popup ?? ''}"${waits && html` data-waits`}>
<main class="card">
${around.top}${sign !== undefined && html`<div class="sign ${sign}" aria-hidden="true">${sign === 'good' ? '✓' : '!'}</div>`}
<h1>${title}</h1>
${body}
</main>
<footer>${texts.simulated}</footer>
</body>
</html>`;
  return htmlPage(status, document, {
    style: STYLE,
    script: SCRIPT,
    framed: true,
    asks: waits,
    formsTo: around.formsTo,
  });
}
