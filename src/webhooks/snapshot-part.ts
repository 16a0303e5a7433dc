/** What a snapshot's book of webhooks has to be. Where its webhooks may go is looked at when they go. */
import type { Provider } from '../provider/define.ts';
import {
  anything,
  entriesOf,
  flag,
  isMadeOf,
  isOneOf,
  membersOf,
  orNull,
  type Shape,
  type Tell,
  text,
  whole,
} from '../world/shapes.ts';
import { MOST_DONE, MOST_SUBSCRIPTIONS, MOST_WAITING } from './book.ts';
import { complaints, type Wanted } from './subscriptions.ts';
import { Targets } from './targets.ts';

const ANYWHERE = new Targets(['*']);
const MOST_EVENTS = 1_000_000;
const MOST_ATTEMPTS = 1_000;

const count = whole(0);
const instant = whole(Date.UTC(1900, 0, 1), Date.UTC(9999, 11, 31));
const name = text(200);

const BOOK = {
  subscriptions: anything,
  events: anything,
  waiting: anything,
  done: anything,
  eventsSoFar: count,
  subscriptionsSoFar: count,
  bytes: count,
  dropped: count,
  passedOverMs: count,
  recurring: anything,
};

const SUBSCRIPTION = {
  id: name,
  number: count,
  provider: name,
  url: anything,
  events: anything,
  headers: anything,
  secret: anything,
  createdAt: instant,
  givenUp: count,
  disabledAt: orNull(instant),
};

const EVENT = {
  number: count,
  provider: name,
  id: name,
  type: name,
  at: instant,
  data: anything,
  bytes: count,
  references: count,
  redeliveries: count,
};

const DELIVERY = {
  id: name,
  webhook: name,
  event: count,
  copy: count,
  state: anything,
  at: instant,
  attempts: anything,
  rest: anything,
  faults: anything,
  'forged?': flag,
  'lost?': flag,
  'asked?': flag,
};

const STATES = ['waiting', 'delivered', 'given-up', 'lost', 'refused'];

export function checkBook(value: unknown, tell: Tell, providers: readonly Provider[]): void {
  if (!isMadeOf(value, BOOK, tell)) return;
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  each(value.subscriptions, MOST_SUBSCRIPTIONS, tell, '.subscriptions', (one, at) => {
    if (!isMadeOf(one, SUBSCRIPTION, tell, at)) return;
    const { events, ...wanted } = one;
    const order = { ...wanted, ...(events !== null && { events }) } as unknown as Wanted;
    for (const { field, message } of complaints(order, byId, ANYWHERE)) tell(`${at}.${field}`, message);
  });
  for (const [number, event] of entriesOf(value.events, MOST_EVENTS, tell, '.events')) {
    const at = `.events.${number}`;
    if (!isMadeOf(event, EVENT, tell, at)) continue;
    const types = Object.keys(byId.get(String(event.provider))?.webhooks?.events ?? {});
    isOneOf(event.type, types, tell, `${at}.type`);
  }
  each(value.waiting, MOST_WAITING, tell, '.waiting', (one, at) => checkDelivery(one, ['waiting'], tell, at));
  each(value.done, MOST_DONE, tell, '.done', (one, at) => checkDelivery(one, STATES, tell, at));
  const kinds = providers.flatMap(({ id, webhooks }) =>
    Object.keys(webhooks?.recurrences ?? {}).map((kind) => `${id}/${kind}`),
  );
  for (const [kind, remembered] of entriesOf(value.recurring, kinds.length, tell, '.recurring')) {
    const at = `.recurring.${kind}`;
    if (isOneOf(kind, kinds, tell, at)) entriesOf(remembered, MOST_EVENTS, tell, at);
  }
}

function checkDelivery(value: unknown, states: readonly string[], tell: Tell, at: string): void {
  if (!isMadeOf(value, DELIVERY, tell, at)) return;
  isOneOf(value.state, states, tell, `${at}.state`);
  each(value.rest, MOST_EVENTS, tell, `${at}.rest`, (number, place) => fits(number, count, tell, place));
  each(value.faults, MOST_ATTEMPTS, tell, `${at}.faults`, (fault, place) => {
    isMadeOf(fault, { id: name, fault: name }, tell, place);
  });
  each(value.attempts, MOST_ATTEMPTS, tell, `${at}.attempts`, (attempt, place) => {
    if (!isMadeOf(attempt, { at: instant, result: anything }, tell, place)) return;
    isMadeOf(attempt.result, { 'status?': whole(0, 999), 'error?': name }, tell, `${place}.result`);
  });
}

function each(
  value: unknown,
  most: number,
  tell: Tell,
  at: string,
  check: (member: unknown, at: string) => void,
): void {
  membersOf(value, most, tell, at).forEach((member, index) => {
    check(member, `${at}[${index}]`);
  });
}

function fits(value: unknown, shape: Shape, tell: Tell, at: string): void {
  const wanted = shape(value);
  if (wanted !== undefined) tell(at, `has to be ${wanted}`);
}
