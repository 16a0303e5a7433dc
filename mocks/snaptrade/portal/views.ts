/** What each step of a visit shows. */
import type { Institution } from '../../../fixtures/ledger/index.ts';
import { type Html, html } from '../../../src/provider/index.ts';
import { findConnection } from '../lens.ts';
import { slugOf } from '../wire/brokerage.ts';
import { brokerByKey, brokersOf, isOAuth, isSandbox } from './brokers.ts';
import { loginOf, type Offer, offersOf } from './connect.ts';
import type { Sheet } from './frame.ts';
import { failures, RIGHT_CODE, SANDBOX_SCENARIOS, SPECIAL_NAMES } from './outcomes.ts';
import { addressBack } from './return.ts';
import { type Here, mayChoose, mayGoBack, userOfSession } from './steps.ts';
import { type Texts, textsOf } from './texts.ts';

/** What a page needs beside the visit. */
export interface Around {
  /** Where its forms go. */
  readonly action: string;
  /** Its own address, for a search and a second look; and that of the brokerage's window. */
  readonly address: (more?: Readonly<Record<string, string>>) => string;
  readonly query: (name: string) => string | undefined;
  readonly popup: boolean;
}

export function sheetOf(here: Here, around: Around): Sheet {
  const t = textsOf(here.session.locale);
  const broker = brokerByKey(here.world, here.visit.broker);
  switch (here.visit.step) {
    case 'broker':
      return choosing(here, around, t);
    case 'login':
      return loggingIn(here, around, t, broker);
    case 'code':
      return code(around, t);
    case 'waiting':
      return waiting(around, t, broker);
    case 'accounts':
      return sharing(here, around, t);
    case 'done':
      return done(here, around, t, broker);
    case 'failed':
      return failed(here, around, t);
    case 'left':
      return left(here, around, t);
  }
}

/** `framed` is filled in by the script, for browsers that do not tell by themselves. */
function form(action: string, body: Html): Html {
  return html`<form method="post" action="${action}"><input type="hidden" name="framed">${body}</form>`;
}

function choosing(here: Here, { action, address, query }: Around, t: Texts): Sheet {
  const wanted = (query('q') ?? '').trim().toLowerCase();
  const all = brokersOf(here.world).filter((broker) => mayChoose(here, broker));
  const fits = all.filter(({ name }) => name.toLowerCase().includes(wanted));
  const { search } = new URL(address());
  const hidden = [...new URLSearchParams(search)].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return {
    title: t.chooseTitle,
    body: html`<form method="get" action="${action}" role="search" class="search">${hidden}<input type="search" name="q" value="${query('q') ?? ''}" aria-label="${t.search}" placeholder="${t.search}" maxlength="60"><noscript><button>${t.searchButton}</button></noscript></form>
${form(action, html`<input type="hidden" name="do" value="choose"><ul class="list">${fits.map((broker) => offered(broker, t))}</ul>`)}
<p id="none" class="soft" role="status"${fits.length > 0 && html` hidden`}>${t.none}</p>`,
  };
}

function offered(broker: Institution, t: Texts): Html {
  return html`<li data-name="${broker.name.toLowerCase()}"><button name="broker" value="${slugOf(broker)}"><span class="mark" aria-hidden="true">${broker.name.slice(0, 1)}</span><span class="who">${broker.name}</span><span class="tag">${isSandbox(broker) ? t.test : broker.country}</span></button></li>`;
}

function loggingIn(here: Here, around: Around, t: Texts, broker: Institution | undefined): Sheet {
  const { action, address, popup } = around;
  const { session, visit, world } = here;
  const name = broker?.name ?? '';
  const title = session.reconnect === null ? t.loginTitle(name) : t.reconnectTitle(name);
  const back =
    mayGoBack(here) &&
    !popup &&
    form(action, html`<button class="plain second" name="do" value="back">${t.back}</button>`);
  const known = knownLogin(here);
  const hint = known !== undefined && html`<p class="soft">${t.reconnectHint(known)}</p>`;
  if (broker !== undefined && isOAuth(broker) && visit.framed && !popup) {
    return {
      title,
      body: html`${hint}<p class="soft">${t.popupText(name)}</p><a class="button main" target="_blank" rel="opener" data-popup="${address({ closed: '1' })}" href="${address({ popup: '1' })}">${t.popupButton(name)}</a>${back}`,
    };
  }
  const asked = broker !== undefined && isSandbox(broker) && userOfSession(world, session) !== undefined;
  return {
    title,
    body: html`${hint}${form(
      action,
      html`${asked ? scenarios(t, known) : credentials(t, known)}<button class="main" name="do" value="login">${t.login}</button>`,
    )}${back}${!asked && names(t)}`,
  };
}

/** The login of the connection that is to be mended. */
function knownLogin({ world, session }: Here): string | undefined {
  const user = userOfSession(world, session);
  if (session.reconnect === null || user === undefined) return undefined;
  const place = findConnection(world, user, session.reconnect);
  return place && loginOf(world, place.connection);
}

function credentials(t: Texts, known: string | undefined): Html {
  return html`<label for="user">${t.user}</label><input id="user" type="text" name="user" value="${known ?? ''}" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="200" required>
<label for="password">${t.password}</label><input id="password" type="password" name="password" autocomplete="off" maxlength="200" aria-describedby="any" required><p id="any" class="hint">${t.anyPassword}</p>`;
}

function scenarios(t: Texts, known: string | undefined): Html {
  const chosen = known ?? SANDBOX_SCENARIOS[0];
  return html`<fieldset><legend>${t.scenario}</legend>${SANDBOX_SCENARIOS.map(
    (name) =>
      html`<label class="row"><input type="radio" name="user" value="${name}"${name === chosen && html` checked`}>${t.scenarios[name]}</label>`,
  )}</fieldset>`;
}

function names(t: Texts): Html {
  const told: Readonly<Record<string, string>> = t.names;
  return html`<details><summary>${t.namesTitle}</summary><p class="hint">${t.namesIntro}</p><dl>${SPECIAL_NAMES.map(
    (name) => html`<dt>${name}</dt><dd>${told[name]}</dd>`,
  )}</dl></details>`;
}

function code({ action }: Around, t: Texts): Sheet {
  return {
    title: t.codeTitle,
    body: html`<p class="soft">${t.codeHint(RIGHT_CODE)}</p>${form(
      action,
      html`<label for="code">${t.code}</label><input id="code" type="text" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required><button class="main" name="do" value="code">${t.confirm}</button>`,
    )}`,
  };
}

function waiting({ address }: Around, t: Texts, broker: Institution | undefined): Sheet {
  return {
    title: t.waitTitle(broker?.name ?? ''),
    waits: true,
    body: html`<p class="soft" role="status">${t.waitText}</p><a class="button second" href="${address()}">${t.look}</a>`,
  };
}

function sharing(here: Here, { action }: Around, t: Texts): Sheet {
  const { world, session, visit } = here;
  const user = userOfSession(world, session);
  const offers = user === undefined ? [] : offersOf(world, user, session, visit);
  const trades =
    session.connectionType === 'trade' && brokerByKey(world, visit.broker)?.allowsTrading === true;
  const accounts =
    offers.length === 0
      ? html`<p>${t.noAccounts}</p>`
      : html`<fieldset><legend>${t.accounts}</legend>${offers.map((offer) => account(offer, t))}</fieldset>`;
  return {
    title: t.shareTitle,
    body: html`<p class="soft">${trades ? t.shareTrade : t.shareRead}</p>${form(
      action,
      html`${accounts}<button class="main" name="do" value="share">${t.allow}</button>`,
    )}`,
  };
}

function account({ id, name, number, ticked }: Offer, t: Texts): Html {
  const digits = number === undefined ? '' : ` ${t.ending(number.slice(-4))}`;
  return html`<label class="row"><input type="checkbox" name="account" value="${id}"${ticked && html` checked`}>${name}${digits}</label>`;
}

/** Back to the application, or what is left to do where there is no way back. */
function ending(here: Here, { action }: Around, t: Texts, main: boolean): Html {
  const look = main ? 'main' : 'second';
  if (here.visit.framed)
    return html`<button type="button" class="${look}" data-close>${t.doneButton}</button>`;
  if (addressBack(here) === undefined) return html`<p class="soft">${t.closeWindow}</p>`;
  return form(action, html`<button class="${look}" name="do" value="return">${t.backToApp}</button>`);
}

function done(here: Here, around: Around, t: Texts, broker: Institution | undefined): Sheet {
  return {
    title: t.doneTitle,
    sign: 'good',
    body: html`<p role="status">${t.doneText(broker?.name ?? '')}</p>${ending(here, around, t, true)}`,
  };
}

function failed(here: Here, around: Around, t: Texts): Sheet {
  const name = here.visit.failure ?? 'unexpected';
  const { status, code: number } = failures[name];
  return {
    title: t.failedTitle,
    sign: 'bad',
    body: html`<p role="alert">${t.reasons[name]}</p>${
      name !== 'user-gone' &&
      form(around.action, html`<button class="main" name="do" value="retry">${t.retry}</button>`)
    }${ending(here, around, t, false)}<p class="told">${t.told(status, number)}</p>`,
  };
}

function left(here: Here, around: Around, t: Texts): Sheet {
  return {
    title: t.leftTitle,
    body: html`<p role="status">${t.leftText}</p>${ending(here, around, t, true)}`,
  };
}
