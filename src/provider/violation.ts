/** What is wrong with a request, in words: from the compiled validators' errors. */
import type { SchemaError } from './operation.ts';

export interface Violation {
  readonly in: 'path' | 'query' | 'header' | 'body';
  /** Parameter name, or a JSON Pointer below the body (`/orders/0/units`, '' for the body itself). */
  readonly name: string;
  /** JSON Schema keyword that failed: `required`, `type`, `minimum`, `enum`, `format`, ... */
  readonly keyword: string;
  /** `must be >= 1`, `is required`, ... */
  readonly message: string;
  /** Extra from the schema: `{ limit: 500 }`, `{ allowedValues: [...] }`, `{ format: 'uuid' }`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What was sent there; undefined if nothing was. */
  readonly given: unknown;
}

const PARTS = new Set(['path', 'query', 'header', 'body']);

/**
 * Reads ajv's errors over `{ path, query, header, body }`.
 *
 * @example [{ in: 'query', name: 'limit', keyword: 'maximum', message: 'must be <= 500', given: 900, ... }]
 */
export function violations(
  errors: readonly SchemaError[],
  data: Readonly<Record<string, unknown>>,
): Violation[] {
  const found: Violation[] = [];
  for (const error of errors) {
    // `if/then`, `oneOf` and `anyOf` repeat what their branches already said, unless they are alone.
    if (
      errors.length > 1 &&
      (error.keyword === 'if' || error.keyword === 'oneOf' || error.keyword === 'anyOf')
    )
      continue;
    const steps = error.instancePath.split('/').slice(1).map(unescaped);
    if (error.keyword === 'required') steps.push(String(error.params.missingProperty));
    if (error.keyword === 'additionalProperties') steps.push(String(error.params.additionalProperty));
    const part = steps[0] ?? 'body';
    if (!PARTS.has(part)) continue;
    const where = part as Violation['in'];
    const rest = steps.slice(1);
    found.push({
      in: where,
      name: where === 'body' ? rest.map((step) => `/${escaped(step)}`).join('') : (rest[0] ?? ''),
      keyword: error.keyword,
      message: error.keyword === 'required' ? 'is required' : (error.message ?? `fails ${error.keyword}`),
      params: error.params,
      given: error.keyword === 'required' ? undefined : at(data, steps),
    });
  }
  return found;
}

function at(data: unknown, steps: readonly string[]): unknown {
  let value = data;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');
const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
