/**
 * Changes of state that a test asks for: a login breaks, a trade arrives, a key gets another plan. Each is one flat
 * object, checked like a row of a world file; several are made all or none.
 */
import { nearest, noneOf } from '../../fixtures/ledger/nearest.ts';
import type { ConnectionStatus } from '../../fixtures/ledger/types.ts';
import type { Change } from '../provider/changes.ts';
import type { Provider } from '../provider/define.ts';
import type { Given } from '../provider/faults.ts';
import type { ArrivingRow } from '../provider/world.ts';
import { MOST_ARRIVALS, tooMany } from './arriving.ts';
import { rowMistakes } from './checked-row.ts';
import { EVERYWHERE } from './document.ts';
import type { LiveWorld } from './live-world.ts';
import { isRecord, jsonMistake } from './plain-json.ts';
import { resolveReference } from './references.ts';

/** What is wrong with something from outside: where, and what would be right. */
export interface Mistake {
  /** `symbol`; in a list `[1].symbol`; empty for the thing itself. */
  readonly field: string;
  readonly message: string;
}

export const STATUSES: readonly ConnectionStatus[] = [
  'healthy',
  'login-required',
  'failing',
  'revoked',
  'removed',
];

/** Changes made at once. */
const MOST_CHANGES = 1000;
const MOST_VALUES = 10_000;
const LONGEST_REASON = 200;

/** A change that was looked at: it can be made, or what is wrong with it. */
type Checked = { readonly make: () => readonly Mistake[] } | { readonly mistakes: readonly Mistake[] };

/**
 * Makes changes, all or none.
 *
 * @param given one change, or a list of them
 * @returns what is wrong with them; empty if they were made
 * @example changeWorld(world, { change: 'connection', connection: 'owner-commsec', status: 'failing' }, providers)
 */
export function changeWorld(
  world: LiveWorld,
  given: unknown,
  providers: readonly Provider[],
): readonly Mistake[] {
  const many = Array.isArray(given);
  const list: readonly unknown[] = many ? given : [given];
  if (list.length > MOST_CHANGES) {
    return [{ field: '', message: `has ${list.length} changes; at most ${MOST_CHANGES} are made at once` }];
  }
  const placed = (index: number, mistakes: readonly Mistake[]): readonly Mistake[] =>
    many ? mistakes.map(({ field, message }) => ({ field: joined(`[${index}]`, field), message })) : mistakes;

  world.settle();
  const checked = list.map((one) => check(world, one, providers));
  const found = checked.flatMap((one, index) => ('mistakes' in one ? placed(index, one.mistakes) : []));
  if (found.length > 0) return found;
  const making = checked.flatMap((one, index) => ('make' in one ? [() => placed(index, one.make())] : []));
  return making.length === 1 ? (making[0]?.() ?? []) : world.attempt(making);
}

function joined(place: string, field: string): string {
  return field === '' || field.startsWith('[') ? place + field : `${place}.${field}`;
}

function check(world: LiveWorld, given: unknown, providers: readonly Provider[]): Checked {
  const trouble = jsonMistake(given, MOST_VALUES);
  if (trouble !== undefined) return { mistakes: [trouble] };
  if (!isRecord(given)) return wrong('', 'is no change; write it like { change: "connection", ... }');
  const { change, ...fields } = given;
  switch (change) {
    case 'connection':
      return checkConnection(world, fields, providers);
    case 'trade':
      return checkRow(world, 'trades', fields);
    case 'transaction':
      return checkRow(world, 'transactions', fields);
    default:
      return checkProviders(world, change, fields, providers);
  }
}

function wrong(field: string, message: string): Checked {
  return { mistakes: [{ field, message }] };
}

function checkConnection(
  world: LiveWorld,
  fields: Readonly<Record<string, unknown>>,
  providers: readonly Provider[],
): Checked {
  const { connection, status, reason, provider } = fields;
  const mistakes = unknownFields(fields, ['connection', 'status', 'reason', 'provider']);
  const told = (field: string, message: string): void => {
    mistakes.push({ field, message });
  };
  const at = providers.find(({ id }) => id === provider);
  if (provider !== undefined && at === undefined) {
    told(
      'provider',
      noneOf(
        String(provider),
        providers.map(({ id }) => id),
      ),
    );
  }
  const key = typeof connection === 'string' ? resolveReference(connection, world, at?.id) : undefined;
  const known = key === undefined ? undefined : world.ledger.connections.get(key);
  if (connection === undefined) told('connection', 'is missing: the key of the connection that changes');
  else if (known === undefined)
    told('connection', noneOf(String(connection), world.ledger.connections.keys()));
  else if (at !== undefined && !known.seenBy.includes(at.id)) {
    const sees = known.seenBy.join(', ') || 'no provider';
    told('provider', `"${at.id}" does not see "${known.key}"; seen by ${sees}`);
  }
  if (status === undefined) told('status', `is missing; one of ${STATUSES.join(', ')}`);
  else if (!isStatus(status)) told('status', noneOf(String(status), STATUSES));
  if (reason !== undefined && (typeof reason !== 'string' || reason.length > LONGEST_REASON)) {
    told('reason', `has to be text of at most ${LONGEST_REASON} characters`);
  }
  if (known === undefined || !isStatus(status) || mistakes.length > 0) return { mistakes };
  const why = typeof reason === 'string' ? { reason } : {};
  return {
    make: () => {
      world.moveConnection(known.key, { status, ...why }, at?.id ?? EVERYWHERE);
      return [];
    },
  };
}

function isStatus(value: unknown): value is ConnectionStatus {
  return STATUSES.includes(value as ConnectionStatus);
}

function checkRow(
  world: LiveWorld,
  of: 'trades' | 'transactions',
  fields: Readonly<Record<string, unknown>>,
): Checked {
  const mistakes = rowMistakes(of, fields, world.ledger, world.now());
  if (mistakes.length > 0) return { mistakes };
  return {
    make: () => {
      if (world.document.arrivals.length >= MOST_ARRIVALS) return [{ field: '', message: tooMany(world.id) }];
      world.arrive(fields as ArrivingRow);
      return [];
    },
  };
}

/** Changes that providers declare. The provider may be left out where only one has a change of that name. */
function checkProviders(
  world: LiveWorld,
  change: unknown,
  { provider: id, ...fields }: Readonly<Record<string, unknown>>,
  providers: readonly Provider[],
): Checked {
  const name = typeof change === 'string' ? change : '';
  const having = providers.filter(({ changes = {} }) => Object.hasOwn(changes, name));
  if (having.length === 0) {
    const own = providers.flatMap(({ changes = {} }) => Object.keys(changes));
    const all = [...new Set(['connection', 'trade', 'transaction', ...own])];
    return wrong(
      'change',
      change === undefined ? `is missing; one of ${all.join(', ')}` : noneOf(String(change), all),
    );
  }
  const provider = id === undefined && having.length === 1 ? having[0] : having.find((one) => one.id === id);
  const declared: Change | undefined = provider?.changes?.[name];
  if (provider === undefined || declared === undefined) {
    const ids = having.map((one) => one.id);
    if (id === undefined) return wrong('provider', `is missing; ${ids.join(' and ')} have "${name}"`);
    return wrong(
      'provider',
      `"${String(id)}" has no change "${name}"; ${ids.join(' and ')} ${ids.length > 1 ? 'have' : 'has'}`,
    );
  }
  const mistakes = unknownFields(fields, Object.keys(declared.parameters));
  if (mistakes.length > 0) return { mistakes };
  const given = Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, referred(field, value, world, provider.id)]),
  ) as Given;
  return {
    make: () => {
      const mistake = declared.apply(world.view(provider), given);
      return mistake === undefined ? [] : [{ field: '', message: mistake }];
    },
  };
}

function referred(field: string, value: unknown, world: LiveWorld, provider: string): unknown {
  const refers = field === 'connection' || field === 'pipeline';
  return refers && typeof value === 'string' ? (resolveReference(value, world, provider) ?? value) : value;
}

function unknownFields(fields: Readonly<Record<string, unknown>>, allowed: readonly string[]): Mistake[] {
  return Object.keys(fields)
    .filter((field) => !allowed.includes(field))
    .map((field) => {
      const hint = nearest(field, allowed);
      const instead = hint === undefined ? `there are ${allowed.join(', ')}` : `did you mean "${hint}"?`;
      return { field, message: `there is no field "${field}" here; ${instead}` };
    });
}
