/**
 * Text of parameters to the values the contract describes. What cannot be read stays text, so that the contract's
 * own type check refuses it and the provider words the error.
 */
import type { OperationSpec, ParameterSpec } from '../provider/operation.ts';
import { bare } from './bare.ts';

/** At most 15 digits: beyond, a JavaScript number would not hold every integer. */
const INTEGER = /^[+-]?\d{1,15}$/;
const NUMBER = /^[+-]?(\d{1,15})(\.\d{1,15})?$/;

export function coerceQuery(
  operation: OperationSpec,
  values: ReadonlyMap<string, readonly string[]>,
  repeated: 'first' | 'last',
): Record<string, unknown> {
  const query = bare<unknown>();
  for (const [name, texts] of values) query[name] = texts[repeated === 'first' ? 0 : texts.length - 1];
  for (const spec of operation.parameters) {
    if (spec.in !== 'query') continue;
    const texts = values.get(spec.name);
    if (texts !== undefined) query[spec.name] = coerce(spec, texts, repeated);
    else if (spec.default !== undefined) query[spec.name] = spec.default;
  }
  return query;
}

function coerce(spec: ParameterSpec, texts: readonly string[], repeated: 'first' | 'last'): unknown {
  if (spec.type === 'array') return spec.explode === true ? texts : texts.flatMap((text) => text.split(','));
  const text = texts[repeated === 'first' ? 0 : texts.length - 1] ?? '';
  switch (spec.type) {
    case 'integer':
      return INTEGER.test(text) ? Number(text) : text;
    case 'number':
      return NUMBER.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
}
