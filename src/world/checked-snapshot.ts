/**
 * A snapshot from outside, held against what a world's document is. What fits can be gone on from; of whatever else
 * it is, nothing reaches a world.
 *
 * Providers' own parts and the limiters' books are plain JSON of a shape that only they know. Where someone tampered
 * with one, that provider may fail in that world, and nowhere else.
 */
import { type Joined, withJoined } from '../../fixtures/ledger/joined.ts';
import { createLedger } from '../../fixtures/ledger/ledger.ts';
import { planOf } from '../../fixtures/ledger/plan.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../provider/define.ts';
import { compareEvents } from './agenda.ts';
import type { Mistake } from './changes.ts';
import { checkedWorld } from './checked.ts';
import type { WorldDocument } from './document.ts';
import { MOST_JOINED } from './joining.ts';
import { isRecord, jsonMistake } from './plain-json.ts';
import { anything, isMadeOf, membersOf } from './shapes.ts';
import { parts } from './snapshot-parts.ts';

export type CheckedSnapshot =
  | { readonly ok: true; readonly document: WorldDocument }
  | { readonly ok: false; readonly errors: readonly Mistake[] };

/** Values a snapshot may hold; a world with all its books full has fewer. */
const MOST_VALUES = 5_000_000;
const MOST_TOLD = 50;

/**
 * @param given what `world.snapshot()` gave, as data or parsed JSON
 * @returns the document to go on from, or what is wrong, by field: `agenda[3].event`
 */
export function checkedSnapshot(given: unknown, providers: readonly Provider[]): CheckedSnapshot {
  if (!isRecord(given)) return failed('', 'is no snapshot; it has to be a set of fields');
  if (given.version !== 1) {
    return failed(
      'version',
      `is ${JSON.stringify(given.version) ?? 'missing'}; this process reads version 1`,
    );
  }
  const trouble = jsonMistake(given, MOST_VALUES);
  if (trouble !== undefined) return { ok: false, errors: [trouble] };

  const errors: Mistake[] = [];
  const tell = (field: string, message: string): void => {
    if (errors.length < MOST_TOLD) errors.push({ field, message });
  };
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(parts, name)) tell(name, 'is no part of a snapshot of version 1');
  }
  for (const name of Object.keys(parts)) if (!Object.hasOwn(given, name)) tell(name, 'is missing');
  // The file says what the other parts may speak of.
  const file = checkedWorld(given.file, providers);
  if (!file.ok) for (const error of file.errors) tell('file', error);
  if (errors.length > 0 || !file.ok) return { ok: false, errors };
  // So do those who joined: they are entries of such a file.
  const joined = given.joined as Joined;
  checkJoined(joined, file.world, providers, tell);
  if (errors.length > 0) return { ok: false, errors };

  const ledger = createLedger(withJoined(planOf(file.world), joined));
  const context = { providers, ledger, now: timeOf(given) };
  for (const [name, check] of Object.entries(parts)) {
    check(given[name], (field, message) => tell(name + field, message), context);
  }
  if (errors.length > 0) return { ok: false, errors };
  const document = given as unknown as WorldDocument;
  return { ok: true, document: { ...document, agenda: [...document.agenda].sort(compareEvents) } };
}

function checkJoined(
  value: unknown,
  file: WorldFile,
  providers: readonly Provider[],
  tell: (field: string, message: string) => void,
): void {
  const told = (at: string, message: string): void => tell(`joined${at}`, message);
  const lists = { people: anything, institutions: anything, connections: anything, accounts: anything };
  if (!isMadeOf(value, lists, told)) return;
  const own = (file.entities ?? {}) as Readonly<Record<string, readonly unknown[] | undefined>>;
  const entities: Record<string, unknown> = { ...own };
  for (const kind of Object.keys(lists)) {
    const more = membersOf(value[kind], MOST_JOINED, told, `.${kind}`);
    if (more.length > 0) entities[kind] = [...(own[kind] ?? []), ...more];
  }
  const whole = checkedWorld({ ...file, entities }, providers);
  if (!whole.ok) for (const error of whole.errors) told('', error);
}

function timeOf({ clock }: Readonly<Record<string, unknown>>): number {
  const at = isRecord(clock) ? clock.at : undefined;
  return typeof at === 'number' ? at : 0;
}

function failed(field: string, message: string): CheckedSnapshot {
  return { ok: false, errors: [{ field, message }] };
}
