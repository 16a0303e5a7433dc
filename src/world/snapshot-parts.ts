/** What each part of a snapshot has to be. A part that a document gets is a line here, or it does not compile. */
import { CLOCK_FROM, CLOCK_TO } from '../../fixtures/ledger/time.ts';
import type { Instant, Ledger } from '../../fixtures/ledger/types.ts';
import { MOST_FAULTS } from '../faults/armory.ts';
import { catalogue } from '../faults/generated/catalogue.ts';
import { frame, parameters } from '../faults/generated/orders.js';
import type { Provider } from '../provider/define.ts';
import { lengthOf } from '../provider/text.ts';
import { ENGINE, WAKE } from '../scenarios/playing.ts';
import { checkProgress } from '../scenarios/snapshot-part.ts';
import { recurringEvents } from '../webhooks/recurrences.ts';
import { checkBook } from '../webhooks/snapshot-part.ts';
import { MAX_EVENTS } from './agenda.ts';
import { MOST_ARRIVALS } from './arriving.ts';
import { STATUSES } from './changes.ts';
import { rowMistakes } from './checked-row.ts';
import { FASTEST, SLOWEST } from './clock.ts';
import { EVERYWHERE, type WorldDocument } from './document.ts';
import { WORLD_ID } from './life.ts';
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
} from './shapes.ts';

/** What the parts may speak of. */
export interface Context {
  readonly providers: readonly Provider[];
  /** Of the snapshot's file, without arrivals. */
  readonly ledger: Ledger;
  readonly now: Instant;
}

export type PartCheck = (value: unknown, tell: Tell, context: Context) => void;

const MOST_BOOKS = 1_000_000;
const LONGEST_ID = 200;
const instant = whole(CLOCK_FROM, CLOCK_TO);
/** Instants of rows and events may lie outside of what a clock can show. */
const anyInstant = whole(Date.UTC(1900, 0, 1), Date.UTC(9999, 11, 31));
const count = whole(0);

export const parts: { readonly [Part in keyof WorldDocument]-?: PartCheck } = {
  version: () => undefined,
  id: (value, tell) => {
    if (typeof value !== 'string' || !WORLD_ID.test(value)) tell('', "is no world's id");
  },
  // Looked at first (checked-snapshot.ts).
  file: () => undefined,
  bornAt: (value, tell) => fits(value, instant, tell),
  clock: (value, tell) => {
    const rate: Shape = (given) =>
      typeof given === 'number' && given >= SLOWEST && given <= FASTEST
        ? undefined
        : `a number from ${SLOWEST} to ${FASTEST}`;
    if (isMadeOf(value, { mode: anything, at: instant, rate }, tell)) {
      isOneOf(value.mode, ['frozen', 'running'], tell, '.mode');
    }
  },
  agenda: (value, tell, { providers }) => {
    const shape = { at: anyInstant, order: count, provider: anything, event: anything, data: anything };
    membersOf(value, MAX_EVENTS, tell).forEach((event, index) => {
      const at = `[${index}]`;
      if (!isMadeOf(event, shape, tell, at)) return;
      if (event.provider === ENGINE && event.event === WAKE) return;
      const ids = providers.map(({ id }) => id);
      if (!isOneOf(event.provider, ids, tell, `${at}.provider`)) return;
      const provider = providers.find(({ id }) => id === event.provider);
      const known = [...Object.keys(provider?.events ?? {}), ...recurringEvents(provider)];
      isOneOf(event.event, known, tell, `${at}.event`);
    });
  },
  serials: (value, tell) => {
    for (const [name, number] of entriesOf(value, MOST_BOOKS, tell)) fits(number, count, tell, `.${name}`);
  },
  meters: (value, tell) => {
    entriesOf(value, MOST_BOOKS, tell);
  },
  connections: (value, tell, { providers, ledger }) => {
    const scopes = [EVERYWHERE, ...providers.map(({ id }) => id)];
    const shape = { status: anything, since: instant, 'reason?': text(1000) };
    for (const [scope, moved] of entriesOf(value, scopes.length, tell)) {
      if (!isOneOf(scope, scopes, tell, `.${scope}`)) continue;
      for (const [key, state] of entriesOf(moved, MOST_BOOKS, tell, `.${scope}`)) {
        const at = `.${scope}.${key}`;
        if (!isOneOf(key, ledger.connections.keys(), tell, at) || !isMadeOf(state, shape, tell, at)) continue;
        isOneOf(state.status, STATUSES, tell, `${at}.status`);
      }
    }
  },
  providers: (value, tell, { providers }) => {
    const ids = providers.map(({ id }) => id);
    for (const [id, state] of entriesOf(value, ids.length, tell)) {
      if (isOneOf(id, ids, tell, `.${id}`)) entriesOf(state, MOST_BOOKS, tell, `.${id}`);
    }
  },
  cache: (value, tell) => {
    if (!isMadeOf(value, { entries: anything, bytes: count }, tell)) return;
    const shape = { status: whole(100, 599), text: writtenText, headers: anything, expires: count };
    for (const [key, entry] of entriesOf(value.entries, 10_000, tell, '.entries')) {
      const at = `.entries.${key}`;
      if (!isMadeOf(entry, shape, tell, at)) continue;
      for (const [name, header] of entriesOf(entry.headers, 100, tell, `${at}.headers`)) {
        fits(header, headerValue, tell, `${at}.headers.${name}`);
      }
    }
  },
  faults: (value, tell) => {
    for (const [id, fault] of entriesOf(value, MOST_FAULTS, tell)) checkFault(id, fault, tell);
  },
  arrivals: (value, tell, context) => {
    membersOf(value, MOST_ARRIVALS, tell).forEach((arrival, index) => {
      checkArrival(arrival, tell, `[${index}]`, context);
    });
  },
  // Looked at first, with the file (checked-snapshot.ts).
  joined: () => undefined,
  webhooks: (value, tell, { providers }) => checkBook(value, tell, providers),
  scenario: checkProgress,
};

function fits(value: unknown, shape: Shape, tell: Tell, at = ''): void {
  const wanted = shape(value);
  if (wanted !== undefined) tell(at, `has to be ${wanted}`);
}

/** A body, or the parts of one (src/provider/text.ts). */
const writtenText: Shape = (value) => {
  const parts: unknown = Array.isArray(value) ? value : [value];
  const isText =
    Array.isArray(parts) &&
    parts.every((part) => typeof part === 'string') &&
    lengthOf(parts as readonly string[]) <= 20_000_000;
  return isText ? undefined : 'text of at most 20,000,000 characters, or a list of its parts';
};

const headerValue: Shape = (value) =>
  [value].flat().every((one) => ['string', 'number'].includes(typeof one) && !/[\r\n\0]/.test(String(one)))
    ? undefined
    : 'text, a number, or a list of them, on one line';

function checkFault(id: string, fault: unknown, tell: Tell): void {
  const shape = {
    id: text(LONGEST_ID),
    order: count,
    given: anything,
    armedAt: instant,
    from: orNull(anyInstant),
    until: orNull(anyInstant),
    seen: count,
    fired: count,
    spent: flag,
  };
  if (!isMadeOf(fault, shape, tell, `.${id}`)) return;
  if (fault.id !== id) tell(`.${id}.id`, `has to be "${id}"`);
  const at = `.${id}.given`;
  if (!frame(fault.given)) {
    tell(at, 'is no order of a fault');
    return;
  }
  const { fault: name } = fault.given as { fault: string };
  if (!isOneOf(name, Object.keys(catalogue), tell, `${at}.fault`)) return;
  if (Object.hasOwn(parameters, name) && !parameters[name]?.(fault.given)) {
    tell(at, `has parameters that "${name}" does not`);
  }
}

function checkArrival(value: unknown, tell: Tell, at: string, { ledger, now }: Context): void {
  if (!isMadeOf(value, { of: anything, arrivedAt: instant, row: anything }, tell, at)) return;
  const { of, arrivedAt, row } = value;
  if (!isOneOf(of, ['trades', 'transactions'], tell, `${at}.of`)) return;
  if ((arrivedAt as Instant) > now) tell(`${at}.arrivedAt`, 'lies ahead of the clock');
  const { key, ...given } = Object.fromEntries(entriesOf(row, 100, tell, `${at}.row`));
  fits(key, text(LONGEST_ID), tell, `${at}.row.key`);
  for (const { field, message } of rowMistakes(of as 'trades' | 'transactions', given, ledger, now)) {
    tell(`${at}.row.${field}`, message);
  }
}
