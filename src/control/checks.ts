/** Holds a request against the contract, and says in words what does not fit. */
import type { OperationSpec, SchemaError } from '../provider/operation.ts';
import { violations } from '../provider/violation.ts';
import { isRecord, jsonMistake } from '../world/plain-json.ts';
import { schemaFindings } from '../world/schema-words.ts';
import { requests } from './generated/requests.js';
import { type FieldError, pointerOf } from './refusal.ts';

interface Parts {
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** More than any body of the largest size can hold. */
const MOST_VALUES = 50_000_000;
/** Keywords that only say that something inside them failed. */
const ECHOES = new Set(['if', 'oneOf', 'anyOf', 'allOf']);

/** Empty if it fits. */
export async function misfits(operation: OperationSpec, { path, query, body }: Parts): Promise<FieldError[]> {
  const trick = body === undefined ? undefined : jsonMistake(body, MOST_VALUES);
  if (trick !== undefined) return [{ field: pointerOf(trick.field), message: trick.message }];
  if (operation.body === 'none' && !isNothing(body)) {
    return [{ field: '', given: body, message: 'nothing is expected in the body here' }];
  }
  const data = { path, query, ...(body !== undefined && { body }) };
  const check = requests[operation.id as keyof typeof requests];
  if (check(data)) return [];
  return inWords(operation, check.errors ?? [], data);
}

async function inWords(
  operation: OperationSpec,
  errors: readonly SchemaError[],
  data: Readonly<Record<string, unknown>>,
): Promise<FieldError[]> {
  // The contract as data is needed for words only; no request that fits waits for it.
  const { requestSchemaOf } = await import('./document.ts');
  const schema = requestSchemaOf(operation);
  const telling = errors.filter(({ keyword }) => errors.length === 1 || !ECHOES.has(keyword));
  const told = new Map<string, FieldError>();
  for (const error of telling) {
    const [violation] = violations([error], data);
    if (violation === undefined) continue;
    const [finding] = schemaFindings(schema, [error], data);
    const { name: field, given, params } = violation;
    const before = told.get(field);
    const message = finding?.message ?? violation.message;
    // What fits none of several forms is wrong once, and may be any of them.
    told.set(field, {
      field,
      ...(given !== undefined && { given }),
      message: before === undefined ? message : `${before.message}; or ${message}`,
      ...(Array.isArray(params.allowedValues) && { allowed: params.allowedValues }),
    });
  }
  return [...told.values()];
}

function isNothing(body: unknown): boolean {
  return body === undefined || (isRecord(body) && Object.keys(body).length === 0);
}
