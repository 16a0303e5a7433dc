/** What a cell opens: expectation, findings, what went over the wire, the adapter's lines, rules. */
import type { CaseEnded, Finding, ShownExchange } from '../../events.ts';
import { isWrong } from '../model.ts';
import { duration, failureLine, outcomeOf, repetitions, VERDICT_WORDS } from '../words.ts';
import { el, icon } from './dom.ts';
import { pretty } from './pretty.ts';

/** A pause between two exchanges that is worth a line of its own. */
const PAUSE_MS = 1000;

export interface PanelActions {
  readonly client: string;
  /** Whether it counts against the client. */
  readonly counts: boolean;
  /** Only where there is one. */
  readonly previous: (() => void) | undefined;
  readonly next: (() => void) | undefined;
  close(): void;
}

export function panelOf(ended: CaseEnded, actions: PanelActions): HTMLElement[] {
  return [
    head(ended, actions),
    el(
      'div.panel-body',
      { tabindex: '0', role: 'region', 'aria-label': 'Details' },
      el('p.says', {}, ended.says),
      ended.reason === undefined ? undefined : el('p.reason', {}, ended.reason),
      expectation(ended),
      ended.findings.length > 0
        ? section('Findings', el('ol.findings', {}, ended.findings.map(finding)))
        : undefined,
      ended.exchanges.length > 0 ? section('On the wire', wire(ended)) : undefined,
      ended.adapter.length > 0 ? section('Between suite and adapter', adapter(ended)) : undefined,
      ended.rules.length > 0 ? section('Rules', rules(ended)) : undefined,
      ended.reproduce === '' ? undefined : section('Again', reproduce(ended)),
    ),
  ];
}

function head(ended: CaseEnded, { client, counts, previous, next, close }: PanelActions): HTMLElement {
  const [provider = '', theme = '', ...rest] = ended.id.split('/');
  const name = rest.join('/');
  const times = [
    duration(ended.tookMs),
    ...(ended.worldMs > 0 ? [`${duration(ended.worldMs)} of the world’s time`] : []),
    ...(repetitions(ended) === undefined ? [] : [repetitions(ended) ?? '']),
  ];
  return el(
    'header.panel-head',
    {},
    el(
      'div.panel-bar',
      {},
      el(`span.badge.v-${ended.verdict}`, {}, icon(ended.verdict), VERDICT_WORDS[ended.verdict]),
      el('span.level', {}, counts || !isWrong(ended) ? ended.level : `${ended.level}, not counted`),
      el('span.spacer'),
      button('Previous failure', 'p', '‹', previous),
      button('Next failure', 'n', '›', next),
      button('Close', 'Esc', '×', close),
    ),
    el(
      'h2',
      { id: 'panel-title' },
      name === '' ? ended.id : [el('span.path', {}, `${provider} / ${theme}`), el('span.name', {}, name)],
    ),
    el(
      'p.facts',
      {},
      el('span', {}, client),
      times.map((time) => el('span', {}, time)),
    ),
  );
}

function button(label: string, key: string, sign: string, act: (() => void) | undefined): HTMLElement {
  const made = el('button.icon', { type: 'button', 'aria-label': label, title: `${label} (${key})` }, sign);
  if (act === undefined) made.setAttribute('disabled', '');
  else made.addEventListener('click', act);
  return made;
}

function section(title: string, ...content: HTMLElement[]): HTMLElement {
  return el('section', {}, el('h3', {}, title), content);
}

function expectation({ expectation: expected, reported, passed, runs }: CaseEnded): HTMLElement {
  const text =
    reported === undefined
      ? undefined
      : 'value' in reported
        ? reported.value
        : `failure ${failureLine(reported.failure)}`;
  return against(expected, text, passed === runs);
}

function against(expected: string | undefined, reported: string | undefined, isRight = false): HTMLElement {
  return el(
    'dl.against',
    {},
    expected === undefined ? undefined : [el('dt', {}, 'expected'), el('dd.expected', {}, expected)],
    reported === undefined
      ? undefined
      : [el('dt', {}, 'reported'), el(isRight ? 'dd.expected' : 'dd.reported', {}, reported)],
  );
}

function finding(found: Finding): HTMLElement {
  const { about, rule, path, expected, reported, exchanges = [] } = found;
  return el(
    'li.finding',
    {},
    el(
      'p.finding-head',
      {},
      el('span.about', {}, about),
      rule === undefined ? undefined : el('code', {}, rule),
      path === undefined ? undefined : el('code', {}, path),
      exchanges.map((number) => exchangeLink(number)),
    ),
    el('p', {}, found.message),
    expected === undefined && reported === undefined ? undefined : against(expected, reported),
  );
}

function exchangeLink(number: number): HTMLElement {
  const link = el('button.ref', { type: 'button', 'aria-label': `Show exchange ${number}` }, `#${number}`);
  link.addEventListener('click', () => {
    const target = document.querySelector<HTMLDetailsElement>(`#exchange-${number}`);
    if (target === null) return;
    target.open = true;
    target.scrollIntoView({ block: 'nearest' });
    target.querySelector('summary')?.focus();
  });
  return link;
}

function wire({ exchanges, exchangesLeftOut, findings }: CaseEnded): HTMLElement {
  const named = new Set(findings.flatMap((one) => one.exchanges ?? []));
  const list = el('ol.wire');
  let before: ShownExchange | undefined;
  for (const exchange of exchanges) {
    const left = exchange.number - (before?.number ?? 0) - 1;
    if (left > 0) list.append(el('li.pause', {}, `${left} more`));
    else if (before !== undefined && exchange.atMs - before.atMs >= PAUSE_MS)
      list.append(el('li.pause', {}, `${duration(exchange.atMs - before.atMs)} later`));
    list.append(el('li', {}, exchangeOf(exchange, named.has(exchange.number))));
    before = exchange;
  }
  const rest = exchangesLeftOut - ((before?.number ?? 0) - exchanges.length);
  if (rest > 0) list.append(el('li.pause', {}, `${rest} more`));
  return list;
}

function exchangeOf(exchange: ShownExchange, named: boolean): HTMLElement {
  const { number, atMs, tookMs, method, target, status, faults, operation, request, response } = exchange;
  const good = status !== undefined && status < 400 && exchange.outcome === 'answered';
  return el(
    `details.exchange${named ? '.named' : ''}`,
    { id: `exchange-${number}` },
    el(
      'summary',
      {},
      el('span.number', {}, `#${number}`),
      el('span.at', {}, `+${duration(atMs)}`),
      el('span.request', {}, el('b', {}, method), ' ', target),
      el(`span.status.${good ? 'good' : 'bad'}`, {}, outcomeOf({ ...exchange, faults: [] })),
      faults.map((fault) => el('span.fault', {}, `fault ${fault}`)),
    ),
    el(
      'div.sides',
      {},
      el(
        'p.facts',
        {},
        el('span', {}, operation ?? 'no such operation'),
        el('span', {}, `took ${duration(tookMs)}`),
      ),
      side('Request', request),
      response === undefined ? el('p.none', {}, 'No answer was made.') : side('Answer', response),
    ),
  );
}

function side(title: string, { headers, body }: ShownExchange['request']): HTMLElement {
  const names = Object.entries(headers);
  return el(
    'div.side',
    {},
    el('h4', {}, title),
    names.length === 0
      ? undefined
      : el(
          'dl.headers',
          {},
          names.map(([name, value]) => el('div', {}, el('dt', {}, `${name}: `), el('dd', {}, value))),
        ),
    body === '' ? undefined : el('pre', { tabindex: '0' }, pretty(body)),
  );
}

function adapter({ adapter: lines }: CaseEnded): HTMLElement {
  return el(
    'ol.adapter',
    {},
    lines.map(({ from, atMs, text }) =>
      el(
        `li.from-${from}`,
        {},
        el('span.from', {}, from),
        el('span.at', {}, `+${duration(atMs)}`),
        el('code', {}, text),
      ),
    ),
  );
}

function rules({ rules: list }: CaseEnded): HTMLElement {
  return el(
    'dl.rules',
    {},
    list.map(({ id, says, source }) =>
      el('div', {}, el('dt', {}, id), el('dd', {}, says, el('span.source', {}, source))),
    ),
  );
}

function reproduce({ reproduce: command }: CaseEnded): HTMLElement {
  const code = el('code', {}, command);
  const copy = el('button.plain', { type: 'button' }, 'Copy');
  const select = (): void => {
    getSelection()?.selectAllChildren(code);
    copy.textContent = 'Selected';
  };
  copy.addEventListener('click', () => {
    // A page that was opened as a file may not be let to the clipboard.
    if (navigator.clipboard === undefined) select();
    else
      navigator.clipboard.writeText(command).then(() => {
        copy.textContent = 'Copied';
      }, select);
  });
  return el('div.again', {}, code, copy);
}
