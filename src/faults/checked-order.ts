/** Orders of faults from outside: held against their schemas, and against the world they are to happen in. */
import { noneOf } from '../../fixtures/ledger/nearest.ts';
import type { Provider } from '../provider/define.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { schemaFindings } from '../world/schema-words.ts';
import { MOST_FAULTS } from './armory.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { aimErrors, resolved } from './checked-aim.ts';
import { countErrors } from './checked-count.ts';
import { engineFaults } from './engine-faults.ts';
import { catalogue, frame } from './generated/catalogue.ts';
import * as compiled from './generated/orders.js';
import { type FaultOrder, type OrderError, parametersOf } from './order.ts';

export type CheckedOrder =
  | { readonly ok: true; readonly order: FaultOrder }
  | { readonly ok: false; readonly errors: readonly OrderError[] };

/** Characters of an order as JSON: it becomes part of the world's document, and there may be thousands. */
const LONGEST = 16_384;

/**
 * An order that can be armed, its references resolved, or all that is wrong with it. Pure.
 *
 * @param providers those the process hosts
 * @example checkedOrder({ fault: 'rate-limitd' }, world, providers)
 * // { ok: false, errors: [{ field: 'fault', message: 'there is no "rate-limitd"; did you mean "rate-limited"?' }] }
 */
export function checkedOrder(given: unknown, world: LiveWorld, providers: readonly Provider[]): CheckedOrder {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return refused(
      '',
      'is no order; it has to be a set of fields, such as { "fault": "server-error", "times": 1 }',
    );
  }
  const { fault } = given as Readonly<Record<string, unknown>>;
  if (fault === undefined) return refused('fault', 'is missing: which fault of the catalogue');
  const entry = Object.hasOwn(catalogue, String(fault)) ? catalogue[String(fault)] : undefined;
  if (entry === undefined) return refused('fault', noneOf(String(fault), Object.keys(catalogue)));
  const long = JSON.stringify(given).length > LONGEST;
  if (long) return refused('', `is longer than ${LONGEST} characters, the most an order may have`);

  const mistakes = schemaErrors(given, entry);
  if (mistakes.length > 0) return { ok: false, errors: mistakes };
  const order = resolved(given as FaultOrder, world);
  const errors = [
    ...idErrors(order, world),
    ...countErrors(order, entry, world.now()),
    ...parameterErrors(order, entry),
    ...aimErrors(order, entry, world, providers),
  ];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, order };
}

/** `where.cursor: ...`, one line a mistake. */
export function orderMistakes(errors: readonly OrderError[]): string {
  return errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('\n');
}

function refused(field: string, message: string): CheckedOrder {
  return { ok: false, errors: [{ field, message }] };
}

/** Fields are known one by one: the frame every order has, and what the fault itself takes. */
function schemaErrors(given: object, entry: CatalogueEntry): OrderError[] {
  const schema = { type: 'object', properties: { ...frame, ...entry.parameters } };
  const unknown = Object.keys(given)
    .filter((name) => !Object.hasOwn(schema.properties, name))
    .map((additionalProperty) => ({
      instancePath: '',
      schemaPath: '#/additionalProperties',
      keyword: 'additionalProperties',
      params: { additionalProperty },
    }));
  const errors = [compiled.frame, compiled.parameters[entry.id]].flatMap((check) =>
    check === undefined || check(given) ? [] : (check.errors ?? []),
  );
  return schemaFindings(schema, [...unknown, ...errors], given).map(({ path, message }) => ({
    field: path.join('.'),
    message,
  }));
}

function idErrors({ id }: FaultOrder, world: LiveWorld): OrderError[] {
  const errors: OrderError[] = [];
  if (id !== undefined && world.armory.get(id)?.spent === false) {
    errors.push({ field: 'id', message: `"${id}" is armed already; disarm it first, or choose another id` });
  }
  if (world.armory.isFull(world.now())) {
    errors.push({
      field: '',
      message: `the world has ${MOST_FAULTS} faults armed, the most there may be; disarm some, or give them "times" or "ttl"`,
    });
  }
  return errors;
}

/** What a fault's own parameters may not say together. */
function parameterErrors(order: FaultOrder, entry: CatalogueEntry): OrderError[] {
  const engine = engineFaults[entry.id];
  const error = engine?.kind === 'wire' ? engine.check?.(parametersOf(order, entry)) : undefined;
  return error === undefined ? [] : [error];
}
