/** Whether a fault is aimed at a request. Pure. */
import type { Concerns } from '../provider/faults.ts';
import type { Family } from './catalogue.ts';
import type { FaultOrder, Predicate } from './order.ts';

/** What aiming needs of a request. */
export interface Aimed {
  readonly concerns: Concerns;
  /** Every value of a path, query or body parameter, as text; none if it is absent. */
  valuesOf(name: string): readonly string[];
  /** Names of all that it has. */
  names(): readonly string[];
}

/**
 * Provider and operation have been looked at already: they are the index.
 *
 * A list that names no connection shows them all: faults that change how a connection *seems* reach such a request,
 * faults that answer in its place do not.
 */
export function isAimedAt(given: FaultOrder, family: Family, request: Aimed): boolean {
  const { connection, account, credential, where } = given;
  const { concerns } = request;
  const seems = pretends(family);
  return (
    touches(connection, concerns.connections, seems) &&
    touches(account, concerns.accounts, seems) &&
    touches(credential, concerns.credentials, false) &&
    (where === undefined || holdAll(where, request))
  );
}

/** Whether faults of a family change how things seem, and so also what is said of them in lists. */
export function pretends(family: Family): boolean {
  return family === 'states' || family === 'movement';
}

function touches(wanted: string | undefined, touched: readonly string[], allIfNone: boolean): boolean {
  return wanted === undefined || touched.includes(wanted) || (allIfNone && touched.length === 0);
}

/** A loop without a list of entries: a thousand faults of an operation may ask here about one request. */
function holdAll(where: Readonly<Record<string, Predicate>>, request: Aimed): boolean {
  for (const name in where) {
    const wanted = where[name];
    if (wanted !== undefined && !holds(wanted, request.valuesOf(name))) return false;
  }
  return true;
}

/** Whether a predicate holds for the values of a parameter. */
export function holds(wanted: Predicate, values: readonly string[]): boolean {
  if (typeof wanted !== 'object') return values.includes(String(wanted));
  const { not, atLeast, atMost, contains, present } = wanted;
  if (present !== undefined && present !== values.length > 0) return false;
  if (not !== undefined && values.includes(String(not))) return false;
  const others = atLeast !== undefined || atMost !== undefined || contains !== undefined;
  return (
    !others ||
    values.some(
      (value) =>
        (atLeast === undefined || Number(value) >= atLeast) &&
        (atMost === undefined || Number(value) <= atMost) &&
        (contains === undefined || value.includes(contains)),
    )
  );
}
